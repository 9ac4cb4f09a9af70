#include <gtest/gtest.h>

#include "sim/formats/files/onnx.h"
#include "tests/formats/onnx_file.h"

namespace lacuna::formats {
namespace {

using numbers = std::vector<std::uint32_t>;

class onnx_layer_list : public onnx_file {
  protected:
    std::vector<onnx_layer> layers() const { return onnx_layers(save()); }
    std::string refused() const {
        return refusal([&] { layers(); });
    }
};

TEST_F(onnx_layer_list, a_convolution_has_the_defaults_of_onnx) {
    counting("w", {4, 3, 5, 2});
    node("Conv", {"x", "w"}, "y").set_name("conv");
    const std::vector<onnx_layer> list = layers();
    ASSERT_EQ(list.size(), 1u);
    const onnx_layer& conv = list[0];
    EXPECT_EQ(conv.name, "conv");
    EXPECT_EQ(conv.operation, onnx_operator::conv);
    EXPECT_EQ(conv.weights, "w");
    EXPECT_EQ(conv.weights_shape, (tensor_shape{4, 3, 5, 2}));
    EXPECT_EQ(conv.bias, "");
    EXPECT_EQ(conv.window.kernel, (numbers{5, 2}));
    EXPECT_EQ(conv.window.strides, (numbers{1, 1}));
    EXPECT_EQ(conv.window.dilations, (numbers{1, 1}));
    EXPECT_EQ(conv.window.pads, (numbers{0, 0, 0, 0}));
    EXPECT_EQ(conv.window.padding, onnx_padding::explicit_pads);
    EXPECT_EQ(conv.group, 1u);
    EXPECT_FALSE(conv.relu_follows);
    EXPECT_TRUE(conv.input_size.empty());
    EXPECT_EQ(conv.input, "x");
    EXPECT_EQ(conv.output, "y");
}

TEST_F(onnx_layer_list, a_convolution_has_the_attributes_of_its_node) {
    describe(*graph().add_input(), "x", {0, 6, 224, 112});
    counting("w", {4, 3, 3, 3});
    counting("b", {4});
    onnx::NodeProto& conv = node("Conv", {"x", "w", "b"}, "y");
    set(conv, "kernel_shape", {3, 3});
    set(conv, "strides", {2, 1});
    set(conv, "dilations", {1, 3});
    set(conv, "pads", {1, 2, 3, 4});
    set(conv, "group", 2);
    node("Relu", {"y"}, "z");
    counting("v", {1, 4, 1});
    set(node("Conv", {"z", "v"}, "u"), "auto_pad", "SAME_LOWER");
    const std::vector<onnx_layer> list = layers();
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0].name, "y");
    EXPECT_EQ(list[0].bias, "b");
    EXPECT_EQ(list[0].window.strides, (numbers{2, 1}));
    EXPECT_EQ(list[0].window.dilations, (numbers{1, 3}));
    EXPECT_EQ(list[0].window.pads, (numbers{1, 2, 3, 4}));
    EXPECT_EQ(list[0].group, 2u);
    EXPECT_EQ(list[0].input_size, (numbers{224, 112}));
    EXPECT_TRUE(list[0].relu_follows);
    EXPECT_EQ(list[0].output, "z");
    EXPECT_EQ(list[1].window.padding, onnx_padding::same_lower);
    EXPECT_TRUE(list[1].input_size.empty());  // of one dimension, behind an input of two
}

TEST_F(onnx_layer_list, fully_connected_layers_say_how_their_weights_are_stored) {
    for (const char* name : {"a", "b", "c", "d", "e", "f"}) counting(name, {2, 2});
    node("MatMul", {"x", "a"}, "0");
    node("MatMul", {"b", "0"}, "1");
    node("Gemm", {"1", "c"}, "2");
    set(node("Gemm", {"2", "d"}, "3"), "transB", 1);
    node("Gemm", {"e", "3"}, "4");
    set(node("Gemm", {"f", "4"}, "5"), "transA", 1);
    const bool transposed[] = {true, false, true, false, false, true};
    const std::vector<onnx_layer> list = layers();
    ASSERT_EQ(list.size(), 6u);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(list[i].transposed, transposed[i]) << i;
        EXPECT_EQ(list[i].operation, i < 2 ? onnx_operator::matmul : onnx_operator::gemm);
        EXPECT_EQ(list[i].weights, std::string(1, static_cast<char>('a' + i)));
        EXPECT_EQ(list[i].input, i == 0 ? "x" : list[i - 1].output);
    }
}

TEST_F(onnx_layer_list, weights_behind_a_transpose_are_those_that_are_stored) {
    counting("w", {3, 2});
    node("Transpose", {"w"}, "t");
    set(node("Transpose", {"w"}, "same"), "perm", {0, 1});
    set(node("Transpose", {"t"}, "back"), "perm", {1, 0});
    node("MatMul", {"x", "t"}, "0");
    node("MatMul", {"0", "same"}, "1");
    set(node("Gemm", {"1", "t"}, "2"), "transB", 1);
    node("MatMul", {"2", "back"}, "3");
    const std::vector<onnx_layer> list = layers();
    ASSERT_EQ(list.size(), 4u);
    const bool transposed[] = {false, true, true, true};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(list[i].transposed, transposed[i]) << i;
        EXPECT_EQ(list[i].weights, "w");
        EXPECT_EQ(list[i].weights_shape, (tensor_shape{3, 2}));
    }
}

