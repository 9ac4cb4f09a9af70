#include "sim/formats/files/deep_compression.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "tests/formats/random_matrix.h"
#include "tests/formats/scratch_folder.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;

std::string u32(std::uint32_t value) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> 8 * i & 0xff);
    return bytes;
}

std::string f32(float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return u32(bits);
}

/// Codebook entry i is i / 4.
std::string codebook(int bits) {
    std::string bytes;
    for (int i = 0; i < 1 << bits; ++i) bytes += f32(static_cast<float>(i) / 4);
    return bytes;
}

const char* const prototxt_text =
    "input: 'data' input_dim: 1 input_dim: 2 input_dim: 3 input_dim: 3\n"
    "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'a' "
    "convolution_param { num_output: 2 kernel_size: 3 } }\n"
    "layer { name: 'other' type: 'InnerProduct' bottom: 'a' top: 'b' inner_product_param { num_output: 5 } }\n"
    "layer { name: 'fc2' type: 'InnerProduct' bottom: 'a' top: 'c' inner_product_param { num_output: 3 } }\n";

// conv1 is 2 x 2 x 3 x 3, 36 weights; fc2 is 3 x 2.
constexpr std::size_t conv1_at = 8, fc2_at = conv1_at + 1024 + 8 + 4 + 2;

class deep_compression : public scratch_folder {
  protected:
    deep_compression() {
        network_ = read_caffe_network(write("net.prototxt", prototxt_text));
        net_ = u32(4) + u32(3);
        net_ += codebook(8) + f32(0.5f) + f32(-1);
        net_ += std::string("\x08\x00\xff\x01", 4) + "\xf2\x30";  // runs 2, 15, 0, 3
        net_ += codebook(4) + f32(1) + f32(2) + f32(3);
        net_ += std::string("\x4c\x01") + std::string("\x20\x00", 2);  // codes 12, 4, 1; runs 0, 2, 0
    }
    deep_compression_layer read(const std::string& bytes, const char* layer) const {
        return read_deep_compression(write("a.net", bytes), network_, layer);
    }
    std::string refusal_of(const std::string& bytes, const char* layer = "conv1") const {
        return refusal([&] { read(bytes, layer); });
    }
    std::string changed(std::size_t at, const std::string& bytes) const {
        return net_.substr(0, at) + bytes + net_.substr(at + bytes.size());
    }

    caffe_network network_;
    std::string net_;
};

TEST_F(deep_compression, layers_are_named_with_their_shapes_and_biases) {
    ASSERT_EQ(net_.size(), fc2_at + 64 + 12 + 2 + 2);
    const std::vector<tensor_entry> tensors = deep_compression_tensors(write("a.net", net_), network_);
    ASSERT_EQ(tensors.size(), 4u);
    EXPECT_EQ(tensors[0].name, "conv1");
    EXPECT_EQ(tensors[0].shape, (tensor_shape{2, 2, 3, 3}));
    EXPECT_EQ(tensors[0].type, "code8");
    EXPECT_EQ(tensors[0].stored, 4u);
    EXPECT_EQ(tensors[1].name, "conv1.bias");
    EXPECT_EQ(tensors[1].shape, (tensor_shape{2}));
    EXPECT_EQ(tensors[1].type, "f32");
    EXPECT_EQ(tensors[2].name, "fc2");
    EXPECT_EQ(tensors[2].shape, (tensor_shape{3, 2}));
    EXPECT_EQ(tensors[2].type, "code4");
    EXPECT_EQ(tensors[3].name, "fc2.bias");
    EXPECT_EQ(tensors[3].stored, 3u);
}

TEST_F(deep_compression, a_convolution_has_codes_of_8_bits_and_fillers) {
    const deep_compression_layer conv1 = read(net_, "conv1");
    std::vector<float> expected(36);
    expected[2] = 2;        // code 8 behind a run of 2
    expected[19] = 63.75f;  // code 255 behind the filler at 18
    expected[23] = 0.25f;
    EXPECT_EQ(conv1.weights.shape, (tensor_shape{2, 2, 3, 3}));
    EXPECT_EQ(std::get<std::vector<float>>(conv1.weights.values), expected);
    EXPECT_EQ(conv1.bias, (std::vector<float>{0.5f, -1}));
    EXPECT_EQ(conv1.non_zeros, 3u);
    EXPECT_EQ(conv1.fillers, 1u);
}

