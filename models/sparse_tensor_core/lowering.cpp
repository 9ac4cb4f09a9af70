#include "models/sparse_tensor_core/lowering.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "models/sparse_tensor_core/phases_of_load.h"
#include "sim/formats/structured_storage.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::mma;

/// Of rows x columns values of A as that instruction reads them.
storage storage_of(const mma& instruction, std::uint32_t rows, std::uint32_t columns) {
    if (instruction.sparse) {
        const auto bytes = formats::structured_storage_of(instruction.a, rows, columns);
        return {bytes.dense, bytes.kept, bytes.metadata};
    }
    const std::uint64_t bits =
        std::uint64_t{rows} * columns * static_cast<unsigned>(formats::value_bits(instruction.a));
    return {(bits + 7) / 8, (bits + 7) / 8, 0};
}

void add_bytes(const storage& bytes, std::uint64_t times, storage& sum) {
    sum.dense += bytes.dense * times;
    sum.values += bytes.values * times;
    sum.indices += bytes.indices * times;
}

struct balance {
    std::uint64_t instructions = 0;  ///< of all sub-cores
    std::uint64_t busiest = 0;       ///< of the one that has most
};

balance balance_of(const sm_program& program, const parameters& p) {
    const std::vector<std::uint64_t> each = mma_instructions(program, p);
    return {std::accumulate(each.begin(), each.end(), std::uint64_t{0}),
            *std::max_element(each.begin(), each.end())};
}

}  // namespace

sm_program program_of(const layers::instruction_stream& stream, const parameters& p) {
    sm_program program;
    program.instruction = stream.instruction;
    program.warps.assign(stream.warps, {{{stream.iterations, stream.ilp}}});
    program.starts_cold = true;
    program.ilp = stream.ilp;
    if (!std::holds_alternative<layers::shared_memory_load>(stream.instruction)) return program;
    for (std::uint32_t chain = 0; chain < stream.chains(); ++chain)
        program.phases.push_back(
            phases_of_load(stream, static_cast<std::uint64_t>(p.shared_memory_bytes), chain));
    return program;
}

lowered_product lower(const layers::product& product, const parameters& p) {
    lowered_product lowered;
    lowered.treatment = treatment_of(product.weights, p);
    lowered.weights = operands_of(product.weights, *lowered.treatment, p);
    lowered.batch = product.activations.size();
    const mma instruction = p.instruction_for(lowered.treatment->sparse);
    const output_tiles tiles =
        tiles_of(product.weights.outputs(), product.weights.inputs(), lowered.batch, instruction,
                 static_cast<std::uint32_t>(p.warps), static_cast<std::uint32_t>(p.chains));
    lowered.program.instruction = instruction;
    lowered.program.warps = tiles.programs();
    lowered.values = std::make_unique<layer_values>(product, lowered.weights, instruction, tiles);
    return lowered;
}

std::vector<std::uint64_t> mma_instructions(const sm_program& program, const parameters& p) {
    std::vector<std::uint64_t> instructions(static_cast<std::size_t>(p.subcores));
    if (!std::holds_alternative<mma>(program.instruction)) return instructions;
    for (std::size_t warp = 0; warp < program.warps.size(); ++warp)
        for (const warp_loop& loop : program.warps[warp].loops)
            instructions[warp % instructions.size()] += loop.iterations * loop.chains;
    return instructions;
}

lowered_gemm lower(const gemm_size& size, const mma& instruction, const parameters& p) {
    lowered_gemm lowered;
    lowered.tiles =
        tiles_of(static_cast<std::uint32_t>(size.m), static_cast<std::uint32_t>(size.k), size.n, instruction,
                 static_cast<std::uint32_t>(p.warps), static_cast<std::uint32_t>(p.chains));
    lowered.program.instruction = instruction;
    lowered.program.warps = lowered.tiles.programs();
    return lowered;
}

