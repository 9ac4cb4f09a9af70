#include "sim/formats/files/caffe_network.h"

#include <ctime>

#include "tests/formats/scratch_folder.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;

const std::string input = "input: 'data' input_dim: 1 input_dim: 3 input_dim: 10 input_dim: 12\n";

/// A layer that reads one blob and makes one of its own name.
std::string layer(const std::string& name, const std::string& type, const std::string& bottom,
                  const std::string& more = "") {
    return fmt::format("layer {{ name: '{0}' type: '{1}' bottom: '{2}' top: '{0}' {3} }}\n", name, type,
                       bottom, more);
}
std::string convolution(const std::string& name, const std::string& bottom, const std::string& parameters) {
    return layer(name, "Convolution", bottom, "convolution_param { " + parameters + " }");
}
/// A layer with weights whose input tells what the blob's shape is.
std::string probe(const std::string& blob) {
    return layer("probe", "InnerProduct", blob, "inner_product_param { num_output: 2 }");
}

class caffe_network_file : public scratch_folder {
  protected:
    std::vector<caffe_layer> read(const std::string& text) const {
        return read_caffe_network(write("net.prototxt", text)).layers;
    }
    caffe_blob shape_of(const std::string& blob, const std::string& text) const {
        return read(text + probe(blob)).back().input;
    }
    std::string refusal_of(const std::string& text) const {
        return refusal([&] { read(text); });
    }
};

TEST_F(caffe_network_file, a_convolution_has_a_window_groups_and_a_shape) {
    const std::vector<caffe_layer> layers = read(
        "name: 'net'\n" + input +
        convolution("c", "data",
                    "num_output: 6 kernel_h: 3 kernel_w: 2 stride_h: 2 stride_w: 1 pad: 1 pad: 0 group: 3 "
                    "dilation: 2 bias_term: false"));
    ASSERT_EQ(layers.size(), 1u);
    const caffe_layer& c = layers[0];
    EXPECT_EQ(c.name, "c");
    EXPECT_EQ(c.line, 3u);
    EXPECT_EQ(c.is, caffe_layer::kind::convolution);
    EXPECT_EQ(c.input, (caffe_blob{3, {10, 12}}));
    EXPECT_EQ(c.output, (caffe_blob{6, {4, 10}}));  // (10 + 2 - 5) / 2 + 1, (12 - 3) / 1 + 1
    EXPECT_EQ(c.kernel, (height_width{3, 2}));
    EXPECT_EQ(c.stride, (height_width{2, 1}));
    EXPECT_EQ(c.pad, (height_width{1, 0}));
    EXPECT_EQ(c.dilation, (height_width{2, 2}));
    EXPECT_EQ(c.groups, 3u);
    EXPECT_FALSE(c.bias);
    EXPECT_FALSE(c.relu);
    EXPECT_EQ(weight_shape(c), (tensor_shape{6, 1, 3, 2}));
}

TEST_F(caffe_network_file, an_inner_product_reads_all_values) {
    const caffe_layer fc = read(input + probe("data"))[0];
    EXPECT_EQ(fc.is, caffe_layer::kind::fully_connected);
    EXPECT_EQ(fc.input, (caffe_blob{3, {10, 12}}));
    EXPECT_EQ(fc.output, (caffe_blob{2, {1, 1}}));
    EXPECT_EQ(weight_shape(fc), (tensor_shape{2, 360}));
    EXPECT_TRUE(fc.bias);
}

TEST_F(caffe_network_file, inputs_are_named_in_three_ways) {
    const caffe_blob shape = {3, {10, 12}};
    EXPECT_EQ(shape_of("data", input), shape);
    EXPECT_EQ(shape_of("b",
                       "input: 'a' input: 'b' input_shape { dim: [1, 7] }\n"
                       "input_shape { dim: 1 dim: 3 dim: 10 dim: 12 }\n"),
              shape);
    EXPECT_EQ(shape_of("data",
                       "layer { name: 'i' type: 'Input' top: 'data' input_param { shape: { dim: 1 dim: 3 "
                       "dim: 10 dim: 12 } } }\n"),
              shape);
    EXPECT_EQ(shape_of("a", "input: 'a' input_shape { dim: [1, 7] }\n"), (caffe_blob{7, {1, 1}}));
}

