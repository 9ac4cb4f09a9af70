/// Does `lacuna trace info` say of layers and weight files what is in them, in text and in JSON?
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/command_line/bank_folder.h"
#include "tests/command_line/program.h"
#include "tests/command_line/refusal.h"

namespace lacuna::tests {
namespace {

using json = nlohmann::ordered_json;

/// 4 x 8; row 1 is empty.
constexpr const char* matrix = "4, 8, 7\n0 2 2 5 7\n0 3 0 4 5 1 6\n";

std::string printed(std::vector<std::string> arguments, const std::filesystem::path& folder) {
    arguments.insert(arguments.begin(), {"trace", "info"});
    const finished run = lacuna(arguments, folder);
    EXPECT_EQ(run.code, 0);
    EXPECT_EQ(run.err, "");
    return run.out;
}

json document(std::vector<std::string> arguments, const std::filesystem::path& folder) {
    arguments.insert(arguments.end(), {"--format", "json"});
    return json::parse(printed(std::move(arguments), folder));
}

std::string refused(std::vector<std::string> arguments, const temporary_folder& folder) {
    arguments.insert(arguments.begin(), {"trace", "info"});
    return refusal_of(arguments, folder);
}

const json& form(const json& subject, const std::string& format) {
    for (const json& each : subject["storage"])
        if (each["format"] == format) return each;
    ADD_FAILURE() << "no " << format;
    return subject["storage"][0];
}

TEST(trace_info, text_of_a_small_mask_is_the_one_by_hand) {
    const temporary_folder folder;
    folder.write("a.smtx", matrix);
    EXPECT_EQ(printed({"a.smtx", "--pes", "2"}, folder.path()),
              R"(a.smtx

  kind          tensor, 4 x 8
  weights       4 outputs x 8 inputs
  non-zeros     7 of 32 (21.9 %)
  values        none: the file has positions alone
  all zero      1 of 4 rows (outputs), 2 of 8 columns (inputs)
  satisfies     2:4, 4:8 pairs, tile
  violates      1:2, 1:4, 2:8, block 2x2 4x4 8x8 16x16, vector_wise 2 4 8, row, column, bank_balanced 2 4 8

                                                imbalance         variation
non-zeros of       least  mean  greatest  greatest / mean  deviation / mean
-----------------  -----  ----  --------  ---------------  ----------------
each of 4 rows         0  1.75         3            1.714             0.623
each of 8 columns      0  0.88         2            2.286             0.685
each of 2 PEs          2  3.50         5            1.429             0.429

non-zeros  rows                  non-zeros  columns                  non-zeros  PEs
        0     1  #######                 0        2  ######                  2    1  ##############
        1     0                          1        5  ##############          3    0
        2     2  ##############          2        1  ###                     4    0
        3     1  #######                                                     5    1  ##############

                     bits of  values  indices  total    total
format               a value   bytes    bytes  bytes  / dense  note
-------------------  -------  ------  -------  -----  -------  ------------------------------------
dense                     16      64        0     64    1.000
COO                       16      14       56     70    1.094
CSR                       16      14       48     62    0.969
CSC                       16      14       64     78    1.219
BSR 4x4                   16      64       16     80    1.250  blocks 2; padding zeros 25
bitmap                    16      14        4     18    0.281
bank-balanced 4           16      64        4     68    1.062  entries per bank 2; padding zeros 25
EIE                        4      68       40    108    1.688  fillers 0
2:4 f16, bf16             16      32        8     40    0.625
1:2 tf32                  32       -        -      -        -  1 of 16 groups too full
2:4 s8, u8                 8      16       16     32    0.500
pairwise 4:8 s4, u4        4       8       16     24    0.375
)");
}

TEST(trace_info, json_has_the_same_figures) {
    const temporary_folder folder;
    folder.write("a.smtx", matrix);
    const json all = document({"a.smtx", "--pes", "2", "--value-bits", "8", "--block", "2x8", "--banks", "2"},
                              folder.path());
    EXPECT_EQ(all["file"], "a.smtx");
    EXPECT_EQ(all["pes"], 2);
    ASSERT_EQ(all["tensors"].size(), 1u);
    const json& tensor = all["tensors"][0];
    EXPECT_EQ(tensor["outputs"], 4);
    EXPECT_EQ(tensor["inputs"], 8);
    EXPECT_EQ(tensor["weights"]["nonzeros"], 7);
    EXPECT_EQ(tensor["weights"]["density"], 7.0 / 32);
    EXPECT_EQ(tensor["weights"]["has_values"], false);
    EXPECT_EQ(tensor["weights"]["distinct_values"], nullptr);
    EXPECT_EQ(tensor["load"]["row"]["all_zero"], 1);
    EXPECT_EQ(tensor["load"]["column"]["greatest"], 2);
    EXPECT_EQ(tensor["load"]["pe"]["imbalance"], 10.0 / 7);
    EXPECT_EQ(tensor["load"]["pe"]["histogram"],
              json::parse(R"([{"first": 2, "last": 2, "count": 1}, {"first": 3, "last": 3, "count": 0},
                              {"first": 4, "last": 4, "count": 0}, {"first": 5, "last": 5, "count": 1}])"));
    EXPECT_EQ(tensor["patterns"]["2:4"], true);
    EXPECT_EQ(tensor["patterns"]["row"], false);
    EXPECT_EQ(form(tensor, "dense")["total_bytes"], 32);
    EXPECT_EQ(form(tensor, "BSR 2x8")["blocks"], 2);
    EXPECT_EQ(form(tensor, "BSR 2x8")["values_bytes"], 32);
    EXPECT_EQ(form(tensor, "bank-balanced 2")["entries_per_bank"], 2);
    EXPECT_EQ(form(tensor, "1:2 tf32")["total_bytes"], nullptr);
    EXPECT_EQ(form(tensor, "1:2 tf32")["groups_too_full"], 1);
}

TEST(trace_info, layers_of_a_trace_have_macs_as_run_counts_them) {
    const temporary_folder folder;
    folder.write("trace.yaml",
                 "layers:\n"
                 "  - layer: conv\n"
                 "    kind: convolution\n"
                 "    channels: 4\n"
                 "    height: 5\n"
                 "    width: 6\n"
                 "    outputs: 6\n"
                 "    kernel: 3\n"
                 "    padding: 1\n"
                 "    groups: 2\n"
                 "    weights: {distribution: normal, seed: 1, pattern: {unstructured: {density: 0.5}}}\n"
                 "    activations: {density: 0.5, seed: 2}\n"
                 "    bias: {distribution: normal, seed: 3}\n"
                 "  - layer: next\n"
                 "    inputs: 180\n"
                 "    outputs: 3\n"
                 "    weights: {distribution: normal, seed: 4, pattern: dense}\n"
                 "    activations: {from: previous}\n");
    folder.write(
        "config.yaml",
        "name: c\naccelerators:\n  eie:\n    model: eie\n    parameters: {pes: 2, capacity: unbounded}\n"
        "layers: [trace.yaml]\n");
    const json all = document({"trace.yaml"}, folder.path());
    const json run = result_of({"config.yaml"}, folder.path())["runs"];
    ASSERT_EQ(all["layers"].size(), 2u);
    const json& first = all["layers"][0];
    EXPECT_EQ(first["name"], "conv");
    EXPECT_EQ(first["kind"], "convolution");
    EXPECT_EQ(first["batch"], 1);
    EXPECT_EQ(first["macs"]["dense"], run[0]["macs"]["dense"]);
    EXPECT_EQ(first["macs"]["effectual"], run[0]["macs"]["effectual"]);
    EXPECT_EQ(first["weights"]["density"], run[0]["density"]["weights"]);
    EXPECT_EQ(first["bias_nonzeros"], 6);
    EXPECT_EQ(first["activations"], json::parse(R"({"values": 120, "nonzeros": 60, "density": 0.5})"));
    const json& second = all["layers"][1];
    EXPECT_FALSE(second.contains("macs"));
    EXPECT_FALSE(second.contains("activations"));
    EXPECT_EQ(second["note"],
              "Its activations are the outputs of the layer before, known when the network runs.");
    EXPECT_EQ(second["patterns"], json::object());
    EXPECT_EQ(document({"trace.yaml", "--layer", "next"}, folder.path())["layers"], json::array({second}));
}

TEST(trace_info, layers_without_held_weights_are_described_in_a_few_lines) {
    const finished run = lacuna({"trace", "info", "traces/gemm-16384.yaml"});
    EXPECT_EQ(run.code, 0);
    EXPECT_NE(run.out.find("4,398,046,511,104 (100.0 %) are effectual"), std::string::npos) << run.out;
    EXPECT_NE(printed({"traces/tensor-core-microbenchmark.yaml"}, LACUNA_SOURCE_DIR)
                  .find("A stream of one instruction has no weights."),
              std::string::npos);
}

TEST(trace_info, bank_folder_is_described_without_its_bias) {
    const temporary_folder folder;
    bank_folder().write(folder);
    const json all = document({"banks", "--shape", "4x3"}, folder.path());
    const json& layer = all["tensors"][0];
    EXPECT_EQ(layer["kind"], "EIE bank folder");
    EXPECT_EQ(layer["weights"]["nonzeros"], 4);
    EXPECT_EQ(layer["bias_nonzeros"], 1);
    EXPECT_EQ(layer["load"]["column"]["count"], 3);
    EXPECT_EQ(refused({"banks"}, folder),
              "banks: an EIE bank folder does not say its shape; add --shape OUTPUTSxINPUTS.");
    EXPECT_EQ(refused({"banks", "--tensor", "a"}, folder), "banks: --tensor is not for EIE bank folders.");
}

TEST(trace_info, mask_takes_its_shape_from_the_command_line) {
    const temporary_folder folder;
    folder.write("a.txt", "100100\n");
    EXPECT_EQ(document({"a.txt", "--shape", "2x3"}, folder.path())["tensors"][0]["load"]["row"]["mean"], 1);
    EXPECT_EQ(refused({"a.txt"}, folder),
              "a.txt: a text of 6 digits has no shape; add --shape OUTPUTSxINPUTS.");
    EXPECT_EQ(refused({"a.txt", "--shape", "2x4"}, folder),
              "a.txt: --shape 2x4 does not hold the 6 values of the file.");
    for (const char* wrong : {"6", "x6", "2x", "2x3x1", "0x3", "2x-3", "2x3 ", "99999999999x1", "2X3"})
        EXPECT_EQ(refused({"a.txt", "--shape", wrong}, folder),
                  "--shape: '" + std::string(wrong) +
                      "' is no ROWSxCOLUMNS, such as 4x4, with 1 to 2147483647 of each.");
}

/// safetensors with "a", 2 x 3 of f32: 1 to 6, and "b", 3 x 1 x 1 x 1 of u8: 7, 0, 9.
std::string two_tensors() {
    const std::string header =
        R"({"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"U8","shape":[3,1,1,1],"data_offsets":[24,27]}})";
    std::string size(8, '\0');
    size[0] = static_cast<char>(header.size());
    return size + header + bytes(std::vector<float>{1, 2, 3, 4, 5, 6}) + std::string("\x07\x00\x09", 3);
}