namespace {

/// Multiply-accumulates of a matrix product: of all multipliers, and of the one that has most if all had as
/// many.
struct executed {
    std::uint64_t macs = 0;
    std::uint64_t busiest = 0;
};

void add_work(const gemm_size& size, const mma& instruction, const executed& work, const parameters& p,
              std::uint64_t sms, outcome& result) {
    const auto kept = static_cast<unsigned>(instruction.kept_columns());
    const auto k = static_cast<unsigned>(instruction.k);
    const auto executed_before = static_cast<double>(result.committed_macs + result.fillers);
    const std::uint64_t committed = size.m * size.n * (size.k * kept / k);
    result.committed_macs += committed;
    result.fillers += work.macs - committed;
    result.mac_units = p.mac_units(instruction.a) * sms;
    // Products run one after the other, so their busiest parts add up.
    const double busiest = (result.load_balance ? executed_before / *result.load_balance : 0) +
                           static_cast<double>(work.busiest);
    if (busiest > 0) result.load_balance = (executed_before + static_cast<double>(work.macs)) / busiest;
    add_bytes(storage_of(instruction, static_cast<std::uint32_t>(size.m), static_cast<std::uint32_t>(size.k)),
              1, result.bytes);
}

}  // namespace

void fill_outcome(const gemm_size& size, const mma& instruction, const sm_program& program,
                  const parameters& p, outcome& result) {
    const balance work = balance_of(program, p);
    const std::uint64_t products = instruction.products();
    add_work(size, instruction,
             {work.instructions * products, work.busiest * products * static_cast<std::uint64_t>(p.subcores)},
             p, 1, result);
}

void fill_outcome(const gemm_size& size, const tiled_gemm& gemm, const gemm_plan& planned,
                  const parameters& p, outcome& result) {
    const auto sms = static_cast<std::uint64_t>(p.sms);
    const auto subcores = static_cast<std::uint64_t>(p.subcores);
    const std::uint64_t of_warp = planned.k_tiles * gemm.instructions() * gemm.instruction().products();
    std::uint64_t warps_of_busiest = 0;  // sub-core, wave by wave
    for (const wave& each : planned.waves)
        warps_of_busiest += (each.sms.front().blocks * gemm.warps() + subcores - 1) / subcores * each.times;
    add_work(size, gemm.instruction(),
             {planned.blocks * gemm.warps() * of_warp, warps_of_busiest * of_warp * subcores * sms}, p, sms,
             result);
    result.alike_parts = sms;
}

void fill_outcome(const lowered_product& product, const parameters& p, outcome& result) {
    const weight_operands& weights = *product.weights;
    fill_outcome({weights.rows, product.batch, weights.columns}, product.instruction(), product.program, p,
                 result);
    note_saturated(product.values->saturated_biases(), weights.rows, result);
    describe(*product.treatment, result);
}

void note_saturated(std::uint32_t saturated, std::uint32_t biases, outcome& result) {
    if (saturated == 0) return;
    result.notes.push_back(
        fmt::format("{} of {} biases are beyond s32 in units of the sums, and saturate; the sums wrap.",
                    saturated, biases));
}

void describe(const weight_treatment& treatment, outcome& result) {
    result.magnitude_before += treatment.magnitude_before;
    result.magnitude_after += treatment.magnitude_after;
    result.is_magnitude_known = treatment.is_magnitude_known;
    if (treatment.violation.empty()) return;
    result.violation = treatment.violation;
    result.notes.push_back(treatment.note);
}

void fill_outcome(const layers::instruction_stream& stream, const sm_program& program, const parameters& p,
                  outcome& result) {
    const auto* instruction = std::get_if<mma>(&stream.instruction);
    result.mac_units = p.mac_units(instruction ? instruction->a : p.computes().type);
    if (instruction == nullptr) return;
    const balance work = balance_of(program, p);
    result.committed_macs = work.instructions * instruction->products();
    result.load_balance = static_cast<double>(work.instructions) /
                          (static_cast<double>(work.busiest) * static_cast<double>(p.subcores));
    add_bytes(storage_of(*instruction, mma::m, static_cast<std::uint32_t>(instruction->k)), stream.chains(),
              result.bytes);
}

}  // namespace lacuna::sparse_tensor_core