TEST_F(caffe_network_file, poolings_round_up_and_begin_inside) {
    const auto pooled = [&](const std::string& parameters) {
        return shape_of("p", input + layer("p", "Pooling", "data", "pooling_param { " + parameters + " }"))
            .size;
    };
    EXPECT_EQ(pooled("kernel_size: 3 stride: 2"), (height_width{5, 6}));
    EXPECT_EQ(pooled("kernel_size: 3 stride: 2 round_mode: FLOOR"), (height_width{4, 5}));
    EXPECT_EQ(pooled("kernel_size: 2 stride: 2 pad: 1"), (height_width{6, 7}));
    // 10 + 2 padded, windows of 2 every 3: begin at 0, 3, 6, 9, and 12, which is behind input and padding.
    EXPECT_EQ(pooled("kernel_size: 2 stride: 3 pad: 1"), (height_width{4, 5}));
    EXPECT_EQ(pooled("kernel_h: 10 kernel_w: 1"), (height_width{1, 12}));
    EXPECT_EQ(pooled("pool: AVE global_pooling: true"), (height_width{1, 1}));
}

TEST_F(caffe_network_file, shapes_pass_through_layers_without_weights) {
    const std::string two = input + convolution("c", "data", "num_output: 5 kernel_size: 1");
    EXPECT_EQ(shape_of("k", two + "layer { name: 'k' type: 'Concat' bottom: 'c' bottom: 'data' top: 'k' }\n"),
              (caffe_blob{8, {10, 12}}));
    EXPECT_EQ(shape_of("e", two + "layer { name: 'e' type: 'Eltwise' bottom: 'c' bottom: 'c' top: 'e' }\n"),
              (caffe_blob{5, {10, 12}}));
    EXPECT_EQ(shape_of("f", input + layer("f", "Flatten", "data")), (caffe_blob{360, {1, 1}}));
    for (const char* type : {"ReLU", "Dropout", "LRN", "Softmax", "Split", "BatchNorm", "Scale", "TanH"})
        EXPECT_EQ(shape_of("x", input + layer("x", type, "data")), (caffe_blob{3, {10, 12}})) << type;
}

TEST_F(caffe_network_file, a_relu_that_follows_is_seen_in_place_or_not_and_behind_what_keeps_values) {
    const std::string c = input + convolution("c", "data", "num_output: 5 kernel_size: 1");
    const auto relu = [&](const std::string& rest) { return read(c + rest)[0].relu; };
    EXPECT_FALSE(relu(""));
    EXPECT_TRUE(relu("layer { name: 'r' type: 'ReLU' bottom: 'c' top: 'c' }"));
    EXPECT_TRUE(relu(layer("r", "ReLU", "c")));
    EXPECT_TRUE(relu(layer("b", "BatchNorm", "c") + layer("s", "Scale", "b") + layer("r", "ReLU", "s")));
    EXPECT_FALSE(relu(layer("r", "ReLU", "c", "relu_param { negative_slope: 0.1 }")));
    EXPECT_TRUE(relu(layer("r", "ReLU", "c", "relu_param { negative_slope: 0.0e1 }")));
    EXPECT_FALSE(relu(layer("r", "ReLU", "data")));
    EXPECT_FALSE(relu(layer("p", "Softmax", "c") + layer("r", "ReLU", "p")));
}