TEST_F(deep_compression, a_fully_connected_layer_has_codes_of_4_bits) {
    const deep_compression_layer fc2 = read(net_, "fc2");
    EXPECT_EQ(fc2.weights.shape, (tensor_shape{3, 2}));
    EXPECT_EQ(std::get<std::vector<float>>(fc2.weights.values), (std::vector<float>{3, 0, 0, 1, 0.25f, 0}));
    EXPECT_EQ(fc2.bias, (std::vector<float>{1, 2, 3}));
    EXPECT_EQ(fc2.non_zeros, 3u);
    EXPECT_EQ(fc2.fillers, 0u);
}

TEST_F(deep_compression, every_truncation_and_every_byte_more_is_refused) {
    const fs::path file = write("a.net", net_);
    for (std::size_t bytes = net_.size(); bytes-- > 0;) {
        fs::resize_file(file, bytes);
        const std::string sentence = refusal([&] { read_deep_compression(file, network_, "conv1"); });
        const std::string expected = fmt::format("a.net, byte {}: the file is truncated, since ", bytes);
        EXPECT_EQ(sentence.substr(0, expected.size()), expected);
    }
    EXPECT_EQ(refusal_of(net_ + "x"), "a.net, byte 1126: 1 bytes follow the last layer of net.prototxt.");
    EXPECT_EQ(refusal_of(net_.substr(0, 100)),
              "a.net, byte 100: the file is truncated, since layer 'conv1' ends at byte 1046.");
    EXPECT_EQ(
        refusal_of(net_.substr(0, 7)),
        "a.net, byte 7: the file is truncated, since it begins with the numbers of entries of 2 layers.");
}

TEST_F(deep_compression, numbers_of_entries_that_do_not_fit_the_layer_are_refused) {
    EXPECT_EQ(
        refusal_of(changed(0, u32(0))),
        "a.net, byte 0: layer 'conv1' has 0 entries, but must have 1 to 36, since its weights are 2 x 2 x "
        "3 x 3.");
    EXPECT_EQ(refusal_of(changed(4, u32(7))),
              "a.net, byte 4: layer 'fc2' has 7 entries, but must have 1 to 6, since its weights are 3 x 2.");
    network_ = read_caffe_network(
        write("net.prototxt",
              "input: 'data' input_shape { dim: [1, 2000000] } layer { name: 'ip' type: "
              "'InnerProduct' bottom: 'data' top: 'ip' inner_product_param { num_output: 1000 "
              "} }"));
    EXPECT_EQ(refusal_of(u32(10) + std::string(10000, '\0')),
              "a.net, byte 0: the 10 entries of layer 'ip' cannot be those of its 2000000000 weights.");
}

TEST_F(deep_compression, bad_values_name_the_byte) {
    const float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(refusal_of(changed(conv1_at, f32(0.5f))),
              "a.net, byte 8: entry 0 of the codebook is 0.5, not 0.");
    EXPECT_EQ(refusal_of(changed(conv1_at + 40, f32(std::nanf("")))),
              "a.net, byte 48: the value nan is not finite.");
    EXPECT_EQ(refusal_of(changed(conv1_at + 1024 + 4, f32(infinity))),
              "a.net, byte 1036: the value inf is not finite.");
    EXPECT_EQ(refusal_of(changed(conv1_at + 1024 + 8 + 4, "\xff\xff")),
              "a.net, byte 1045: entry 2 of layer 'conv1' is at position 47, beyond its 36 weights.");
    EXPECT_EQ(refusal_of(changed(fc2_at + 64 + 12 + 2, "\x40"), "fc2"),
              "a.net, byte 1125: entry 2 of layer 'fc2' is at position 6, beyond its 6 weights.");
}