TEST(trace_info, file_of_several_tensors_lists_them_and_describes_the_one_named) {
    const temporary_folder folder;
    folder.write("two.safetensors", two_tensors());
    EXPECT_EQ(printed({"two.safetensors"}, folder.path()),
              "two.safetensors\n\n"
              "tensor  shape          type  stored values\n"
              "------  -------------  ----  -------------\n"
              "a       2 x 3          f32               6\n"
              "b       3 x 1 x 1 x 1  u8                3\n"
              "\nOne of them is described with --tensor NAME.\n");
    EXPECT_EQ(document({"two.safetensors"}, folder.path())["tensors"][1],
              json::parse(R"({"name": "b", "shape": [3, 1, 1, 1], "type": "u8", "stored_values": 3})"));
    const json a = document({"two.safetensors", "--tensor", "a"}, folder.path())["tensors"][0];
    EXPECT_EQ(a["outputs"], 2);
    EXPECT_EQ(a["weights"]["distinct_values"], 6);
    const json turned =
        document({"two.safetensors", "--tensor", "a", "--transposed"}, folder.path())["tensors"][0];
    EXPECT_EQ(turned["outputs"], 3);
    const json b = document({"two.safetensors", "--tensor", "b"}, folder.path())["tensors"][0];
    EXPECT_EQ(b["outputs"], 3);
    EXPECT_EQ(b["weights"]["nonzeros"], 2);
    EXPECT_EQ(refused({"two.safetensors", "--tensor", "c"}, folder),
              "two.safetensors: the file holds no tensor 'c' (did you mean 'a'?).");
    EXPECT_EQ(refused({"two.safetensors", "--tensor", "a", "--shape", "3x2"}, folder),
              "two.safetensors: --shape is for files that do not say their shape, but this tensor is 2 x 3.");
}

