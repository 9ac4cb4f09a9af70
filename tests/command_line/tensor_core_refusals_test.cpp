/// What a wrong instruction stream, a wrong parameter of a tensor core, or a layer that it cannot take gets.
#include <tuple>

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

/// Of a GEMM that is pruned, on all SMs.
std::string refusal_of_tile(const std::string& parameters) {
    return refusal_of(experiment_on("on_violation: prune, " + parameters, gemm));
}

TEST(tile_refusals, what_is_spoilt_is_good_before) {
    const temporary_folder folder;
    experiment_on("on_violation: prune, tile: [128, 128, 64]", gemm).write(folder);
    const auto row = result_of({"config.yaml"}, folder.path())["runs"][0];
    EXPECT_EQ(row["status"], "ok");
    EXPECT_EQ(row["check"], "exact");
}

TEST(tile_refusals, a_tile_that_does_not_fall_into_warp_tiles_and_instructions_hears_where) {
    EXPECT_EQ(refusal_of_tile("tile: [96, 128, 64]"),
              "config.yaml:5: The tile's m of 96 does not fall into warp tiles of 64.");
    EXPECT_EQ(refusal_of_tile("tile: [128, 96, 64]"),
              "config.yaml:5: The tile's n of 96 does not fall into warp tiles of 64.");
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 48]"),
              "config.yaml:5: The tile's k of 48 does not fall into mma.sp.m16n8k32.f32.f16.f16.f32 of 32.");
    EXPECT_EQ(refusal_of_tile("tile: [48, 128, 64], warp_tile: [24, 64]"),
              "config.yaml:5: The warp tile's m of 24 does not fall into instructions of 16.");
    EXPECT_EQ(refusal_of_tile("tile: [128, 24, 64], warp_tile: [64, 12]"),
              "config.yaml:5: The warp tile's n of 12 does not fall into instructions of 8.");
}

TEST(tile_refusals, a_tile_that_an_sm_cannot_hold_hears_of_every_limit) {
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64], shared_memory_bytes: 76800"),
              "config.yaml:5: 3 stages of 25600 bytes, and 1024 for the system, are 77824 bytes of shared "
              "memory, more than the 76800 of an SM (shared_memory_bytes).");
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64], stages: 7"),
              "config.yaml:5: 7 stages of 25600 bytes, and 1024 for the system, are 180224 bytes of shared "
              "memory, more than the 167936 of an SM (shared_memory_bytes).");
    EXPECT_EQ(refusal_of_tile("tile: [256, 128, 64], warp_tile: [128, 64]"),
              "config.yaml:5: A lane needs 400 registers for accumulators, fragments and addresses of a warp "
              "tile of 128 x 64, more than the 255 that it can name (registers_per_lane).");
    EXPECT_EQ(refusal_of_tile("tile: [256, 256, 128]"),
              "config.yaml:5: 3 stages of 102400 bytes, and 1024 for the system, are 308224 bytes of shared "
              "memory, more than the 167936 of an SM (shared_memory_bytes). The 16 warps of a block, 232 "
              "registers a lane, are more than the 8 that the SM's registers and slots hold "
              "(register_file_registers, most_warps).");
}

TEST(tile_refusals, a_tile_that_is_no_list_of_three_sizes_hears_what_it_must_be) {
    const std::string tile = "config.yaml:5: accelerators.core.parameters.tile";
    EXPECT_EQ(refusal_of_tile("tile: [128, 64]"),
              tile + " must be 3 integers, [m, n, k], but is a sequence of 2.");
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64, 3]"),
              tile + " must be 3 integers, [m, n, k], but is a sequence of 4.");
    EXPECT_EQ(refusal_of_tile("tile: 128"), tile + " must be 3 integers, [m, n, k], but is '128'.");
    EXPECT_EQ(refusal_of_tile("tile: [0, 128, 64]"), tile + ".0 must be an integer (8 to 4096), but is '0'.");
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64k]"),
              tile + ".2 must be an integer (8 to 4096), but is '64k'; write decimal digits alone.");
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64], warp_tile: [64, 64, 64]"),
              "config.yaml:5: accelerators.core.parameters.warp_tile must be 2 integers, [m, n], but is a "
              "sequence of 3.");
}

TEST(tile_refusals, numbers_of_stages_slices_and_sms_have_their_range) {
    const std::string of = "config.yaml:5: accelerators.core.parameters.";
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64], stages: 1"),
              of + "stages must be an integer (2 to 64), but is '1'.");
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64], split_k: 0"),
              of + "split_k must be an integer (1 to 1024), but is '0'.");
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64], sms: 0"),
              of + "sms must be an integer (1 to 65536), but is '0'.");
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64], swizzle: 0"),
              of + "swizzle must be an integer (1 to 1048576), but is '0'.");
}

TEST(tile_refusals, what_whole_gemms_cannot_do_is_said) {
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64], accumulator: f16, split_k: 2"),
              "config.yaml:5: the sums of split_k slices are added in f32 or s32, but accumulator is f16.");
    EXPECT_EQ(refusal_of_tile("tile: [128, 128, 64], shared_request_cycles: 1, shared_return_cycles: 3"),
              "config.yaml:5: a load fills its registers 4 cycles after its issue (shared_request_cycles + "
              "shared_return_cycles), but an mma before it reads them for 5.");
    EXPECT_EQ(
        refusal_of(experiment_on("tile: [128, 128, 64]", stream)),
        "layer.yaml:1: layer 'loop' is an instruction stream, which core cannot run: it has a tile, and "
        "runs layers on all its SMs; a stream runs on one SM.");
}

TEST(tile_refusals, sizes_of_zero_or_beyond_two_to_31_hear_their_range) {
    for (const auto& [line, key, value] :
         {std::tuple(3, "m", "16"), std::tuple(4, "n", "8"), std::tuple(5, "k", "32")}) {
        for (const char* wrong : {"0", "2147483648", "4294967296", "-1"}) {
            const std::string of = std::string(key) + ": ";
            EXPECT_EQ(refusal_of_gemm("on_violation: prune, tile: [128, 128, 64]", "\n" + of + value,
                                      "\n" + of + wrong),
                      "layer.yaml:" + std::to_string(line) + ": " + key +
                          " must be an integer (1 to 2147483647), but is '" + wrong + "'.");
        }
    }
}

TEST(tile_refusals, a_layer_whose_blocks_do_not_fit_or_are_too_many_is_a_row_that_says_so) {
    struct wanted {
        const char* parameters;
        const char* from;
        const char* to;
        const char* sentence;
    };
    for (
        const wanted& each :
        {wanted{
             "on_violation: dense, tile: [128, 128, 128]", "", "",
             "3 stages of 65536 bytes, and 1024 for the system, are 197632 bytes of shared memory, more than "
             "the 167936 of an SM (shared_memory_bytes)."},
         wanted{"on_violation: prune, tile: [16, 8, 32], warp_tile: [16, 8]", "m: 16\nn: 8\n",
                "m: 1048576\nn: 4096\ncheck: sampled\n",
                "33554432 thread blocks are more than the 4194304 that are planned."}}) {
        const temporary_folder folder;
        experiment_on(each.parameters, with(gemm, each.from, each.to)).write(folder);
        const finished run = lacuna({"run", "config.yaml", "--format", "json"}, folder.path());
        EXPECT_EQ(run.code, 1);
        const auto row = nlohmann::ordered_json::parse(run.out)["runs"][0];
        EXPECT_EQ(row["status"], "does_not_fit");
        EXPECT_EQ(row["message"], each.sentence);
    }
}

}  // namespace
}  // namespace lacuna::tests
