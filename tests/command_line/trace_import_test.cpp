/// Does trace import write a trace that run takes, and say what it skipped and assumed?
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>

#include "tests/command_line/new_layer.h"

namespace lacuna::tests {
namespace {

/// A safetensors file of f32 tensors, all of whose values are 0.5.
std::string safetensors(const std::vector<std::pair<std::string, std::vector<int>>>& tensors) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    std::size_t end = 0;
    for (const auto& [name, shape] : tensors) {
        std::size_t bytes = 4;
        for (const int side : shape) bytes *= static_cast<std::size_t>(side);
        header[name] = {{"dtype", "F32"}, {"shape", shape}, {"data_offsets", {end, end + bytes}}};
        end += bytes;
    }
    const std::string text = header.dump();
    std::string all;
    for (int byte = 0; byte < 8; ++byte) all += static_cast<char>(std::uint64_t{text.size()} >> (8 * byte));
    all += text;
    for (std::size_t i = 0; i < end; i += 4) all += std::string("\x00\x00\x00\x3f", 4);
    return all;
}

TEST(trace_import, layers_of_safetensors_have_their_biases_and_run) {
    const temporary_folder folder;
    folder.write("net.safetensors", safetensors({{"fc1.weight", {6, 8}},
                                                 {"fc1.bias", {6}},
                                                 {"norm.weight", {6}},
                                                 {"fc2.weight", {4, 6}},
                                                 {"fc2.bias", {5}},
                                                 {"point.weight", {4, 6, 1, 1}},
                                                 {"conv.weight", {4, 6, 3, 3}}}));
    const finished run = trace(
        {"import", "net.safetensors", "--out", "net.yaml", "--density", "0.5", "--seed", "9", "--batch", "2"},
        folder);
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(
        run.err,
        "net.yaml: 3 layers of net.safetensors, with 96 weights, 100.0 % of them non-zero.\n"
        "skipped 'conv.weight': its 4 x 6 x 3 x 3 are filters of a convolution, and the file does not say how "
        "large its images are (give --image HEIGHTxWIDTH).\n"
        "skipped 2 tensors that are neither weights nor bias of a layer.\n"
        "The file holds tensors alone: every matrix is taken for a fully connected layer, outputs x inputs, "
        "without an activation function.\n"
        "The file holds no activations: they are drawn at density 0.5, as after ReLU.\n");
    const std::string text = bytes_of(folder.path() / "net.yaml");
    EXPECT_EQ(
        text.substr(0, text.find("  - layer: fc2")),
        "# Imported from net.safetensors. The file holds tensors alone: every matrix is taken for a fully "
        "connected\n"
        "# layer, outputs x inputs, without an activation function. The file holds no activations: they are "
        "drawn at\n"
        "# density 0.5, as after ReLU.\n"
        "layers:\n"
        "  - layer: fc1\n"
        "    kind: fully_connected\n"
        "    inputs: 8\n"
        "    outputs: 6\n"
        "    batch: 2\n"
        "    weights: {file: net.safetensors, tensor: fc1.weight}\n"
        "    activations: {density: 0.5, seed: 9}\n"
        "    bias: {file: net.safetensors, tensor: fc1.bias}\n"
        "    activation_function: none\n"
        "    source: \"imported from net.safetensors, fc1.weight\"\n");
    for (const auto& row : rows_of("net.yaml", folder)) EXPECT_EQ(row["status"], "ok");
}

TEST(trace_import, one_tensor_may_be_chosen_and_an_image_be_given) {
    const temporary_folder folder;
    folder.write("net.safetensors", safetensors({{"a.weight", {6, 8}}, {"b.weight", {4, 6, 3, 3}}}));
    const finished run = trace(
        {"import", "net.safetensors", "--out", "net.yaml", "--tensor", "b.weight", "--image", "5x7"}, folder);
    EXPECT_NE(
        run.err.find("Of every convolution the image is 5 x 7, the stride 1, the padding that which keeps "
                     "the size, and there is one group.\n"),
        std::string::npos)
        << run.err;
    EXPECT_NE(
        bytes_of(folder.path() / "net.yaml")
            .find("layer: b\nkind: convolution\nchannels: 6\nheight: 5\nwidth: 7\noutputs: 4\nkernel: [3, "
                  "3]\nstride: [1, 1]\npadding: [1, 1]\n"),
        std::string::npos);
    EXPECT_EQ(rows_of("net.yaml", folder)[0]["status"], "ok");
}

TEST(trace_import, what_is_wrong_gets_its_sentence_and_leaves_no_trace) {
    const temporary_folder folder;
    folder.write("net.safetensors", safetensors({{"a.weight", {6, 8}}}));
    folder.write("cut.npy", "\x93NUMPY");
    const auto refusal = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "import");
        return refusal_of_trace(arguments, folder);
    };
    EXPECT_EQ(refusal({"net.safetensors"}), "--out is missing (see --help).");
    EXPECT_EQ(refusal({"net.safetensors", "--out", "net.json"}), "--out: 'net.json' must end in .yaml.");
    EXPECT_EQ(refusal({"none.npy", "--out", "t.yaml"}), "none.npy: there is no such file.");
    EXPECT_EQ(refusal({"--out", "t.yaml"}), "lacuna trace import needs one file, but got 0 (see --help).");
    EXPECT_EQ(refusal({"net.safetensors", "--out", "t.yaml", "--tensor", "a.wight"}),
              "net.safetensors: no layer has the weights 'a.wight' (did you mean 'a.weight'?).");
    EXPECT_EQ(refusal({"net.safetensors", "--out", "t.yaml", "--network", "net.safetensors"}),
              "net.safetensors: a .safetensors file takes no network.");
    EXPECT_EQ(refusal({"net.safetensors", "--out", "t.yaml", "--image", "0x5"}),
              "--image: '0x5' is no size such as 224x224, of 1 to 65535 rows and columns.");
    EXPECT_EQ(
        refusal({"net.safetensors", "--out", "t.yaml", "--batch", "2147483647"}),
        "t.yaml:4: a batch of 2147483647 vectors of 8 values does not fit the memory of a common machine.");
    EXPECT_NE(refusal({"cut.npy", "--out", "t.yaml"}).find("cut.npy, byte"), std::string::npos);
    folder.write("t.yaml", "mine");
    EXPECT_EQ(refusal({"net.safetensors", "--out", "t.yaml"}),
              "t.yaml: there is something of this name already; --force replaces it.");
    EXPECT_EQ(bytes_of(folder.path() / "t.yaml"), "mine");
    EXPECT_EQ(folder.files("."), (std::vector<std::string>{"cut.npy", "net.safetensors", "t.yaml"}));
}

