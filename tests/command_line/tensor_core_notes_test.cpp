/// What a result says of numbers that a tensor core cannot hold, and of weights that it has pruned.
#include <gtest/gtest.h>

#include "tests/command_line/program.h"

namespace lacuna::tests {
namespace {

using json = nlohmann::ordered_json;

json row_of(const std::string& parameters, const std::string& layer) {
    const temporary_folder folder;
    folder.write("config.yaml",
                 "name: small\naccelerators:\n  core: {model: sparse_tensor_core, parameters: {" +
                     parameters + "}}\nlayers: [layer.yaml]\n");
    folder.write("layer.yaml", "layer: tile\nkind: gemm\nm: 16\nn: 8\nk: 64\n" + layer);
    return result_of({"config.yaml", "--engine", "both"}, folder.path())["runs"][0];
}

TEST(tensor_core_notes, an_output_beyond_f16_is_named_and_nothing_is_said_to_follow_from_it) {
    const json row = row_of("accumulator: f16, on_violation: prune",
                            "weights: {distribution: half_normal, seed: 1, pattern: dense, scale: 10000}\n"
                            "activations: {density: 1, seed: 2}\n");
    EXPECT_EQ(
        row["notes"].back(),
        "Output 0 of vector 0 is inf: an operand, a sum or the output itself is beyond the accelerator's "
        "arithmetic, so nothing can follow from it.");
    EXPECT_FALSE(row.contains("deviation_from_float"));
}

TEST(tensor_core_notes, biases_beyond_the_units_of_integer_sums_are_counted) {
    const json row = row_of("type: s8, on_violation: prune",
                            "weights: {distribution: normal, seed: 1, pattern: dense, scale: 1.0e-9}\n"
                            "activations: {density: 1, seed: 2}\nbias: {distribution: normal, seed: 3}\n");
    EXPECT_EQ(row["notes"].front(),
              "16 of 16 biases are beyond s32 in units of the sums, and saturate; the sums wrap.");
}

TEST(tensor_core_notes, effectual_macs_and_densities_are_of_the_weights_that_are_left) {
    const json row = row_of("on_violation: prune",
                            "weights: {distribution: normal, seed: 1, pattern: dense}\n"
                            "activations: {density: 1, seed: 2}\n");
    EXPECT_EQ(row["density"]["weights"], 0.5);
    EXPECT_EQ(row["macs"]["dense"], 16 * 8 * 64);
    EXPECT_EQ(row["macs"]["effectual"], 16 * 8 * 32);
    EXPECT_EQ(row["macs"]["committed"], 16 * 8 * 32);
}

}  // namespace
}  // namespace lacuna::tests
