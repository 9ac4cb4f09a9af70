#include "models/sparse_tensor_core/parameters.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/sparse_tensor_core/gemm/gemm_occupancy.h"
#include "models/sparse_tensor_core/kernel_program.h"
#include "sim/config/input_error.h"

namespace lacuna::sparse_tensor_core {

namespace {

using formats::accumulator_type;
using formats::operand_type;

constexpr std::int64_t most_cycles = 1 << 20;

}  // namespace

config::parameter_list parameters::list() {
    const std::string a100 = "NVIDIA A100 whitepaper";
    const std::string registers_of_ptx = "PTX ISA, registers of mma and mma.sp";
    const std::string latency = "Sun et al., TPDS 2023, Tables 3 and 6: what latencies are made of";
    const std::string interval =
        "Sun et al., TPDS 2023, Table 6: 6 cycles of the small mma.sp; its cause is unpublished";
    const std::string ldmatrix = "Sun et al., TPDS 2023, Tables 9 and 10";
    const std::string method = "Sun et al., TPDS 2023: its benchmarks' loop and cold start";
    const std::string this_simulator = "this simulator";
    config::parameter_list all;
    all.real("clock_mhz", clock, {0.001, 1e6}, "MHz", "clock frequency", a100);

    all.integer(
        "subcores", subcores, {1, 64}, "sub-cores",
        "sub-cores of the SM, each with a warp scheduler and a tensor core; warp w runs on sub-core w mod "
        "subcores",
        a100);
    all.integer("most_warps", most_warps, {1, 1024}, "warps", "warps that the SM holds at once", a100);
    all.integer("registers_per_lane", registers_per_lane, {8, 65536}, "registers",
                "registers of 32 bits that a lane of a warp can name", "CUDA programming guide");
    all.integer("register_file_registers", register_file_registers, {32, 1 << 30}, "registers",
                "registers of 32 bits in the register file of a sub-core", a100);
    all.integer("shared_memory_bytes", shared_memory_bytes, {1024, 1 << 30}, "bytes",
                "shared memory of the SM; a multiple of the 128 bytes that its 32 banks hold in a row", a100);

    all.integer("tile_rows", tile_rows, {1, 16}, "rows",
                "rows of A that enter the dot-product units in a cycle; a divisor of 16", a100);
    all.integer("tile_columns", tile_columns, {1, 8}, "columns",
                "columns of B that enter the dot-product units in a cycle; a divisor of 8", a100);
    all.integer("issue_cycles", issue_cycles, {1, 1000}, "cycles",
                "from the warp scheduler to the operand collector", latency);
    all.integer("first_read_cycles", first_read_cycles, {1, 1000}, "cycles",
                "to read the operands of the first tile, one register of A and one of B a cycle",
                registers_of_ptx);
    all.integer("select_cycles", select_cycles, {1, 1000}, "cycles",
                "that a tile spends in the operand selector; dense operands pass it too", latency);
    all.integer("multiply_cycles", multiply_cycles, {1, 1000}, "cycles",
                "that a tile spends in the dot-product units: products and their tree", latency);
    all.integer("accumulate_cycles", accumulate_cycles, {1, 1000}, "cycles",
                "to add the aligned sum of a k-step to an accumulator", latency);
    all.integer("writeback_cycles", writeback_cycles, {1, 1000}, "cycles",
                "from the accumulator to a dependent instruction", latency);
    all.integer(
        "selector_initiation_interval", selector_initiation_interval, {1, 1000}, "cycles",
        "the least time between an mma.sp and the next instruction: for so long its operand latches feed the operand "
        "selector",
        interval);
    all.integer("loop_instructions", loop_instructions, {0, 64}, "instructions",
                "instructions of a loop beside its mma: synchronise the warp, count, branch", method);

    all.integer("instruction_fetch_cycles", instruction_fetch_cycles, {0, most_cycles}, "cycles",
                "until the first instruction of a stream, whose code is cold", method);
    all.integer("global_latency_cycles", global_latency_cycles, {0, most_cycles}, "cycles",
                "until a fragment of a stream comes from global memory, cold, or a copy that L2 lacks",
                "HBM2 latency of the A100");
    all.integer("fragment_registers_per_cycle", fragment_registers_per_cycle, {1, 1024}, "registers",
                "registers of a warp (32 x 32 bits) that global memory then brings in a cycle", a100);

    all.integer("shared_request_cycles", shared_request_cycles, {1, 10000}, "cycles",
                "from the issue of a load to the arbiter of shared memory", ldmatrix);
    all.integer("shared_return_cycles", shared_return_cycles, {1, 10000}, "cycles",
                "from the last phase of a load to an instruction that needs it", ldmatrix);
    all.integer("phase_interval_cycles", phase_interval_cycles, {1, 1000}, "cycles",
                "between the phases that one sub-core starts", ldmatrix);
    all.integer("phases_per_cycle", phases_per_cycle, {1, 64}, "phases",
                "phases of at most 128 bytes, one word a bank, that shared memory starts in a cycle", a100);
    all.integer(
        "memory_queue_slots", memory_queue_slots, {1, 1024}, "loads",
        "loads of a sub-core between their issue and their last phase; 3 are enough for full bandwidth",
        this_simulator);

    all.choice(
        "type", type, {"f16", "bf16", "tf32", "s8", "s4"},
        "operands that the weights and activations of layers become; integers stand for reals by one scale of "
        "the weights and one of the activations",
        registers_of_ptx);
    all.choice("accumulator", accumulator, {"f32", "f16"},
               "accumulators of layers; f16 with f16 operands only; integers have s32 all the same",
               registers_of_ptx);
    all.choice("instruction_k", instruction_k, {"large", "small"},
               "which of its two shapes an instruction of a layer has", registers_of_ptx);
    all.choice(
        "instructions", instructions, {"mma.sp", "mma"},
        "what multiplies the weights of layers: mma.sp, which needs them 2:4 (tf32 1:2; s4 pairwise 4:8), or mma, as "
        "a dense core does",
        this_simulator);
    all.choice(
        "on_violation", on_violation, {"error", "dense", "prune"},
        "what happens to weights without the structure that mma.sp needs: error, the run is refused; dense, mma "
        "multiplies them; prune, each group keeps its largest",
        this_simulator);
    all.integer("warps", warps, {1, 1024}, "warps",
                "warps that a layer's output tiles of 16 x 8 are dealt to", this_simulator);
    all.integer("chains", chains, {1, 64}, "chains",
                "output tiles that a warp computes in turn, instruction by instruction", this_simulator);

    const std::string cutlass = "CUTLASS documentation, \"Efficient GEMM in CUDA\"";
    const std::string l2 = "GEMM main loops on the A100 have drawn 4.9 TB/s from L2";
    all.integers("tile", tile, {"m", "n", "k"}, {8, 4096}, "values",
                 "what a thread block computes of a layer, k values at a time, on all SMs; without it one SM "
                 "computes layers with its operands at hand",
                 cutlass);
    all.integers("warp_tile", warp_tile, {"m", "n"}, {8, 4096}, "values",
                 "what a warp computes of the tile: multiples of 16 x 8 that divide it", cutlass);
    all.integer("stages", stages, {2, 64}, "k tiles",
                "k tiles that lie in shared memory: one is multiplied, the others are being copied", cutlass);
    all.integer("swizzle", swizzle, {1, 1 << 20}, "column tiles",
                "that follow each other in the order of thread blocks, before the next row of tiles",
                cutlass);
    all.integer("split_k", split_k, {1, 1024}, "slices",
                "of k, which different thread blocks compute; their sums are added at the end", cutlass);
    all.integer("reserved_registers", reserved_registers, {0, 65536}, "registers",
                "registers of a lane for addresses and the loop, beside accumulators and fragments",
                this_simulator);
    all.integer("sms", sms, {1, 65536}, "SMs", "SMs of the GPU, where layers have a tile", a100);
    all.integer("launch_cycles", launch_cycles, {0, most_cycles}, "cycles",
                "until a kernel's first instruction: some 1.4 us, the order of an empty kernel's time",
                this_simulator);
    all.integer("l2_bytes_per_cycle", l2_bytes_per_cycle, {1, 1 << 30}, "bytes",
                "that L2 gives all SMs in a cycle, and as much takes", l2);
    all.integer("l2_port_bytes_per_cycle", l2_port_bytes_per_cycle, {1, 1 << 30}, "bytes",
                "of these one SM, at most", a100);
    all.integer("l2_latency_cycles", l2_latency_cycles, {1, most_cycles}, "cycles",
                "from a copy to its bytes, where L2 has them",
                "208 (near) to 357 (far) cycles measured on the A100");
    all.integer("l2_bytes", l2_bytes, {0, 1LL << 40}, "bytes", "that L2 holds", a100);
    all.integer("hbm_bytes_per_cycle", hbm_bytes_per_cycle, {1, 1 << 30}, "bytes",
                "that HBM moves in a cycle", "1.40 TB/s of the A100's 1555 GB/s, measured, at 1410 MHz");
    return all;
}

void parameters::check(const config::node& map) const {
    const auto place = [&](const char* name) -> const config::node& {
        const config::node* given = map.find(name);
        return given ? *given : map;
    };
    if (formats::mma::m % tile_rows != 0) {
        refuse("{}: tile_rows is {}, but the 16 rows of an instruction must fall into whole tiles.",
               place("tile_rows").where.text(), tile_rows);
    }
    if (formats::mma::n % tile_columns != 0) {
        refuse("{}: tile_columns is {}, but the 8 columns of an instruction must fall into whole tiles.",
               place("tile_columns").where.text(), tile_columns);
    }
    if (shared_memory_bytes % bytes_of_phase != 0) {
        refuse("{}: shared_memory_bytes is {}, but must be a multiple of {}: 32 banks of words of 4 bytes.",
               place("shared_memory_bytes").where.text(), shared_memory_bytes, bytes_of_phase);
    }
    if (accumulator == "f16" && type != "f16") {
        refuse("{}: operands of type {} have no f16 accumulators on sm_80; only f16 has.",
               place("accumulator").where.text(), type);
    }
    if (warps > most_warps) {
        refuse("{}: {} warps are more than the {} that the SM holds (most_warps).",
               place("warps").where.text(), warps, most_warps);
    }
    if (runs_gemms()) check_tile(place("tile").where.text());
}

std::string parameters::refuses_instruction_streams() const {
    return runs_gemms() ? "it has a tile, and runs layers on all its SMs; a stream runs on one SM" : "";
}

void parameters::check_tile(const std::string& where) const {
    const formats::mma instruction = instruction_for(instructions == "mma.sp");
    std::string refusal = refusal_of_tile(tile_of(*this), instruction);
    if (refusal.empty()) refusal = occupancy_of(tiled(*this, instruction), *this).refusal;
    if (!refusal.empty()) refuse("{}: {}", where, refusal);
    // Registers of A, B or C are read one a cycle each; until then no load may fill them anew.
    const std::int64_t read = issue_cycles + std::max({instruction.a_registers(), instruction.b_registers(),
                                                       instruction.accumulator_registers()});
    if (shared_request_cycles + shared_return_cycles < read) {
        refuse(
            "{}: a load fills its registers {} cycles after its issue (shared_request_cycles + shared_return_cycles), "
            "but an mma before it reads them for {}.",
            where, shared_request_cycles + shared_return_cycles, read);
    }
    if (instruction.accumulator == formats::accumulator_type::f16 && split_k > 1)
        refuse("{}: the sums of split_k slices are added in f32 or s32, but accumulator is f16.", where);
}

std::string parameters::encoding() const {
    std::string name = fmt::format("sparse tensor core, {}, {}, on_violation {}; sums in {}, k {}", type,
                                   instructions, on_violation, accumulator, instruction_k);
    if (runs_gemms() && split_k > 1) name += fmt::format(", {} slices of tiles of {}", split_k, tile.back());
    return name;
}

formats::tensor_core_arithmetic parameters::computes() const {
    const operand_type operands = formats::operand_type_named(type);
    const bool integers = formats::value_bits(operands) <= 8;
    return {operands,
            integers               ? accumulator_type::s32
            : accumulator == "f16" ? accumulator_type::f16
                                   : accumulator_type::f32,
            instructions == "mma.sp"};
}

formats::mma parameters::instruction_for(bool sparse) const {
    const formats::tensor_core_arithmetic how = computes();
    const int bits = formats::value_bits(how.type);
    const int kept = (instruction_k == "large" ? 256 : 128) / bits;
    return {sparse, how.type, how.type, how.accumulator, sparse ? 2 * kept : kept};
}

std::uint64_t parameters::mac_units(formats::operand_type operands) const {
    return static_cast<std::uint64_t>(subcores * tile_rows * tile_columns * step_bits) /
           static_cast<unsigned>(formats::value_bits(operands));
}

}  // namespace lacuna::sparse_tensor_core