TEST_F(onnx_layer_list, an_add_of_one_constant_for_each_output_is_the_bias_of_a_matmul) {
    counting("w", {2, 3});
    counting("v", {3, 3});
    counting("bias", {3});
    counting("one", {1});
    node("MatMul", {"x", "w"}, "0");
    node("Add", {"bias", "0"}, "1");
    node("Relu", {"1"}, "2");
    node("MatMul", {"2", "v"}, "3");
    node("Add", {"3", "one"}, "4");
    node("MatMul", {"4", "v"}, "5");
    node("Add", {"5", "4"}, "6");
    const std::vector<onnx_layer> list = layers();
    ASSERT_EQ(list.size(), 3u);
    EXPECT_EQ(list[0].bias, "bias");
    EXPECT_TRUE(list[0].relu_follows);
    EXPECT_EQ(list[0].output, "2");
    EXPECT_EQ(list[1].bias, "");
    EXPECT_EQ(list[1].output, "3");
    EXPECT_EQ(list[2].bias, "");
    EXPECT_EQ(list[2].output, "5");
}

TEST_F(onnx_layer_list, a_relu_follows_only_where_nothing_else_takes_the_output) {
    counting("w", {2, 2});
    for (const char* output : {"a", "b", "c", "d"}) node("MatMul", {"x", "w"}, output);
    for (const char* output : {"a", "b", "c"}) node("Relu", {output}, std::string("relu of ") + output);
    node("Sigmoid", {"b"}, "e");
    describe(*graph().add_output(), "c", {2, 2});
    describe(*graph().add_output(), "d", {2, 2});
    node("Relu", {"d"}, "other").set_domain("my.operators");
    const std::vector<onnx_layer> list = layers();
    ASSERT_EQ(list.size(), 4u);
    EXPECT_TRUE(list[0].relu_follows);
    for (std::size_t i = 1; i < 4; ++i) EXPECT_FALSE(list[i].relu_follows) << i;
}

TEST_F(onnx_layer_list, operators_of_other_domains_are_no_layers) {
    counting("w", {2, 2});
    node("MatMul", {"x", "w"}, "y").set_domain("com.microsoft");
    node("MatMul", {"y", "w"}, "z").set_domain("ai.onnx");
    EXPECT_EQ(layers().size(), 1u);
    EXPECT_EQ(onnx_tensors(save()).size(), 1u);
}

TEST_F(onnx_layer_list, sizes_are_carried_from_the_networks_input_through_its_nodes) {
    describe(*graph().add_input(), "image", {1, 3, 227, 225});
    counting("k7", {2, 3, 7, 7});
    counting("k1", {2, 2, 1, 1});
    counting("k4", {2, 4, 3, 3});
    counting("scale", {2});
    counting("scalar", {});
    set(node("Conv", {"image", "k7"}, "a"), "strides", {2, 2});  // 111 x 110
    onnx::NodeProto& pool = node("MaxPool", {"a"}, "b");         // 55 x 55
    set(pool, "kernel_shape", {3, 3});
    set(pool, "strides", {2, 2});
    set(pool, "ceil_mode", 1);
    node("BatchNormalization", {"b", "scale", "scale", "scale", "scale"}, "c");
    node("Mul", {"c", "scalar"}, "d");
    node("Conv", {"d", "k1"}, "e");
    node("Add", {"e", "d"}, "f");
    node("Concat", {"f", "e"}, "g");
    onnx::NodeProto& same = node("Conv", {"g", "k4"}, "h");  // 28 x 28
    set(same, "auto_pad", "SAME_UPPER");
    set(same, "strides", {2, 2});
    node("Conv", {"h", "k1"}, "i");
    node("GlobalAveragePool", {"i"}, "j");
    node("Conv", {"j", "k1"}, "k");
    node("Mystery", {"k"}, "l");
    node("Conv", {"l", "k1"}, "m");
    describe(*graph().add_value_info(), "m", {1, 2, 6, 7});
    node("Conv", {"m", "k1"}, "n");
    const std::vector<onnx_layer> list = layers();
    ASSERT_EQ(list.size(), 7u);
    EXPECT_EQ(list[0].input_size, (numbers{227, 225}));
    EXPECT_EQ(list[1].input_size, (numbers{55, 55}));
    EXPECT_EQ(list[2].input_size, (numbers{55, 55}));
    EXPECT_EQ(list[3].input_size, (numbers{28, 28}));
    EXPECT_EQ(list[4].input_size, (numbers{1, 1}));
    EXPECT_EQ(list[5].input_size, numbers());
    EXPECT_EQ(list[6].input_size, (numbers{6, 7}));
}