TEST(trace_info, what_cannot_be_meant_is_refused) {
    const temporary_folder folder;
    folder.write("a.smtx", matrix);
    small_experiment().write(folder);
    EXPECT_EQ(refused({}, folder),
              "lacuna trace info needs one trace, weight file or EIE bank folder (see --help).");
    EXPECT_EQ(refused({"a.smtx", "a.smtx"}, folder), refused({}, folder));
    EXPECT_EQ(refused({"b.smtx"}, folder), "b.smtx: there is no such file.");
    EXPECT_EQ(refused({"a.smtx", "--pes", "0"}, folder), "--pes: 0 is not 1 to 65536.");
    EXPECT_EQ(refused({"a.smtx", "--value-bits", "65"}, folder), "--value-bits: 65 is not 1 to 64.");
    EXPECT_EQ(refused({"a.smtx", "--banks", "-1"}, folder), "--banks: -1 is not 1 to 65536.");
    EXPECT_EQ(refused({"a.smtx", "--block", "4"}, folder),
              "--block: '4' is no ROWSxCOLUMNS, such as 4x4, with 1 to 65535 of each.");
    EXPECT_EQ(refused({"a.smtx", "--format", "jsn"}, folder),
              "--format: 'jsn' is no format (did you mean 'json'?).");
    EXPECT_EQ(refused({"a.smtx", "--layer", "a"}, folder),
              "a.smtx: --layer is not for weight files, whose tensors --tensor names.");
    EXPECT_EQ(refused({"layer.yaml", "--layer", "tinny"}, folder),
              "--layer: layer.yaml has no layer 'tinny' (did you mean 'tiny'?).");
    EXPECT_EQ(refused({"layer.yaml", "--shape", "2x2"}, folder), "layer.yaml: --shape is not for traces.");
    EXPECT_EQ(refused({"."}, folder),
              ".: this folder is no EIE bank folder, which holds ptr/ptr0.dat, spm/spm0.dat and so on, and "
              "arithm.dat.");
}

TEST(trace_info, unknown_subverb_gets_the_nearest_one) {
    const temporary_folder folder;
    EXPECT_NE(refusal_of({"trace", "inf"}, folder).find("'inf' is no subverb of lacuna trace"),
              std::string::npos);
    EXPECT_NE(refusal_of({"trace"}, folder).find("lacuna trace needs a subverb: info"), std::string::npos);
}

TEST(trace_info, published_layer_has_the_counts_of_its_page) {
    if (!has_data()) GTEST_SKIP() << "LACUNA_DATA does not name the folder of real layers";
    const json all = document({"traces/eie-alexnet-fc8.yaml"}, LACUNA_SOURCE_DIR);
    const json& layer = all["layers"][0];
    EXPECT_EQ(layer["weights"]["nonzeros"].get<int>() + layer["bias_nonzeros"].get<int>(), 1051991);
    EXPECT_EQ(layer["activations"]["nonzeros"], 1759);
    EXPECT_EQ(layer["macs"]["effectual"], 453748);
}

}  // namespace
}  // namespace lacuna::tests
