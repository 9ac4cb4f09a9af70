/// What a wrong instruction stream, a wrong parameter of a tensor core, or a layer that it cannot take gets.
#include "tests/command_line/refusal.h"

namespace lacuna::tests {
namespace {

small_experiment experiment_on(const std::string& parameters, const std::string& layer) {
    small_experiment experiment;
    experiment.config =
        "name: small\n"
        "accelerators:\n"
        "  core:\n"
        "    model: sparse_tensor_core\n"
        "    parameters: {" +
        parameters +
        "}\n"
        "layers: [layer.yaml]\n";
    experiment.layer = layer;
    return experiment;
}

const std::string stream =
    "layer: loop\n"
    "kind: instruction_stream\n"
    "instruction: mma.sp.m16n8k32.f32.f16.f16.f32\n"
    "warps: 2\n"
    "ilp: 1\n"
    "iterations: 4\n";

const std::string gemm =
    "layer: tile\n"
    "kind: gemm\n"
    "m: 16\n"
    "n: 8\n"
    "k: 32\n"
    "weights: {distribution: normal, seed: 1, pattern: dense}\n"
    "activations: {density: 1, seed: 2, distribution: normal}\n";

std::string refusal_of(const small_experiment& experiment, const std::vector<std::string>& more = {}) {
    const temporary_folder folder;
    experiment.write(folder);
    std::vector<std::string> arguments = {"config.yaml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return refusal_of_run(arguments, folder);
}

std::string refusal_of_stream(const std::string& from, const std::string& to) {
    return refusal_of(experiment_on("", with(stream, from, to)));
}

std::string refusal_of_parameters(const std::string& parameters) {
    return refusal_of(experiment_on(parameters, stream));
}

std::string refusal_of_gemm(const std::string& parameters, const std::string& from, const std::string& to) {
    return refusal_of(experiment_on(parameters, with(gemm, from, to)));
}

TEST(tensor_core_refusals, what_is_spoilt_is_good_before) {
    for (const auto& [parameters, layer] : {std::pair("", stream), std::pair("on_violation: prune", gemm)}) {
        const temporary_folder folder;
        experiment_on(parameters, layer).write(folder);
        EXPECT_EQ(result_of({"config.yaml"}, folder.path())["runs"][0]["status"], "ok") << layer;
    }
}

TEST(tensor_core_refusals, a_shape_or_type_that_the_instruction_set_lacks_hears_of_one_that_there_is) {
    EXPECT_EQ(
        refusal_of_stream("k32.f32.f16.f16.f32", "k64.f32.f16.f16.f32"),
        "layer.yaml:3: 'mma.sp.m16n8k64.f32.f16.f16.f32' is no instruction of sm_80 that Lacuna has (did you mean "
        "'mma.sp.m16n8k16.f32.f16.f16.f32'?).");
    EXPECT_EQ(
        refusal_of_stream("mma.sp.m16n8k32.f32.f16.f16.f32", "mma.m16n8k16.f16.bf16.bf16.f16"),
        "layer.yaml:3: 'mma.m16n8k16.f16.bf16.bf16.f16' is no instruction of sm_80 that Lacuna has (did you mean "
        "'mma.m16n8k16.f16.f16.f16.f16'?).");
    EXPECT_EQ(
        refusal_of_stream("mma.sp.m16n8k32.f32.f16.f16.f32", "wgmma"),
        "layer.yaml:3: 'wgmma' is no instruction of sm_80 that Lacuna has; names are like mma.m16n8k16.f32.f16.f16.f32 or "
        "mma.sp.m16n8k32.f32.f16.f16.f32, with the types of D, A, B and C, or ldmatrix.x1, ldmatrix.x2, "
        "ldmatrix.x4, ld.shared.u32.");
}

TEST(tensor_core_refusals, illegal_metadata_is_told_what_it_names) {
    EXPECT_EQ(refusal_of_stream("ilp: 1\n", "ilp: 1\nmetadata: 0\n"),
              "layer.yaml:6: metadata is 0 (0x0), which names index 0 twice.");
    EXPECT_EQ(refusal_of_stream("ilp: 1\n", "ilp: 1\nmetadata: 0xF\n").substr(0, 14), "layer.yaml:6: ");
    EXPECT_EQ(refusal_of_stream("ilp: 1\n", "ilp: 1\nmetadata: 16\n").substr(0, 14), "layer.yaml:6: ");
}

TEST(tensor_core_refusals, a_stream_is_no_layer_of_values) {
    EXPECT_EQ(refusal_of_stream("ilp: 1\n", "ilp: 0\n"),
              "layer.yaml:5: ilp must be an integer (1 to 65536), but is '0'.");
    EXPECT_EQ(
        refusal_of_stream("ilp: 1\n", "ilp: 1\nbatch: 2\n"),
        "layer.yaml:6: a layer trace has no key 'batch'; known are: layer, kind, instruction, warps, ilp, "
        "iterations, seed, metadata, reference, source.");
    EXPECT_EQ(
        refusal_of(experiment_on(
            "", with(stream, "mma.sp.m16n8k32.f32.f16.f16.f32", "ld.shared.u32") + "stride_bytes: 6\n")),
        "layer.yaml:7: stride_bytes must be a multiple of 4, which ld.shared.u32 aligns its addresses to, "
        "but is 6.");
}

TEST(tensor_core_refusals, an_accelerator_without_instructions_refuses_it) {
    small_experiment experiment;
    experiment.layer = stream;
    EXPECT_EQ(refusal_of(experiment),
              "layer.yaml:1: layer 'loop' is an instruction stream, which eie cannot run: it executes no "
              "instructions.");
}

TEST(tensor_core_refusals, parameters_that_make_no_core_are_refused_at_their_line) {
    EXPECT_EQ(refusal_of_parameters("tile_rows: 3"),
              "config.yaml:5: tile_rows is 3, but the 16 rows of an instruction must fall into whole tiles.");
    EXPECT_EQ(
        refusal_of_parameters("tile_columns: 5"),
        "config.yaml:5: tile_columns is 5, but the 8 columns of an instruction must fall into whole tiles.");
    EXPECT_EQ(
        refusal_of_parameters("shared_memory_bytes: 1100"),
        "config.yaml:5: shared_memory_bytes is 1100, but must be a multiple of 128: 32 banks of words of 4 "
        "bytes.");
    EXPECT_EQ(refusal_of_parameters("type: bf16, accumulator: f16"),
              "config.yaml:5: operands of type bf16 have no f16 accumulators on sm_80; only f16 has.");
    EXPECT_EQ(
        refusal_of_parameters("type: f64"),
        "config.yaml:5: accelerators.core.parameters.type must be one of f16, bf16, tf32, s8, s4, but is "
        "'f64'.");
    EXPECT_EQ(refusal_of_parameters("warps: 128"),
              "config.yaml:5: 128 warps are more than the 64 that the SM holds (most_warps).");
}

TEST(tensor_core_refusals, weights_without_the_structure_are_told_where_they_lack_it) {
    EXPECT_EQ(
        refusal_of(experiment_on("", gemm)),
        "layer.yaml:1: row 0, column 2: one non-zero too many; 2:4 sparsity keeps 2 of the 4 values in "
        "columns 0 to 3. on_violation: dense multiplies such weights by mma, on_violation: prune keeps the "
        "largest of each group.");
    EXPECT_EQ(refusal_of_gemm("on_violation: prune", "k: 32", "k: 30"),
              "layer.yaml:1: The weights have 30 columns, but 2:4 sparsity of f16 needs a multiple of 4. "
              "on_violation: dense multiplies such weights by mma.");
    EXPECT_EQ(
        refusal_of_gemm("type: s4, on_violation: prune", "k: 32", "k: 36"),
        "layer.yaml:1: The weights have 36 columns, but pairwise 4:8 sparsity of s4 needs a multiple of 8. "
        "on_violation: dense multiplies such weights by mma.");
}

TEST(tensor_core_refusals, what_does_not_fit_the_core_is_a_row_that_says_so) {
    struct wanted {
        const char* from;
        const char* to;
        const char* sentence;
    };
    for (const wanted& each :
         {wanted{"warps: 2", "warps: 65", "65 warps are more than the 64 that the SM holds (most_warps)."},
          wanted{"ilp: 1", "ilp: 60",
                 "subcore[0] needs 24960 registers for 1 warp, but its register file has 16384 "
                 "(register_file_registers)."}}) {
        const temporary_folder folder;
        experiment_on("", with(stream, each.from, each.to)).write(folder);
        const finished run = lacuna({"run", "config.yaml", "--format", "json"}, folder.path());
        EXPECT_EQ(run.code, 1);
        const auto row = nlohmann::ordered_json::parse(run.out)["runs"][0];
        EXPECT_EQ(row["status"], "does_not_fit");
        EXPECT_NE(row.dump().find(each.sentence), std::string::npos) << row.dump(1);
    }
}

}  // namespace
}  // namespace lacuna::tests
