/// Does every layer of a network's file become the layer that the network computes?
#include "sim/layers/network_import.h"

#include "sim/formats/files/npy.h"
#include "sim/formats/files/npz.h"
#include "sim/layers/written_trace.h"
#include "tests/formats/onnx_file.h"

namespace lacuna::layers {
namespace {

class onnx_import : public formats::onnx_file {
  protected:
    imported_network import(const import_options& options = {}) const {
        return import_layers({save()}, options);
    }
};

const convolution& shape_of(const layer& of) {
    return *of.convolved;
}

TEST_F(onnx_import, a_chain_of_layers_becomes_a_network) {
    describe(*graph().add_input(), "x", {1, 3, 8, 8});
    counting("w1", {4, 3, 3, 3});
    counting("b1", {4});
    counting("w2", {2, 4, 1, 1});
    counting("w3", {5, 8});
    set(node("Conv", {"x", "w1", "b1"}, "c1"), "strides", std::vector<std::int64_t>{2, 2});
    node("Relu", {"c1"}, "r1");
    node("Conv", {"r1", "w2"}, "c2");
    node("Flatten", {"c2"}, "f");
    set(node("Gemm", {"f", "w3"}, "y"), "transB", 1);
    const imported_network network = import({{}, 0.5, 7, 2, {}});
    ASSERT_EQ(network.layers.size(), 3u);
    const layer& first = network.layers[0];
    EXPECT_EQ(first.name, "c1");
    EXPECT_EQ(shape_of(first).image.height, 8u);
    EXPECT_EQ(shape_of(first).stride.width, 2u);
    EXPECT_EQ(shape_of(first).output().height, 3u);
    EXPECT_EQ(first.function, activation_function::relu);
    EXPECT_EQ(first.batch, 2u);
    EXPECT_EQ(std::get<tensor_source>(first.bias).tensor, "b1");
    EXPECT_EQ(std::get<generated_activations>(first.activations).density, 0.5);
    EXPECT_EQ(std::get<generated_activations>(first.activations).seed, 7u);
    EXPECT_TRUE(network.layers[1].follows());
    EXPECT_EQ(network.layers[1].function, activation_function::none);
    EXPECT_FALSE(network.layers[2].follows());  // what Flatten makes has another name
    EXPECT_EQ(network.layers[2].inputs, 8u);
    EXPECT_EQ(network.layers[2].outputs, 5u);
    EXPECT_FALSE(std::get<tensor_source>(network.layers[2].weights).transposed);
    EXPECT_EQ(network.densities, (std::vector<double>{1, 1, 1}));
}

TEST_F(onnx_import, same_padding_is_worked_out) {
    describe(*graph().add_input(), "x", {1, 1, 6, 7});
    counting("w", {1, 1, 3, 2});
    auto& conv = node("Conv", {"x", "w"}, "y");
    set(conv, "auto_pad", "SAME_UPPER");
    set(conv, "strides", std::vector<std::int64_t>{2, 1});
    const convolution upper = shape_of(import().layers[0]);
    EXPECT_EQ(upper.output().height, 3u);
    EXPECT_EQ(upper.output().width, 7u);
    EXPECT_EQ(upper.padding_before.height, 0u);
    EXPECT_EQ(upper.padding_after.height, 1u);
    EXPECT_EQ(upper.padding_before.width, 0u);
    EXPECT_EQ(upper.padding_after.width, 1u);
    conv.mutable_attribute(0)->set_s("SAME_LOWER");
    const convolution lower = shape_of(import().layers[0]);
    EXPECT_EQ(lower.padding_before.height, 1u);
    EXPECT_EQ(lower.padding_after.height, 0u);
    EXPECT_EQ(lower.padding_before.width, 1u);
}

TEST_F(onnx_import, asymmetric_pads_and_groups_arrive) {
    describe(*graph().add_input(), "x", {1, 4, 5, 5});
    counting("w", {6, 2, 3, 3});
    auto& conv = node("Conv", {"x", "w"}, "y");
    set(conv, "pads", std::vector<std::int64_t>{1, 0, 2, 3});
    set(conv, "group", 2);
    set(conv, "dilations", std::vector<std::int64_t>{1, 2});
    const convolution shape = shape_of(import().layers[0]);
    EXPECT_EQ(shape.channels, 4u);
    EXPECT_EQ(shape.groups, 2u);
    EXPECT_EQ(shape.padding_before.height, 1u);
    EXPECT_EQ(shape.padding_before.width, 0u);
    EXPECT_EQ(shape.padding_after.height, 2u);
    EXPECT_EQ(shape.padding_after.width, 3u);
    EXPECT_EQ(shape.dilation.width, 2u);
}

TEST_F(onnx_import, a_matmul_is_transposed_and_takes_the_sum_behind_it) {
    counting("w", {3, 5});
    counting("b", {5});
    node("MatMul", {"x", "w"}, "m");
    node("Add", {"m", "b"}, "y");
    const layer read = import().layers[0];
    EXPECT_EQ(read.inputs, 3u);
    EXPECT_EQ(read.outputs, 5u);
    EXPECT_TRUE(std::get<tensor_source>(read.weights).transposed);
    EXPECT_EQ(std::get<tensor_source>(read.bias).tensor, "b");
}

TEST_F(onnx_import, a_size_that_the_model_does_not_say_is_given_or_follows_from_the_layer_before) {
    describe(*graph().add_input(), "x", {1, 3, 0, 0});
    counting("w1", {4, 3, 3, 3});
    counting("w2", {2, 4, 3, 3});
    node("Conv", {"x", "w1"}, "c1");
    node("Conv", {"c1", "w2"}, "c2");
    EXPECT_EQ(
        refusal([&] { import(); }),
        "m.onnx: none of its 2 weights can be a layer; the first, 'w1': the model does not say how large "
        "its images are (give --image HEIGHTxWIDTH).");
    const imported_network network = import({{}, 1, 1, 1, extent{9, 10}});
    ASSERT_EQ(network.layers.size(), 2u);
    EXPECT_EQ(shape_of(network.layers[1]).image.height, 7u);
    EXPECT_EQ(shape_of(network.layers[1]).image.width, 8u);
    EXPECT_TRUE(network.layers[1].follows());
    EXPECT_EQ(network.assumed[0],
              "The model does not say how large the images of every convolution are: of those it is 9 x 10.");
}

TEST_F(onnx_import, weights_that_are_no_layer_are_skipped_with_the_reason) {
    counting("w1", {2, 3, 5});
    counting("w2", {4, 3, 3});
    counting("w3", {5, 3});
    node("MatMul", {"x", "w1"}, "a");
    node("Conv", {"a", "w2"}, "b");
    node("MatMul", {"b", "w3"}, "y");
    const imported_network network = import();
    ASSERT_EQ(network.skipped.size(), 2u);
    EXPECT_EQ(network.skipped[0].name, "w1");
    EXPECT_EQ(network.skipped[0].reason, "its weights are 2 x 3 x 5, no matrix");
    EXPECT_EQ(network.skipped[1].reason,
              "its weights are 4 x 3 x 3: only convolutions over images are layers");
    EXPECT_FALSE(network.layers[0].follows());  // the one before it was skipped
}

TEST_F(onnx_import, names_become_plain_and_unique) {
    counting("w", {3, 3});
    node("MatMul", {"x", "w"}, "a").set_name("/model/fc 1:0");
    node("MatMul", {"a", "w"}, "b").set_name("/model/fc 1;0");
    node("MatMul", {"b", "w"}, "c").set_name("::");
    const imported_network network = import();
    EXPECT_EQ(network.layers[0].name, "model/fc_1_0");
    EXPECT_EQ(network.layers[1].name, "model/fc_1_0-2");
    EXPECT_EQ(network.layers[2].name, "layer");
}

class tensor_import : public formats::weight_file_test {
  protected:
    std::filesystem::path array(const std::string& name, const formats::tensor_shape& shape) const {
        std::size_t count = 1;
        for (const std::uint32_t side : shape) count *= side;
        formats::write_npy(scratch_ / name, {shape, std::vector<float>(count, 1.5f)});
        return scratch_ / name;
    }
};

TEST_F(tensor_import, a_matrix_is_fully_connected_and_named_by_its_file) {
    const imported_network network = import_layers({array("fc one.npy", {4, 3})}, {});
    ASSERT_EQ(network.layers.size(), 1u);
    EXPECT_EQ(network.layers[0].name, "fc_one");
    EXPECT_EQ(network.layers[0].outputs, 4u);
    EXPECT_EQ(network.layers[0].inputs, 3u);
    EXPECT_EQ(network.layers[0].function, activation_function::none);
    EXPECT_EQ(
        network.assumed,
        (std::vector<std::string>{
            "The file holds tensors alone: every matrix is taken for a fully connected layer, outputs x "
            "inputs, without an activation function.",
            "The file holds no activations: they are drawn at density 1, as after ReLU."}));
}

TEST_F(tensor_import, filters_of_one_point_are_a_matrix_others_need_the_size_of_the_image) {
    EXPECT_EQ(import_layers({array("p.npy", {4, 3, 1, 1})}, {}).layers[0].inputs, 3u);
    const auto filters = array("f.npy", {4, 3, 3, 2});
    EXPECT_EQ(
        refusal([&] { import_layers({filters}, {}); }),
        "f.npy: none of its 1 weights can be a layer; the first, '': its 4 x 3 x 3 x 2 are filters of a "
        "convolution, and the file does not say how large its images are (give --image HEIGHTxWIDTH).");
    const imported_network network = import_layers({filters}, {{}, 1, 1, 1, extent{5, 6}});
    const convolution& shape = *network.layers[0].convolved;
    EXPECT_EQ(shape.output().height, 5u);
    EXPECT_EQ(shape.output().width, 6u);
    EXPECT_EQ(shape.padding_after.width, 1u);
}

TEST_F(tensor_import, other_tensors_are_counted) {
    EXPECT_EQ(refusal([&] { import_layers({array("v.npy", {7})}, {}); }),
              "v.npy: it holds no weights of a layer, and 1 other tensor.");
}

TEST_F(tensor_import, positions_without_values_get_drawn_ones) {
    const auto file = write("m.smtx", "2, 3, 2\n0 1 2 \n0 2 \n");
    const imported_network network = import_layers({file}, {{}, 1, 10, 1, {}});
    const auto& weights = std::get<tensor_source>(network.layers[0].weights);
    EXPECT_EQ(weights.values, distribution::normal);
    EXPECT_EQ(weights.seed, 11u);
    EXPECT_DOUBLE_EQ(network.densities[0], 2.0 / 6);
}

}  // namespace
}  // namespace lacuna::layers
