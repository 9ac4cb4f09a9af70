/// Does the trace of an instruction stream arrive, and is everything wrong with one said?
#include <gtest/gtest.h>

#include "sim/layers/trace.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"

namespace lacuna::layers {
namespace {

class stream_trace : public testing::Test {
  protected:
    std::filesystem::path written(const std::string& more) const {
        return folder.write("t.yaml", "layer: s\nkind: instruction_stream\n" + more);
    }
    layer read(const std::string& more) const { return read_trace(written(more)).front(); }
    std::string refusal(const std::string& more) const {
        const std::filesystem::path file = written(more);
        return folder.shortened(config::sentence_of([&] { read_trace(file); }));
    }
    static std::string loop(const std::string& warps, const std::string& ilp, const std::string& iterations) {
        return "warps: " + warps + "\nilp: " + ilp + "\niterations: " + iterations + "\n";
    }

    test::scratch_folder folder;
    const std::string mma = "instruction: mma.sp.m16n8k32.f32.f16.f16.f32\n";
    const std::string ldmatrix = "instruction: ldmatrix.x2\n" + loop("1", "1", "1");
    const std::string ld_shared = "instruction: ld.shared.u32\n" + loop("1", "1", "1");
};

TEST_F(stream_trace, every_key_arrives) {
    const layer read = this->read(mma + loop("8", "2", "1024") +
                                  "seed: 4294967295\nsource: Sun\n"
                                  "reference: {cycles_per_iteration: 33.11, time_us: 24, source: Table 6}\n");
    EXPECT_EQ(read.name, "s");
    EXPECT_EQ(folder.shortened(read.where), "t.yaml:1");
    EXPECT_EQ(read.batch, 1u);
    EXPECT_FALSE(read.follows());
    ASSERT_TRUE(read.stream);
    EXPECT_EQ(read.stream->name(), "mma.sp.m16n8k32.f32.f16.f16.f32");
    EXPECT_EQ(read.stream->warps, 8u);
    EXPECT_EQ(read.stream->ilp, 2u);
    EXPECT_EQ(read.stream->iterations, 1024u);
    EXPECT_EQ(read.stream->seed, 4294967295u);
    EXPECT_EQ(read.reference.cycles_per_iteration, 33.11);
    EXPECT_EQ(read.reference.time_us, 24);
    EXPECT_EQ(read.reference.source, "Table 6");
    EXPECT_EQ(read.source, "Sun");
    EXPECT_EQ(read.trace["warps"], 8);
}

TEST_F(stream_trace, the_seed_is_0_and_no_load_has_a_conflict_where_nothing_is_said) {
    EXPECT_EQ(read(mma + loop("1", "1", "1")).stream->seed, 0u);
    EXPECT_EQ(std::get<shared_memory_load>(read(ldmatrix).stream->instruction).stride_bytes, 16);
    EXPECT_EQ(std::get<shared_memory_load>(read(ld_shared).stream->instruction).stride_bytes, 4);
    EXPECT_FALSE(read(ldmatrix).reference.bytes_per_cycle);
}

TEST_F(stream_trace, a_load_has_a_stride_and_a_published_rate) {
    const layer read =
        this->read(ldmatrix + "stride_bytes: 4096\nreference: {bytes_per_cycle: 127.5, source: Table 9}\n");
    EXPECT_EQ(std::get<shared_memory_load>(read.stream->instruction).matrices, 2);
    EXPECT_EQ(std::get<shared_memory_load>(read.stream->instruction).stride_bytes, 4096);
    EXPECT_EQ(read.reference.bytes_per_cycle, 127.5);
    const layer broadcast = this->read(ld_shared + "stride_bytes: 0\n");
    EXPECT_EQ(std::get<shared_memory_load>(broadcast.stream->instruction).stride_bytes, 0);
}

TEST_F(stream_trace, an_instruction_that_there_is_not_gets_file_line_and_the_nearest) {
    EXPECT_EQ(
        refusal("instruction: ldmatrix.x3\n" + loop("1", "1", "1")),
        "t.yaml:3: 'ldmatrix.x3' is no instruction of sm_80 that Lacuna has (did you mean 'ldmatrix.x1'?).");
    EXPECT_EQ(refusal("instruction: mma.sp.m16n8k32\n" + loop("1", "1", "1")),
              "t.yaml:3: 'mma.sp.m16n8k32' is no instruction of sm_80 that Lacuna has (did you mean "
              "'mma.sp.m16n8k32.f32.f16.f16.f32'?).");
    const std::string names =
        "; names are like mma.m16n8k16.f32.f16.f16.f32 or mma.sp.m16n8k32.f32.f16.f16.f32, with the types of D, "
        "A, B and C, or ldmatrix.x1, ldmatrix.x2, ldmatrix.x4, ld.shared.u32.";
    EXPECT_EQ(refusal("instruction: HMMA.16816.F32\n" + loop("1", "1", "1")),
              "t.yaml:3: 'HMMA.16816.F32' is no instruction of sm_80 that Lacuna has" + names);
    EXPECT_EQ(refusal("instruction: \"\"\n" + loop("1", "1", "1")),
              "t.yaml:3: '' is no instruction of sm_80 that Lacuna has" + names);
    EXPECT_EQ(refusal("instruction: [mma]\n" + loop("1", "1", "1")),
              "t.yaml:3: instruction must be a text, but is a sequence.");
}

TEST_F(stream_trace, the_loop_is_required_and_turns_at_least_once) {
    EXPECT_EQ(refusal(loop("1", "1", "1")), "t.yaml:1: a layer trace needs the key 'instruction'.");
    EXPECT_EQ(refusal(mma + "ilp: 1\niterations: 1\n"), "t.yaml:1: a layer trace needs the key 'warps'.");
    EXPECT_EQ(refusal(mma + "warps: 1\niterations: 1\n"), "t.yaml:1: a layer trace needs the key 'ilp'.");
    EXPECT_EQ(refusal(mma + "warps: 1\nilp: 1\n"), "t.yaml:1: a layer trace needs the key 'iterations'.");
    EXPECT_EQ(refusal(mma + loop("0", "1", "1")),
              "t.yaml:4: warps must be an integer (1 to 65536), but is '0'.");
    EXPECT_EQ(refusal(mma + loop("1", "65537", "1")),
              "t.yaml:5: ilp must be an integer (1 to 65536), but is '65537'.");
    EXPECT_EQ(refusal(mma + loop("1", "1", "0")),
              "t.yaml:6: iterations must be an integer (1 to 1099511627776), but is '0'.");
    EXPECT_EQ(refusal(mma + loop("1", "1", "1") + "seed: -1\n"),
              "t.yaml:7: seed must be an integer (0 to 4294967295), but is '-1'.");
}

TEST_F(stream_trace, more_chains_or_instructions_than_can_be_run_are_refused) {
    EXPECT_EQ(read(mma + loop("256", "256", "16777216")).stream->instructions(), std::uint64_t{1} << 40);
    EXPECT_EQ(refusal(mma + loop("257", "256", "1")),
              "t.yaml:1: 257 warps of 256 chains are 65792 chains, beyond the 65536 that an instruction "
              "stream may have.");
    EXPECT_EQ(refusal(mma + loop("65536", "65536", "1099511627776")),
              "t.yaml:1: 65536 warps of 65536 chains are 4294967296 chains, beyond the 65536 that an "
              "instruction stream may have.");
    EXPECT_EQ(refusal(mma + loop("256", "256", "16777217")),
              "t.yaml:1: 16777217 iterations of 65536 chains are 1099511693312 instructions, beyond the "
              "1099511627776 that an instruction stream may have.");
}

TEST_F(stream_trace, addresses_of_a_load_are_aligned) {
    EXPECT_EQ(refusal(ld_shared + "stride_bytes: 6\n"),
              "t.yaml:7: stride_bytes must be a multiple of 4, which ld.shared.u32 aligns its addresses to, "
              "but is 6.");
    EXPECT_EQ(refusal(ldmatrix + "stride_bytes: 20\n"),
              "t.yaml:7: stride_bytes must be a multiple of 16, which ldmatrix.x2 aligns its addresses to, "
              "but is 20.");
    EXPECT_EQ(refusal(ldmatrix + "stride_bytes: 0\n"),
              "t.yaml:7: stride_bytes must be an integer (16 to 4096), but is '0'.");
    EXPECT_EQ(refusal(ld_shared + "stride_bytes: 4100\n"),
              "t.yaml:7: stride_bytes must be an integer (0 to 4096), but is '4100'.");
}

TEST_F(stream_trace, metadata_of_every_group_are_one_legal_nibble) {
    const auto of = [&](const std::string& types, const std::string& nibble) {
        return "instruction: mma.sp." + types + "\n" + loop("1", "1", "1") + "metadata: " + nibble + "\n";
    };
    EXPECT_FALSE(read(mma + loop("1", "1", "1")).stream->metadata);
    for (const int nibble : {4, 8, 9, 12, 13, 14}) {
        EXPECT_EQ(read(of("m16n8k32.f32.f16.f16.f32", std::to_string(nibble))).stream->metadata, nibble);
        EXPECT_EQ(read(of("m16n8k64.s32.s4.s4.s32", std::to_string(nibble))).stream->metadata, nibble);
    }
    EXPECT_EQ(refusal(of("m16n8k32.f32.f16.f16.f32", "5")),
              "t.yaml:7: metadata is 5 (0x5), which names index 1 twice.");
    EXPECT_EQ(refusal(of("m16n8k32.f32.f16.f16.f32", "6")),
              "t.yaml:7: metadata is 6 (0x6), which names index 2 before index 1, but indices must rise.");
    EXPECT_EQ(
        refusal(of("m16n8k16.f32.tf32.tf32.f32", "9")),
        "t.yaml:7: metadata is 9 (0x9), which keeps parts of both values, but 1:2 keeps one whole value, "
        "by 0x4 or 0xE.");
    EXPECT_EQ(refusal(of("m16n8k32.f32.f16.f16.f32", "16")),
              "t.yaml:7: metadata must be an integer (0 to 15), but is '16'.");
}

TEST_F(stream_trace, metadata_are_of_mma_sp_alone) {
    EXPECT_EQ(refusal("instruction: mma.m16n8k16.f32.f16.f16.f32\n" + loop("1", "1", "1") + "metadata: 4\n"),
              "t.yaml:7: mma.m16n8k16.f32.f16.f16.f32 reads no metadata; mma.sp does.");
    EXPECT_EQ(refusal(ldmatrix + "metadata: 4\n"), "t.yaml:7: ldmatrix.x2 reads no metadata; mma.sp does.");
}

TEST_F(stream_trace, given_metadata_change_no_other_operand) {
    const layer drawn = read(mma + loop("2", "2", "1"));
    const layer given = read(mma + loop("2", "2", "1") + "metadata: 13\n");
    for (std::uint32_t chain = 0; chain < 4; ++chain) {
        const mma_operands before = operands_of(*drawn.stream, chain);
        const mma_operands after = operands_of(*given.stream, chain);
        EXPECT_EQ(after.a, before.a);
        EXPECT_EQ(after.b, before.b);
        EXPECT_NE(after.metadata, before.metadata);
        EXPECT_EQ(after.metadata, std::vector<std::uint8_t>(16 * 8, 13));
    }
}

TEST_F(stream_trace, keys_of_other_layers_are_refused) {
    const std::string known =
        "; known are: layer, kind, instruction, warps, ilp, iterations, seed, metadata, ";
    const std::string all = mma + loop("1", "1", "1");
    for (const std::string key : {"weights", "inputs", "activations", "batch", "activation_function"}) {
        EXPECT_EQ(refusal(all + key + ": 1\n"),
                  "t.yaml:7: a layer trace has no key '" + key + "'" + known + "reference, source.");
    }
    EXPECT_EQ(refusal(all + "stride_bytes: 4\n"),
              "t.yaml:7: a layer trace has no key 'stride_bytes'" + known + "reference, source.")
        << "operands of an mma are in registers";
    EXPECT_EQ(refusal(all + "reference: {bytes_per_cycle: 3, source: x}\n"),
              "t.yaml:7: the map 'reference' has no key 'bytes_per_cycle'; known are: time_us, "
              "cycles_per_iteration, source, model.");
}

TEST_F(stream_trace, a_published_figure_has_a_source_and_is_above_0) {
    EXPECT_EQ(refusal(ldmatrix + "reference: {bytes_per_cycle: 127.5}\n"),
              "t.yaml:7: the map 'reference' needs the key 'source'.");
    EXPECT_EQ(refusal(ldmatrix + "reference: {cycles_per_iteration: 0, source: x}\n"),
              "t.yaml:7: reference.cycles_per_iteration must be a finite decimal number (above 0, at most "
              "1000000000000), but is '0'.");
}

TEST_F(stream_trace, other_layers_have_no_figures_of_streams) {
    const std::string text =
        "{layer: fc, inputs: 6, outputs: 4, weights: {distribution: normal, seed: 1}, activations: {density: "
        "0.5, seed: 2}, reference: {cycles_per_iteration: 1, source: x}}\n";
    EXPECT_EQ(
        folder.shortened(config::sentence_of([&] { read_trace(folder.write("t.yaml", text)); })),
        "t.yaml:1: the map 'reference' has no key 'cycles_per_iteration'; known are: time_us, source, model.");
}

TEST_F(stream_trace, nothing_follows_a_stream) {
    const std::string stream =
        "{layer: s, kind: instruction_stream, instruction: ldmatrix.x1, warps: 1, ilp: 1, iterations: 1}\n";
    const std::string text =
        "layers:\n- " + stream +
        "- {layer: fc, inputs: 6, outputs: 4, weights: {distribution: normal, seed: 1}, activations: {from: "
        "previous}}\n";
    EXPECT_EQ(folder.shortened(config::sentence_of([&] { read_trace(folder.write("t.yaml", text)); })),
              "t.yaml:3: the activations of layer 'fc' are to come from layer 's', but an instruction stream "
              "has no outputs.");
    EXPECT_EQ(read_trace(folder.write("u.yaml", "layers:\n- " + stream + "- " + stream)).size(), 2u);
}

TEST_F(stream_trace, a_stream_is_loaded_as_it_is_without_products) {
    const layer read = this->read(mma + loop("8", "2", "1024") + "seed: 3\n");
    EXPECT_TRUE(load_activations(read).empty());
    EXPECT_FALSE(too_large_to_generate(read, {patterns::kind::dense{}}));
    const loaded_layer loaded = load(read, {});
    EXPECT_EQ(loaded.work.layer, "s");
    EXPECT_TRUE(loaded.work.products.empty());
    ASSERT_TRUE(loaded.work.stream);
    EXPECT_EQ(loaded.work.stream->instructions(), 16u * 1024);
    EXPECT_EQ(loaded.work.stream->seed, 3u);
    EXPECT_EQ(loaded.magnitude_kept, 1);
    EXPECT_TRUE(loaded.notes.empty());
}

TEST(microbenchmark_trace, has_every_measured_row_with_its_source) {
    const std::vector<layer> rows = read_trace(LACUNA_SOURCE_DIR "/traces/tensor-core-microbenchmark.yaml");
    ASSERT_EQ(rows.size(), 15u * 3 + 10);
    for (const layer& row : rows) {
        SCOPED_TRACE(row.name);
        ASSERT_TRUE(row.stream);
        EXPECT_NE(row.reference.source, "");
        EXPECT_NE(row.reference.cycles_per_iteration.has_value(), row.reference.bytes_per_cycle.has_value());
        const auto* instruction = std::get_if<formats::mma>(&row.stream->instruction);
        EXPECT_EQ(row.stream->iterations, instruction ? 1024u : 999u);
        if (instruction == nullptr) continue;
        // The name says what the instruction's does, and how many warps run it.
        const std::string name =
            std::string(instruction->sparse ? "mma.sp " : "mma ") + std::string(name_of(instruction->a)) +
            "/" + std::string(name_of(instruction->accumulator)) + " k" + std::to_string(instruction->k);
        const std::string warps = std::to_string(row.stream->warps);
        EXPECT_EQ(row.name, warps == "1" ? name : name + ", " + warps + " warps");
        // At most what the tensor cores of the chip can do: 1024 products of f16 a cycle, of sparse ones two
        // for one.
        const double most = 1024.0 * 16 / value_bits(instruction->a) * (instruction->sparse ? 2 : 1);
        EXPECT_LT(static_cast<double>(row.stream->chains() * instruction->dense_products()) /
                      *row.reference.cycles_per_iteration,
                  most);
    }
}

}  // namespace
}  // namespace lacuna::layers