TEST(trace_import, values_that_are_not_finite_skip_their_tensor_with_the_byte) {
    const temporary_folder folder;
    std::string bytes = safetensors({{"a.weight", {2, 2}}, {"b.weight", {2, 2}}});
    bytes.replace(bytes.size() - 4, 4, std::string("\x00\x00\xc0\x7f", 4));
    folder.write("net.safetensors", bytes);
    const finished run = trace({"import", "net.safetensors", "--out", "t.yaml"}, folder);
    EXPECT_NE(run.err.find("skipped 'b.weight': net.safetensors, byte "), std::string::npos) << run.err;
}

TEST(trace_import, squeezenet_becomes_a_trace_of_26_layers_that_is_valid) {
    if (!has_data()) GTEST_SKIP() << "LACUNA_DATA is not set";
    const temporary_folder folder;
    const std::string data = std::string(std::getenv("LACUNA_DATA")) + "/squeezenet-deep-compression/";
    const finished run = trace({"import", data + "compressed_SqueezeNet.net", "--network",
                                data + "SqueezeNet_deploy.prototxt", "--out", "squeezenet.yaml"},
                               folder);
    EXPECT_NE(run.err.find("26 layers of "), std::string::npos);
    EXPECT_NE(run.err.find(", with 1,244,448 weights, 33.4 % of them non-zero.\n"), std::string::npos);
    EXPECT_NE(run.err.find("those of 18 layers are drawn at density 1"), std::string::npos) << run.err;
    const std::string text = bytes_of(folder.path() / "squeezenet.yaml");
    EXPECT_NE(
        text.find(
            "{file: \"${LACUNA_DATA}/squeezenet-deep-compression/compressed_SqueezeNet.net\", network:"),
        std::string::npos);
    // The first layer of a fire module feeds both others; the one that stands behind it takes its outputs.
    EXPECT_NE(text.find("  - layer: fire2/conv1x1_2\n"), std::string::npos);
    folder.write("config.yaml", eie_config("squeezenet.yaml"));
    const finished valid = lacuna({"validate", "config.yaml"}, folder.path());
    EXPECT_EQ(valid.code, 0) << valid.err;
    EXPECT_EQ(valid.out, "config.yaml: valid. 1 accelerator, 26 layers, 1 pattern: 26 runs.\n");
}

}  // namespace
}  // namespace lacuna::tests