TEST_F(deep_compression, other_layers_and_networks_are_refused) {
    EXPECT_EQ(refusal_of(net_, "conv2"), "a.net: the file holds no layer 'conv2' (did you mean 'conv1'?).");
    EXPECT_EQ(refusal_of(net_, "other"), "a.net: the file holds no layer 'other'; known are: conv1, fc2.");
    network_.layers[2].bias = false;
    EXPECT_EQ(refusal_of(net_),
              "net.prototxt:4: layer 'fc2' has no bias, but a.net has one for every layer.");
    network_.layers = {network_.layers[1]};
    EXPECT_EQ(refusal_of(net_),
              "net.prototxt: no layer has weights and conv, fc or ip in its name, which are what a.net could "
              "hold.");
}

/// One layer, encoded as the grammar says.
std::string encoded(const std::vector<float>& weights, const std::vector<int>& codes, std::uint32_t outputs) {
    std::vector<int> entries, runs;
    int gap = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (codes[i] == 0 && gap < 15) {
            ++gap;
            continue;
        }
        entries.push_back(codes[i]);
        runs.push_back(gap);
        gap = 0;
    }
    std::string bytes = u32(static_cast<std::uint32_t>(entries.size())) + codebook(4);
    for (std::uint32_t i = 0; i < outputs; ++i) bytes += f32(1);
    for (const std::vector<int>& halves : {entries, runs})
        for (std::size_t i = 0; i < halves.size(); i += 2)
            bytes += static_cast<char>(halves[i] | (i + 1 < halves.size() ? halves[i + 1] : 0) << 4);
    return entries.empty() ? "" : bytes;
}

TEST_F(deep_compression, random_layers_are_read_as_they_were_encoded) {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const auto outputs = static_cast<std::uint32_t>(random(1, 20)),
                   inputs = static_cast<std::uint32_t>(random(1, 40));
        const int percent = random(0, 60);
        std::vector<int> codes(std::size_t{outputs} * inputs);
        for (int& code : codes) code = random(1, 100) <= percent ? random(1, 15) : 0;
        std::vector<float> weights;
        for (const int code : codes) weights.push_back(static_cast<float>(code) / 4);
        const std::string bytes = encoded(weights, codes, outputs);
        if (bytes.empty()) continue;
        const caffe_network network = read_caffe_network(
            write("r.prototxt",
                  fmt::format("input: 'data' input_shape {{ dim: [1, {}] }} layer {{ name: 'ip' type: "
                              "'InnerProduct' bottom: 'data' top: 'ip' inner_product_param {{ "
                              "num_output: {} }} }}",
                              inputs, outputs)));
        const deep_compression_layer read = read_deep_compression(write("r.net", bytes), network, "ip");
        EXPECT_EQ(std::get<std::vector<float>>(read.weights.values), weights);
        EXPECT_EQ(read.non_zeros,
                  codes.size() - static_cast<std::size_t>(std::count(codes.begin(), codes.end(), 0)));
    }
}

TEST_F(deep_compression, squeezenet_has_the_published_counts) {
    const fs::path folder = published_data("squeezenet-deep-compression");
    if (folder.empty()) GTEST_SKIP() << "LACUNA_DATA names no folder that holds squeezenet-deep-compression";
    const caffe_network network = read_caffe_network(folder / "SqueezeNet_deploy.prototxt");
    const fs::path file = folder / "compressed_SqueezeNet.net";
    EXPECT_EQ(deep_compression_tensors(file, network).size(), 52u);
    std::uint64_t weights = 0, non_zeros = 0, fillers = 0, values_not_0 = 0;
    for (const caffe_layer& layer : network.layers) {
        const deep_compression_layer read = read_deep_compression(file, network, layer.name);
        const auto& values = std::get<std::vector<float>>(read.weights.values);
        EXPECT_EQ(read.weights.shape, weight_shape(layer));
        EXPECT_EQ(read.bias.size(), layer.output.channels);
        weights += values.size();
        non_zeros += read.non_zeros;
        fillers += read.fillers;
        values_not_0 +=
            values.size() - static_cast<std::size_t>(std::count(values.begin(), values.end(), 0.0f));
    }
    EXPECT_EQ(weights, 1244448u);
    EXPECT_EQ(non_zeros, 415921u);
    EXPECT_EQ(values_not_0, non_zeros);
    EXPECT_EQ(fillers, 6162u);
}

}  // namespace
}  // namespace lacuna::formats