TEST_F(caffe_network_file, a_layer_is_said_to_take_outputs_that_nothing_has_changed) {
    const std::string first = input + convolution("c", "data", "num_output: 2 kernel_size: 1");
    const auto takes = [&](const std::string& between, const std::string& blob) {
        return read(first + between + probe(blob)).back().takes;
    };
    EXPECT_EQ(takes("", "c"), 0u);
    EXPECT_EQ(takes("layer { name: 'r' type: 'ReLU' bottom: 'c' top: 'c' }", "c"), 0u);
    EXPECT_EQ(takes(layer("r", "ReLU", "c") + layer("d", "Dropout", "r"), "d"), 0u);
    EXPECT_EQ(takes("", "data"), std::nullopt);
    // A layer's outputs are those behind its ReLU.
    EXPECT_EQ(takes(layer("r", "ReLU", "c"), "c"), std::nullopt);
    EXPECT_EQ(takes(layer("b", "BatchNorm", "c"), "b"), std::nullopt);
    EXPECT_EQ(takes(layer("b", "BatchNorm", "c") + layer("r", "ReLU", "b"), "r"), std::nullopt);
    EXPECT_EQ(takes(layer("t", "TanH", "c"), "t"), std::nullopt);
    EXPECT_EQ(takes(layer("p", "Pooling", "c", "pooling_param { kernel_size: 2 }"), "p"), std::nullopt);
}

TEST_F(caffe_network_file, the_former_way_to_write_layers_is_read) {
    const std::vector<caffe_layer> layers = read(
        input +
        "layers { name: 'c' type: CONVOLUTION bottom: 'data' top: 'c' convolution_param { num_output: 4 "
        "kernel_size: 3 } }\nlayers { name: 'r' type: RELU bottom: 'c' top: 'c' }\n"
        "layers { name: 'f' type: INNER_PRODUCT bottom: 'c' top: 'f' inner_product_param { num_output: 9 } }");
    ASSERT_EQ(layers.size(), 2u);
    EXPECT_TRUE(layers[0].relu);
    EXPECT_EQ(weight_shape(layers[1]), (tensor_shape{9, 320}));
}

TEST_F(caffe_network_file, layers_for_training_alone_are_passed_over) {
    const std::string rest = probe("data");
    EXPECT_EQ(
        read(input + "layer { name: 'd' type: 'Data' top: 'data' include { phase: TRAIN } }\n" + rest).size(),
        1u);
    EXPECT_EQ(
        read(input + "layer { name: 'd' type: 'Data' top: 'data' exclude { phase: TEST } }\n" + rest).size(),
        1u);
    EXPECT_EQ(read(input + layer("x", "ReLU", "data", "include { phase: TEST }") + rest).size(), 1u);
    EXPECT_EQ(
        refusal_of(input + layer("x", "ReLU", "data", "include { stage: 'a' }") + rest),
        "net.prototxt:2: a rule about when the layer is part of the network must name the phase TRAIN or "
        "TEST.");
}

