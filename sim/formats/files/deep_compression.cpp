#include "sim/formats/files/deep_compression.h"

#include <boost/endian/conversion.hpp>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/element_type.h"
#include "sim/formats/mapped_file.h"

namespace lacuna::formats {
namespace {

/// Zeros behind a layer's last entry, which no filler stands for: so many that no file needs more, and few
/// enough that a prototxt alone takes little memory.
constexpr std::uint64_t most_weights_behind = 1u << 20;

/// Where the parts of one layer begin, in bytes.
struct part {
    const caffe_layer* layer = nullptr;
    tensor_shape shape;
    std::uint64_t weights = 0;
    std::uint64_t entries = 0;
    unsigned code_bits = 8;
    std::uint64_t codebook = 0;
    std::uint64_t bias = 0;
    std::uint64_t codes = 0;
    std::uint64_t runs = 0;
    std::uint64_t end = 0;
};

bool contains(const std::string& name, std::string_view text) {
    return name.find(text) != std::string::npos;
}

/// The parts of the layers that the file holds, in its order, all inside the file.
std::vector<part> parts_of(const mapped_file& file, const caffe_network& network) {
    const std::string name = file.path().string();
    std::vector<part> parts;
    for (const caffe_layer& layer : network.layers) {
        if (!contains(layer.name, "conv") && !contains(layer.name, "fc") && !contains(layer.name, "ip"))
            continue;
        if (!layer.bias)
            refuse("{}:{}: layer {} has no bias, but {} has one for every layer.", network.file.string(),
                   layer.line, config::in_quotes(layer.name), name);
        parts.push_back({&layer, weight_shape(layer)});
    }
    if (parts.empty())
        refuse("{}: no layer has weights and conv, fc or ip in its name, which are what {} could hold.",
               network.file.string(), name);
    std::uint64_t at = 4 * parts.size();
    if (file.size() < at)
        refuse(
            "{}, byte {}: the file is truncated, since it begins with the numbers of entries of {} layers.",
            name, file.size(), parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        part& layer = parts[i];
        layer.weights = positions_of({layer.shape.begin(), layer.shape.end()}, name);
        layer.entries = boost::endian::load_little_u32(file.data() + 4 * i);
        if (layer.entries == 0 || layer.entries > layer.weights)
            refuse("{}, byte {}: layer {} has {} entries, but must have 1 to {}, since its weights are {}.",
                   name, 4 * i, config::in_quotes(layer.layer->name), layer.entries, layer.weights,
                   text_of(layer.shape));
        if (layer.weights > 16 * layer.entries + most_weights_behind)
            refuse("{}, byte {}: the {} entries of layer {} cannot be those of its {} weights.", name, 4 * i,
                   layer.entries, config::in_quotes(layer.layer->name), layer.weights);
        layer.code_bits = contains(layer.layer->name, "conv") ? 8 : 4;
        layer.codebook = at;
        layer.bias = layer.codebook + (std::uint64_t{4} << layer.code_bits);
        layer.codes = layer.bias + std::uint64_t{4} * layer.shape[0];
        layer.runs = layer.codes + (layer.entries * layer.code_bits + 7) / 8;
        at = layer.end = layer.runs + (layer.entries + 1) / 2;
        if (at > file.size())
            refuse("{}, byte {}: the file is truncated, since layer {} ends at byte {}.", name, file.size(),
                   config::in_quotes(layer.layer->name), at);
    }
    if (at != file.size())
        refuse("{}, byte {}: {} bytes follow the last layer of {}.", name, at, file.size() - at,
               network.file.string());
    return parts;
}

std::vector<float> finite_values(const mapped_file& file, std::uint64_t begin, std::size_t count) {
    std::vector<float> values(count);
    const std::size_t good =
        convert(element_type::f32, byte_order::little, file.data() + begin, count, values.data());
    if (good < count)
        refuse("{}, byte {}: the value {} is not finite.", file.path().string(), begin + 4 * good,
               values[good]);
    return values;
}

/// Number i of those of 4 bits from `bytes` on.
unsigned half_byte(const unsigned char* bytes, std::uint64_t i) {
    return (bytes[i / 2] >> (i % 2 * 4)) & 0xf;
}

deep_compression_layer read_part(const mapped_file& file, const part& layer) {
    const std::vector<float> codebook =
        finite_values(file, layer.codebook, std::size_t{1} << layer.code_bits);
    if (codebook[0] != 0)
        refuse("{}, byte {}: entry 0 of the codebook is {}, not 0.", file.path().string(), layer.codebook,
               codebook[0]);
    deep_compression_layer read;
    read.bias = finite_values(file, layer.bias, layer.shape[0]);
    std::vector<float> weights(layer.weights);
    const unsigned char* codes = file.data() + layer.codes;
    const unsigned char* runs = file.data() + layer.runs;
    std::uint64_t position = 0;
    for (std::uint64_t i = 0; i < layer.entries; ++i) {
        if ((i & 0xfffff) == 0) give_up_if_stopped();
        position += half_byte(runs, i);
        if (position >= layer.weights)
            refuse("{}, byte {}: entry {} of layer {} is at position {}, beyond its {} weights.",
                   file.path().string(), layer.runs + i / 2, i, config::in_quotes(layer.layer->name),
                   position, layer.weights);
        const unsigned code = layer.code_bits == 4 ? half_byte(codes, i) : codes[i];
        weights[position++] = codebook[code];
        ++(code == 0 ? read.fillers : read.non_zeros);
    }
    read.weights = {layer.shape, std::move(weights), true};
    return read;
}

}  // namespace

std::vector<tensor_entry> deep_compression_tensors(const std::filesystem::path& path,
                                                   const caffe_network& network) {
    const mapped_file file(path);
    std::vector<tensor_entry> tensors;
    for (const part& layer : parts_of(file, network)) {
        const std::string& name = layer.layer->name;
        tensors.push_back({name, layer.shape, layer.code_bits == 8 ? "code8" : "code4", layer.entries});
        tensors.push_back(
            {name + ".bias", {layer.shape[0]}, std::string(name_of(element_type::f32)), layer.shape[0]});
    }
    return tensors;
}

deep_compression_layer read_deep_compression(const std::filesystem::path& path, const caffe_network& network,
                                             std::string_view layer) {
    const mapped_file file(path);
    const std::vector<part> parts = parts_of(file, network);
    std::vector<std::string> names;
    for (const part& candidate : parts) {
        if (candidate.layer->name == layer) return read_part(file, candidate);
        names.push_back(candidate.layer->name);
    }
    refuse("{}: the file holds no layer {}{}.", path.string(), config::in_quotes(layer),
           config::nearest_name_hint(layer, names));
}

}  // namespace lacuna::formats
