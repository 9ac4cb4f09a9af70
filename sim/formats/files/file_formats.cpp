#include <limits>

#include "sim/config/input_error.h"
#include "sim/formats/files/bit_text.h"
#include "sim/formats/files/deep_compression.h"
#include "sim/formats/files/matrix_market.h"
#include "sim/formats/files/npy.h"
#include "sim/formats/files/npz.h"
#include "sim/formats/files/onnx.h"
#include "sim/formats/files/safetensors.h"
#include "sim/formats/files/smtx.h"
#include "sim/formats/files/weight_file.h"

namespace lacuna::formats {
namespace {

using tensors = std::vector<tensor_entry>;

constexpr std::string_view bias_ending = ".bias";

bool ends_in(const std::string& text, std::string_view ending) {
    return text.size() > ending.size() &&
           text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

tensors list_network(const weight_file& file) {
    return deep_compression_tensors(file.path, read_caffe_network(file.network));
}

tensor read_of_network(const weight_file& file, const std::string& name) {
    const caffe_network network = read_caffe_network(file.network);
    if (!ends_in(name, bias_ending)) return read_deep_compression(file.path, network, name).weights;
    const std::string layer = name.substr(0, name.size() - bias_ending.size());
    std::vector<float> bias = read_deep_compression(file.path, network, layer).bias;
    return {{static_cast<std::uint32_t>(bias.size())}, std::move(bias)};
}

/// A text of digits has no shape: one row of all.
tensors list_digits(const weight_file& file) {
    const std::uint64_t digits = bit_text_size(file.path);
    return {{"", checked_shape({digits}, file.path.string()), "none", digits}};
}

tensor read_digits(const weight_file& file, const std::string&) {
    const auto digits = list_digits(file).front().shape.front();
    tensor row = read_bit_text(file.path, 1, digits);
    row.shape = {digits};
    return row;
}

}  // namespace

const std::vector<file_format>& file_formats() {
    using file = const weight_file&;
    using name = const std::string&;
    static const std::vector<file_format> all = {
        {".npy", [](file f) { return npy_tensors(f.path); }, [](file f, name) { return read_npy(f.path); }},
        {".npz", [](file f) { return npz_tensors(f.path); },
         [](file f, name n) { return read_npz(f.path, n); }},
        {".mtx", [](file f) { return tensors{matrix_market_entry(f.path)}; },
         [](file f, name) { return read_matrix_market(f.path); }},
        {".smtx", [](file f) { return tensors{smtx_entry(f.path)}; },
         [](file f, name) { return read_smtx(f.path); }},
        {".safetensors", [](file f) { return safetensors_tensors(f.path); },
         [](file f, name n) { return read_safetensors(f.path, n); }},
        {".onnx", [](file f) { return onnx_tensors(f.path); },
         [](file f, name n) { return read_onnx(f.path, n); }, false, true},
        {".net", list_network, read_of_network, true},
        {".txt", list_digits, read_digits},
    };
    return all;
}

}  // namespace lacuna::formats