TEST_F(caffe_network_file, networks_that_do_not_hold_together_are_refused) {
    const std::string c = "net.prototxt:2: layer 'c': ";
    const auto of = [&](const std::string& parameters) {
        return refusal_of(input + convolution("c", "data", parameters));
    };
    EXPECT_EQ(of("num_output: 4"), c + "kernel_size is missing.");
    EXPECT_EQ(of("kernel_size: 3"), c + "num_output is missing or 0.");
    EXPECT_EQ(of("num_output: 4 kernel_size: 11"),
              c + "the kernel reaches over 11, but the padded input has 10 only.");
    EXPECT_EQ(of("num_output: 4 kernel_size: 0"), c + "kernel, stride and dilation must be at least 1.");
    EXPECT_EQ(of("num_output: 4 kernel_size: 3 stride: 0"),
              c + "kernel, stride and dilation must be at least 1.");
    EXPECT_EQ(of("num_output: 4 kernel_size: 3 kernel_h: 3 kernel_w: 3"),
              c + "kernel_size and kernel_h say the same, but only one may stand.");
    EXPECT_EQ(of("num_output: 4 kernel_h: 3"), c + "kernel_h and kernel_w must stand both or not at all.");
    EXPECT_EQ(of("num_output: 4 kernel_size: [1, 1, 1]"),
              c + "kernel_size stands 3 times, but an image has two dimensions.");
    EXPECT_EQ(of("num_output: 4 kernel_size: 3 group: 3"),
              c + "3 input and 4 output channels cannot be cut into 3 groups.");
    EXPECT_EQ(of("num_output: 4 kernel_size: 3 axis: 2"), c + "axis must be 1, the channels.");
    EXPECT_EQ(
        of("num_output: 2147483647 kernel_size: 3"),
        c + "a tensor of 2147483647 x 3 x 3 x 3 has more than 2147483647 values, which is the most that "
            "Lacuna reads.");
    EXPECT_EQ(of("num_output: -4 kernel_size: 3"),
              "net.prototxt:2: num_output must be a whole number from 0 to 2147483647, but is '-4'.");
    EXPECT_EQ(of("num_output: 4 num_output: 5 kernel_size: 3"),
              "net.prototxt:2: num_output stands here a second time, but may stand once.");
    EXPECT_EQ(of("num_output: 4 kernel_size: 3 bias_term: 2"),
              "net.prototxt:2: bias_term must be true or false.");
    EXPECT_EQ(refusal_of(input + layer("c", "Convolution", "data", "convolution_param: 3")),
              "net.prototxt:2: convolution_param must be a message, { ... }, but is '3'.");
    EXPECT_EQ(refusal_of(input + convolution("c", "nothing", "")),
              c + "it reads the blob 'nothing', which nothing before it makes.");
    EXPECT_EQ(refusal_of(input + layer("c", "Deconvolution", "data")),
              c + "it has the type 'Deconvolution', whose output Lacuna cannot follow.");
    EXPECT_EQ(refusal_of(input + "layer { name: 'c' }"),
              c + "it has the type '', whose output Lacuna cannot follow.");
    EXPECT_EQ(refusal_of(input + "layer { name: 'c' type: 'ReLU' top: 'c' }"), c + "it reads no blob.");
    EXPECT_EQ(refusal_of(input + "layer { name: 'c' type: 'InnerProduct' bottom: 'data' }"),
              c + "a layer with weights reads one blob and makes one, not 1 and 0.");
    EXPECT_EQ(refusal_of(input + probe("data") + probe("data")),
              "net.prototxt:3: layer 'probe': another layer with weights has this name.");
    EXPECT_EQ(refusal_of(input),
              "net.prototxt:1: the network has no layer of type Convolution or InnerProduct.");
    EXPECT_EQ(
        refusal_of(input + "layers { } layer { }"),
        "net.prototxt:1: the network has both layer and layers, but they are two ways to say the same.");
    EXPECT_EQ(refusal_of(input + layer("c", "Pooling", "data", "pooling_param { kernel_size: 2 pad: 2 }")),
              c + "padding of 2 is not smaller than the kernel, 2.");
    EXPECT_EQ(
        refusal_of(input + layer("c", "Pooling", "data", "pooling_param { kernel_size: 2 round_mode: UP }")),
        c + "round_mode must be CEIL or FLOOR, but is 'UP'.");
    EXPECT_EQ(refusal_of(input + layer("c", "Flatten", "data", "flatten_param { axis: 2 }")),
              c + "axis must be 1, the channels.");
    EXPECT_EQ(refusal_of(input + layer("c", "Flatten", "data", "flatten_param { end_axis: 2 }")),
              c + "images are flattened whole, so end_axis has no place.");
    EXPECT_EQ(refusal_of(input + layer("p", "Pooling", "data", "pooling_param { global_pooling: true }") +
                         "layer { name: 'e' type: 'Eltwise' bottom: 'p' bottom: 'data' top: 'e' }"),
              "net.prototxt:3: layer 'e': the blobs it reads differ in shape.");
    EXPECT_EQ(refusal_of(input + layer("p", "Pooling", "data", "pooling_param { global_pooling: true }") +
                         "layer { name: 'e' type: 'Concat' bottom: 'p' bottom: 'data' top: 'e' }"),
              "net.prototxt:3: layer 'e': the blobs it reads differ in height or width.");
}

TEST_F(caffe_network_file, inputs_that_do_not_hold_together_are_refused) {
    EXPECT_EQ(refusal_of("input: 'a' input_dim: 1 input_dim: 2"),
              "net.prototxt:1: each input has four of input_dim, but there are 2.");
    EXPECT_EQ(refusal_of("input: 'a'"), "net.prototxt:1: the network names 1 inputs, but has shapes of 0.");
    EXPECT_EQ(refusal_of(input + "input_shape { dim: [1, 2] }"),
              "net.prototxt:1: input_dim and input_shape say the same, but only one may stand.");
    EXPECT_EQ(
        refusal_of("input: 'a' input_shape { dim: [1, 2, 3] }"),
        "net.prototxt:1: an input has 3 dimensions, but 4 (images, channels, height, width) or 2 (images, "
        "values) are needed.");
    EXPECT_EQ(refusal_of("input: 'a' input_shape { dim: [1, 0] }"),
              "net.prototxt:1: a tensor of 1 x 0 has no values.");
    EXPECT_EQ(refusal_of("layer { name: 'i' type: 'Input' top: 'a' }"),
              "net.prototxt:1: layer 'i': it makes 1 inputs, but has shapes of 0.");
}

