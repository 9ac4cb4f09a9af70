/// The parameters of the sparse tensor core: one SM of an A100 as defaults (README.md gives every source).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/accelerator/model.h"
#include "sim/formats/mma.h"
#include "sim/layers/instruction_stream.h"

namespace lacuna::sparse_tensor_core {

struct parameters final : model_parameters {
    double clock = 1410;  // MHz

    // The SM.
    std::int64_t subcores = 4;
    std::int64_t most_warps = 64;
    std::int64_t registers_per_lane = 255;
    std::int64_t register_file_registers = 16384;  // of a sub-core, 32 bits each
    std::int64_t shared_memory_bytes = 167936;     // 164 KB

    // The sub-core.
    // Of kept A in a row: a k-step, whose products are added at once.
    static constexpr std::int64_t step_bits = 128;
    std::int64_t tile_rows = 8;
    std::int64_t tile_columns = 4;
    std::int64_t issue_cycles = 1;
    std::int64_t first_read_cycles = 2;
    std::int64_t select_cycles = 1;
    std::int64_t multiply_cycles = 2;
    std::int64_t accumulate_cycles = 7;
    std::int64_t writeback_cycles = 1;
    std::int64_t selector_initiation_interval = 6;
    std::int64_t loop_instructions = 3;

    // What instruction streams wait for.
    std::int64_t instruction_fetch_cycles = 128;
    std::int64_t global_latency_cycles = 570;
    std::int64_t fragment_registers_per_cycle = 1;

    // Shared memory.
    std::int64_t shared_request_cycles = 8;
    std::int64_t shared_return_cycles = 15;
    std::int64_t phase_interval_cycles = 2;
    std::int64_t phases_per_cycle = 1;
    std::int64_t memory_queue_slots = 6;

    // How layers are run.
    std::string type = "f16";             // or "bf16", "tf32", "s8", "s4"
    std::string accumulator = "f32";      // or "f16"; of s8 and s4 it is s32
    std::string instruction_k = "large";  // or "small"
    std::string instructions = "mma.sp";  // or "mma"
    std::string on_violation = "error";   // or "dense", "prune"
    std::int64_t warps = 8;
    std::int64_t chains = 2;

    // How the whole GPU runs a layer as a GEMM; without a tile one SM runs it, its operands at hand.
    std::vector<std::int64_t> tile;               // block m, n, k
    std::vector<std::int64_t> warp_tile{64, 64};  // m, n
    std::int64_t stages = 3;
    std::int64_t swizzle = 8;
    std::int64_t split_k = 1;
    std::int64_t reserved_registers = 32;
    std::int64_t sms = 108;
    std::int64_t launch_cycles = 2000;
    std::int64_t l2_bytes_per_cycle = 3456;
    std::int64_t l2_port_bytes_per_cycle = 64;
    std::int64_t l2_latency_cycles = 260;
    std::int64_t l2_bytes = 41943040;
    std::int64_t hbm_bytes_per_cycle = 993;
    /// For tests: waves and SMs that do the same are simulated all the same.
    bool simulates_all = false;

    config::parameter_list list() override;
    void check(const config::node& map) const override;
    std::string refuses_negative_activations() const override { return {}; }
    std::string refuses_instruction_streams() const override;
    std::string refuses_sampled_gemms() const override { return {}; }
    double clock_mhz() const override { return clock; }
    std::vector<statistics::box> boxes() const override;
    std::string encoding() const override;
    std::unique_ptr<accelerator> build(const std::string& name, engine which) const override;

    bool runs_gemms() const { return !tile.empty(); }
    /// SMs that a layer or stream runs on.
    std::uint64_t sms_used() const { return runs_gemms() ? static_cast<std::uint64_t>(sms) : 1; }

    /// How layers are multiplied.
    formats::tensor_core_arithmetic computes() const;
    /// The instruction that multiplies a layer: mma.sp, or mma of half its k with as many registers of A.
    formats::mma instruction_for(bool sparse) const;
    /// Multipliers of an SM for operands of that type.
    std::uint64_t mac_units(formats::operand_type type) const;

  private:
    void check_tile(const std::string& where) const;
};

}  // namespace lacuna::sparse_tensor_core