TEST_F(onnx_layer_list, positions_of_a_window_are_those_of_onnx) {
    onnx_window window{{3}, {2}, {1}, {0, 0}, onnx_padding::explicit_pads, false};
    EXPECT_EQ(onnx_window_positions(window, 0, 7), 3u);
    EXPECT_EQ(onnx_window_positions(window, 0, 8), 3u);
    EXPECT_EQ(onnx_window_positions(window, 0, 2), 0u);
    window.round_up = true;
    EXPECT_EQ(onnx_window_positions(window, 0, 8), 4u);
    window.pads = {1, 1};
    EXPECT_EQ(onnx_window_positions(window, 0, 8), 5u);
    window = {{1}, {2}, {1}, {0, 1}, onnx_padding::explicit_pads, true};
    EXPECT_EQ(onnx_window_positions(window, 0, 3), 2u);  // a third would see nothing of the input
    window = {{3}, {1}, {4}, {0, 2}, onnx_padding::explicit_pads, false};
    EXPECT_EQ(onnx_window_positions(window, 0, 8), 2u);
    window.padding = onnx_padding::same_upper;
    window.strides = {3};
    EXPECT_EQ(onnx_window_positions(window, 0, 8), 3u);
}

TEST_F(onnx_layer_list, attributes_that_no_convolution_has_are_refused) {
    counting("w", {4, 2, 3, 3});
    const auto refused_of = [&](auto name, auto value) {
        graph().clear_node();
        set(node("Conv", {"x", "w"}, "y"), name, value);
        return refused().substr(18);  // behind "m.onnx: node 'y': "
    };
    using list = std::vector<std::int64_t>;
    EXPECT_EQ(refused_of("kernel_shape", list{3, 2}),
              "its attribute 'kernel_shape' is [3, 2], but its weights have [3, 3].");
    EXPECT_EQ(refused_of("strides", list{1}), "its attribute 'strides' has 1 numbers, not 2.");
    EXPECT_EQ(refused_of("strides", list{1, 0}),
              "its attribute 'strides' has 0, but Lacuna reads 1 to 65535 there.");
    EXPECT_EQ(refused_of("dilations", list{65536, 1}),
              "its attribute 'dilations' has 65536, but Lacuna reads 1 to 65535 there.");
    EXPECT_EQ(refused_of("pads", list{0, 0, -1, 0}),
              "its attribute 'pads' has -1, but Lacuna reads 0 to 65535 there.");
    EXPECT_EQ(refused_of("pads", 1), "its attribute 'pads' is not a list of whole numbers.");
    EXPECT_EQ(refused_of("auto_pad", "SAME"),
              "its attribute 'auto_pad' is 'SAME', not one of NOTSET, VALID, SAME_UPPER, SAME_LOWER.");
    EXPECT_EQ(refused_of("auto_pad", 1), "its attribute 'auto_pad' is not a text.");
    EXPECT_EQ(refused_of("group", 3), "its 4 output channels are not to be cut into 3 groups.");
    EXPECT_EQ(refused_of("group", 0), "its 4 output channels are not to be cut into 0 groups.");
    EXPECT_EQ(refused_of("group", 2.0f), "its attribute 'group' is not a whole number.");
    graph().clear_initializer();
    counting("w", {4, 2});
    EXPECT_EQ(refused_of("group", 1), "its weights have 2 dimensions, but those of a Conv have at least 3.");
}

TEST_F(onnx_layer_list, a_gemm_that_scales_or_a_computed_bias_is_refused) {
    counting("w", {2, 2});
    counting("b", {2});
    onnx::NodeProto& gemm = node("Gemm", {"x", "w"}, "y");
    set(gemm, "beta", 0.5f);
    EXPECT_EQ(layers().size(), 1u);  // beta scales what is not there
    gemm.add_input("b");
    EXPECT_EQ(refused(), "m.onnx: node 'y': its attribute 'beta' is 0.5, but Lacuna reads Gemm of 1 only.");
    gemm.mutable_attribute(0)->set_name("alpha");
    EXPECT_EQ(refused(), "m.onnx: node 'y': its attribute 'alpha' is 0.5, but Lacuna reads Gemm of 1 only.");
    gemm.mutable_attribute(0)->set_f(1);
    EXPECT_EQ(layers().at(0).bias, "b");
    gemm.set_input(2, "");
    EXPECT_EQ(layers().at(0).bias, "");
    gemm.set_input(2, "z");
    EXPECT_EQ(refused(), "m.onnx: node 'y': its bias 'z' is computed by the network, not held by the file.");
    gemm.mutable_input()->RemoveLast();
    graph().clear_initializer();
    counting("w", {2, 2, 1});
    EXPECT_EQ(refused(), "m.onnx: node 'y': its weights have 3 dimensions, but those of a Gemm have 2.");
    gemm.clear_input();
    EXPECT_EQ(refused(), "m.onnx: node 'y': it has 0 inputs and 1 outputs, but a Gemm has at least 2 and 1.");
}

}  // namespace
}  // namespace lacuna::formats