TEST_F(caffe_network_file, a_shape_for_many_inputs_is_read_once) {
    std::string tops, fields;
    for (int i = 0; i < 50000; ++i) {
        tops += "top: 'a' ";
        fields += "x: 1 ";  // each of them looked at for each top, this would take a minute
    }
    const std::string text =
        "layer { type: 'Input' " + tops + "input_param { shape { dim: [1, 7] " + fields + "} } }";
    const std::clock_t begin = std::clock();
    EXPECT_EQ(shape_of("a", text), (caffe_blob{7, {}}));
    EXPECT_LT(std::clock() - begin, 5 * CLOCKS_PER_SEC);
}

TEST_F(caffe_network_file, squeezenet_has_the_published_layers) {
    const fs::path file = published_data("squeezenet-deep-compression/SqueezeNet_deploy.prototxt");
    if (file.empty()) GTEST_SKIP() << "LACUNA_DATA names no folder that holds squeezenet-deep-compression";
    const caffe_network network = read_caffe_network(file);
    EXPECT_EQ(network.name, "FireNet");
    ASSERT_EQ(network.layers.size(), 26u);
    const auto expect = [](const caffe_layer& layer, const char* name, caffe_blob input, caffe_blob output,
                           std::uint32_t kernel, std::uint32_t stride, std::uint32_t pad) {
        EXPECT_EQ(layer.name, name);
        EXPECT_EQ(layer.input, input) << name;
        EXPECT_EQ(layer.output, output) << name;
        EXPECT_EQ(layer.kernel, (height_width{kernel, kernel})) << name;
        EXPECT_EQ(layer.stride, (height_width{stride, stride})) << name;
        EXPECT_EQ(layer.pad, (height_width{pad, pad})) << name;
        EXPECT_EQ(layer.groups, 1u) << name;
        EXPECT_TRUE(layer.relu && layer.bias) << name;
    };
    expect(network.layers[0], "conv1", {3, {227, 227}}, {96, {111, 111}}, 7, 2, 0);
    // Of every fire module: the squeezed channels, and the input's channels and size.
    const std::vector<std::pair<std::uint32_t, caffe_blob>> fires = {
        {16, {96, {55, 55}}},  {16, {128, {55, 55}}}, {32, {128, {55, 55}}}, {32, {256, {27, 27}}},
        {48, {256, {27, 27}}}, {48, {384, {27, 27}}}, {64, {384, {27, 27}}}, {64, {512, {13, 13}}}};
    std::uint64_t weights = 96 * 3 * 49 + 1000 * 512;
    for (std::size_t i = 0; i < fires.size(); ++i) {
        const auto& [squeezed, in] = fires[i];
        const std::string fire = fmt::format("fire{}/", i + 2);
        const caffe_blob middle = {squeezed, in.size}, out = {4 * squeezed, in.size};
        expect(network.layers[3 * i + 1], (fire + "conv1x1_1").c_str(), in, middle, 1, 1, 0);
        expect(network.layers[3 * i + 2], (fire + "conv1x1_2").c_str(), middle, out, 1, 1, 0);
        expect(network.layers[3 * i + 3], (fire + "conv3x3_2").c_str(), middle, out, 3, 1, 1);
        weights += std::uint64_t{squeezed} * (in.channels + 4 * squeezed * 10);
    }
    expect(network.layers[25], "conv_final", {512, {13, 13}}, {1000, {15, 15}}, 1, 1, 1);
    EXPECT_EQ(weights, 1244448u);
}

}  // namespace
}  // namespace lacuna::formats
