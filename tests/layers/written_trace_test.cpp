/// Is a written trace the layer that it was written from?
#include "sim/layers/written_trace.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "sim/config/yaml.h"
#include "sim/formats/files/npy.h"
#include "sim/layers/trace.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"

namespace lacuna::layers {
namespace {

class written_trace_of : public testing::Test {
  protected:
    written_trace_of() { ::unsetenv("LACUNA_DATA"); }

    /// The text, and the same after it was read and written again.
    std::string text(const std::vector<layer>& layers) const {
        const std::filesystem::path file = folder / "t.yaml";
        const std::string once = written_trace(layers, file, "a comment");
        EXPECT_EQ(written_trace(layers_of(config::parse_yaml(once, file.string())), file, "a comment"), once);
        return once;
    }
    tensor_source source(const std::string& name) const { return {{folder.write(name, "")}}; }

    test::scratch_folder folder;
};

TEST_F(written_trace_of, a_matrix_from_files_comes_back) {
    layer made;
    made.name = "fc: 1";
    made.inputs = 6;
    made.outputs = 4;
    made.batch = 3;
    tensor_source weights = source("sub/w.npz");
    weights.tensor = "a \"b\"\n";
    weights.transposed = true;
    weights.values = distribution::uniform;
    weights.seed = 7;
    made.weights = weights;
    made.activations = source("x.npy");
    made.bias = source("b.npy");
    made.function = activation_function::none;
    made.source = "a paper";
    EXPECT_EQ(
        text({made}),
        "# a comment\n"
        "layer: \"fc: 1\"\n"
        "kind: fully_connected\n"
        "inputs: 6\n"
        "outputs: 4\n"
        "batch: 3\n"
        "weights: {file: sub/w.npz, tensor: \"a \\\"b\\\"\\x0a\", transposed: true, values: {distribution: "
        "uniform, seed: 7}}\n"
        "activations: {file: x.npy}\n"
        "bias: {file: b.npy}\n"
        "activation_function: none\n"
        "source: a paper\n");
}

TEST_F(written_trace_of, drawn_values_and_patterns_come_back) {
    layer made;
    made.name = "null";
    made.inputs = 6;
    made.outputs = 4;
    made.weights =
        generated_source{distribution::normal, 8, {patterns::kind::block{{2, 4}, 0.25}}, {0.05, -0.1}};
    made.activations = generated_activations{distribution::uniform, 2, 0.5};
    made.bias = generated_bias{distribution::normal, 5, {2, 0}};
    EXPECT_EQ(text({made}),
              "# a comment\n"
              "layer: \"null\"\n"
              "kind: fully_connected\n"
              "inputs: 6\n"
              "outputs: 4\n"
              "weights: {distribution: normal, seed: 8, pattern: "
              "{\"block\":{\"shape\":[2,4],\"density\":0.25}}, scale: 0.05, shift: -0.1}\n"
              "activations: {distribution: uniform, density: 0.5, seed: 2}\n"
              "bias: {distribution: normal, seed: 5, scale: 2}\n"
              "activation_function: relu\n");
}

TEST_F(written_trace_of, convolutions_in_a_list_come_back) {
    layer first;
    first.name = "conv1";
    convolution shape;
    shape.channels = 4;
    shape.image = {9, 11};
    shape.filters = 6;
    shape.kernel = {3, 2};
    shape.stride = {2, 1};
    shape.dilation = {1, 3};
    shape.padding_before = {0, 1};
    shape.padding_after = {1, 2};
    shape.groups = 2;
    first.convolved = shape;
    first.outputs = 6;
    first.inputs = 12;
    first.weights = source("w.npy");
    first.activations = generated_activations{};
    layer second;
    second.name = "fc";
    second.inputs = static_cast<std::uint32_t>(first.output_values());
    second.outputs = 2;
    second.weights = source("v.npy");
    second.activations = previous_outputs{};
    const std::string written = text({first, second});
    EXPECT_NE(
        written.find("kernel: [3, 2]\n    stride: [2, 1]\n    padding: [0, 1, 1, 2]\n    dilation: [1, 3]\n"
                     "    groups: 2\n"),
        std::string::npos)
        << written;
    EXPECT_NE(written.find("    activations: {from: previous}\n"), std::string::npos) << written;
}

TEST_F(written_trace_of, paths_are_relative_to_the_trace_or_below_the_data_folder) {
    const auto at = [&](const std::string& path, const std::string& trace) {
        return written_path(folder / path, folder / trace);
    };
    EXPECT_EQ(at("a/w.npy", "t.yaml"), "a/w.npy");
    EXPECT_EQ(at("a/w.npy", "b/c/t.yaml"), "\"../../a/w.npy\"");
    EXPECT_EQ(at("a/banks/", "t.yaml"), "a/banks");
    EXPECT_EQ(at("$x/w.npy", "t.yaml"), "\"./$x/w.npy\"");
    EXPECT_EQ(folder.shortened(config::sentence_of([&] { at("a${b}.npy", "t.yaml"); })),
              "a${b}.npy: no trace can name a path with '${' in it.");
    EXPECT_EQ(folder.shortened(config::sentence_of([&] { at("a\xff.npy", "t.yaml"); })),
              "a\xff.npy is not UTF-8 text, so that no trace can name it.");
    ::setenv("LACUNA_DATA", (folder / "data").c_str(), 1);
    EXPECT_EQ(at("data/a/w.npy", "t.yaml"), "\"${LACUNA_DATA}/a/w.npy\"");
    EXPECT_EQ(at("data2/w.npy", "t.yaml"), "data2/w.npy");
    ::unsetenv("LACUNA_DATA");
}

TEST_F(written_trace_of, links_lead_where_they_lead) {
    folder.write("real/deep/w.npy", "");
    std::filesystem::create_directory_symlink(folder / "real/deep", folder / "link");
    EXPECT_EQ(written_path(folder / "real/w.npy", folder / "link/t.yaml"), "\"../w.npy\"");
    // A link to a file keeps its own name, whose ending says the format.
    std::filesystem::create_symlink(folder / "real/deep/w.npy", folder / "model.npy");
    EXPECT_EQ(written_path(folder / "model.npy", folder / "t.yaml"), "model.npy");
}

}  // namespace
}  // namespace lacuna::layers
