#include "models/sparse_tensor_core/sm_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "models/sparse_tensor_core/counters.h"
#include "models/sparse_tensor_core/gemm/block_program.h"
#include "models/sparse_tensor_core/gemm/gemm_occupancy.h"
#include "models/sparse_tensor_core/gemm/product_numbers.h"
#include "models/sparse_tensor_core/gemm/tile_values.h"
#include "models/sparse_tensor_core/lowering.h"
#include "models/sparse_tensor_core/occupancy.h"

namespace lacuna::sparse_tensor_core {
namespace {

/// More take longer to plan than anybody waits.
constexpr std::uint64_t most_blocks = std::uint64_t{1} << 22;

std::uint64_t count_of(std::int64_t parameter) {
    return static_cast<std::uint64_t>(parameter);
}

gpu_memory memory_of(const parameters& p) {
    return {count_of(p.sms),
            count_of(p.l2_bytes_per_cycle),
            count_of(p.l2_port_bytes_per_cycle),
            count_of(p.l2_latency_cycles),
            count_of(p.l2_bytes),
            count_of(p.hbm_bytes_per_cycle),
            count_of(p.global_latency_cycles)};
}

/// Instructions of a slice of k.
std::uint64_t instructions_of_slice(const gemm_size& size, const tiled_gemm& gemm, const parameters& p) {
    if (p.split_k == 1) return gemm_values::all_of_k;
    return k_tiles_of(size, gemm, static_cast<std::uint32_t>(p.split_k)) * gemm.k_groups();
}

gemm_plan plan_of(const gemm_size& size, const tiled_gemm& gemm, const parameters& p) {
    const occupancy fits = occupancy_of(gemm, p);
    if (fits.blocks == 0) throw does_not_fit(fits.refusal);
    const auto split_k = static_cast<std::uint32_t>(p.split_k);
    const std::uint64_t blocks = blocks_of(size, gemm, split_k);
    if (blocks > most_blocks)
        throw does_not_fit(
            fmt::format("{} thread blocks are more than the {} that are planned.", blocks, most_blocks));
    return plan(size, gemm, fits.blocks, static_cast<std::uint32_t>(p.swizzle), split_k, memory_of(p));
}

/// Blocks side by side that are served alike take as long in every wave: an SM begins each one empty.
struct same_blocks {
    std::uint32_t blocks;
    memory_share memory;
    std::uint64_t times = 0;  // on all SMs, in all waves
    std::uint64_t cycles = 0;
};

class executions {
  public:
    same_blocks& of(const alike_sms& sms) {
        for (same_blocks& each : all_)
            if (each.blocks == sms.blocks && each.memory == sms.memory) return each;
        all_.push_back({sms.blocks, sms.memory});
        return all_.back();
    }
    std::vector<same_blocks>& all() { return all_; }

  private:
    std::vector<same_blocks> all_;
};

}  // namespace

void sm_engine::register_memory() {
    statistics_.add("l2", counters::l2_read, moved_.l2_read);
    statistics_.add("l2", counters::l2_write, moved_.l2_written);
    statistics_.add("hbm", counters::hbm_read, moved_.hbm_read);
    statistics_.add("hbm", counters::hbm_write, moved_.hbm_written);
}

outcome sm_engine::run(const layers::workload& work) {
    statistics_.reset();
    arithmetic_ = parameters_.computes();
    outcome result;
    if (work.stream) run_stream(*work.stream, result);
    if (work.sampled) run_sampled(*work.sampled, result);
    for (const layers::product& product : work.products) run_product(product, result);
    return result;
}

held_weights sm_engine::stored_weights(const layers::affine_weights& weights) const {
    return sparse_tensor_core::stored_weights(weights, parameters_);
}

void sm_engine::run_stream(const layers::instruction_stream& stream, outcome& result) {
    const sm_program program = program_of(stream, parameters_);
    check_fits(parameters_, program);
    if (std::holds_alternative<formats::mma>(stream.instruction)) {
        stream_values values(stream);
        result.cycles = execute(program, &values, nullptr);
        result.registers = values.registers();
    } else {
        result.cycles = execute(program, nullptr, &stream);
        result.registers = loaded_registers();
    }
    result.simulated_cycles = result.cycles;
    result.shared_memory_bytes = static_cast<std::uint64_t>(parameters_.shared_memory_bytes);
    fill_outcome(stream, program, parameters_, result);
}

void sm_engine::run_product(const layers::product& product, outcome& result) {
    const gemm_size size{product.weights.outputs(), product.activations.size(), product.weights.inputs()};
    if (parameters_.runs_gemms()) {
        const auto treatment = treatment_of(product.weights, parameters_);
        const auto weights = operands_of(product.weights, *treatment, parameters_);
        const tiled_gemm gemm = tiled(parameters_, parameters_.instruction_for(treatment->sparse));
        const std::uint64_t of_slice = instructions_of_slice(size, gemm, parameters_);
        std::shared_ptr<const product_numbers> numbers;
        if (computes_apart()) {
            run_blocks(size, gemm, nullptr, result);
            numbers = numbers_of(product, weights, gemm.instruction(), of_slice, product.is_whole);
        } else {
            gemm_values values(product, weights, gemm.instruction(), of_slice, product.is_whole);
            run_blocks(size, gemm, &values, result);
            values.compute();
            numbers = std::make_shared<const product_numbers>(numbers_of(values));
        }
        arithmetic_.slice_k = numbers->slice_k;
        result.outputs.push_back(numbers->outputs);
        result.tiles.push_back(numbers->tiles);
        note_saturated(numbers->saturated_biases, weights->rows, result);
        describe(*treatment, result);
        return;
    }
    const lowered_product lowered = lower(product, parameters_);
    check_fits(parameters_, lowered.program);
    const std::uint64_t cycles =
        execute(lowered.program, computes_apart() ? nullptr : lowered.values.get(), nullptr);
    result.cycles += cycles;
    result.simulated_cycles += cycles;
    result.outputs.push_back(computes_apart() ? numbers_of(product, lowered.weights, lowered.instruction(),
                                                           gemm_values::all_of_k, true)
                                                    ->outputs
                                              : lowered.values->outputs());
    fill_outcome(lowered, parameters_, result);
}

void sm_engine::run_sampled(const layers::sampled_gemm& drawn, outcome& result) {
    const gemm_size size{drawn.m, drawn.n, drawn.k};
    const weight_treatment treatment = treatment_of(drawn, parameters_);
    const formats::mma instruction = parameters_.instruction_for(treatment.sparse);
    if (parameters_.runs_gemms()) {
        const tiled_gemm gemm = tiled(parameters_, instruction);
        gemm_values values(drawn, instruction, instructions_of_slice(size, gemm, parameters_));
        run_blocks(size, gemm, &values, result);
        values.compute();
        arithmetic_.slice_k = values.slice_k();
        result.tiles.push_back(values.outputs_of_tiles());
    } else {
        gemm_values values(drawn, instruction);
        const lowered_gemm lowered = lower(size, instruction, parameters_);
        check_fits(parameters_, lowered.program);
        tile_values of_boxes(values, [&](std::uint32_t warp, std::uint32_t chain, std::uint64_t index) {
            const output_tiles::place at = lowered.tiles.place_of(warp, chain, index);
            return tile_values::place{{at.row_tile, at.column_tile}, 0, at.k_instruction};
        });
        result.cycles = result.simulated_cycles = execute(lowered.program, &of_boxes, nullptr);
        values.compute();
        result.tiles.push_back(values.outputs_of_tiles());
        fill_outcome(size, instruction, lowered.program, parameters_, result);
    }
    describe(treatment, result);
}

std::uint64_t sm_engine::execute_all(const kernel_program& program, std::uint64_t times, chain_values* values,
                                     outcome& result) {
    const std::vector<std::uint64_t> before = statistics_.values();
    const std::uint64_t cycles = execute(program, values);
    result.simulated_cycles += cycles;
    if (!parameters_.simulates_all) {
        statistics_.repeat_since(before, times);
        return cycles;
    }
    for (std::uint64_t i = 1; i < times; ++i) result.simulated_cycles += execute(program, nullptr);
    return cycles;
}

void sm_engine::run_blocks(const gemm_size& size, const tiled_gemm& gemm, gemm_values* values,
                           outcome& result) {
    const gemm_plan planned = plan_of(size, gemm, parameters_);
    const std::uint64_t sms = count_of(parameters_.sms);
    executions same;
    for (const wave& each : planned.waves)
        for (const alike_sms& alike : each.sms)
            if (alike.blocks != 0) same.of(alike).times += alike.sms * each.times;
    const auto swizzle = static_cast<std::uint32_t>(parameters_.swizzle);
    // Of the boxes that run first: those of the first SM of the first wave.
    std::optional<tile_values> of_boxes;
    const auto locate = [&](std::uint32_t warp, std::uint32_t chain, std::uint64_t index) {
        const block_place block = place_of_block(warp / gemm.warps() * sms, size, gemm, swizzle);
        return place_in_block(gemm, block, warp % gemm.warps(), chain, index);
    };
    if (values != nullptr) of_boxes.emplace(*values, locate);
    for (same_blocks& each : same.all()) {
        const bool is_first = &each == &same.all().front();
        each.cycles = execute_all(program_of(gemm, planned.k_tiles, each.blocks, each.memory), each.times,
                                  is_first && of_boxes ? &*of_boxes : nullptr, result);
    }

    std::uint64_t cycles = count_of(parameters_.launch_cycles);
    std::uint64_t no_block = cycles * sms;  // summed over SMs
    for (const wave& each : planned.waves) {
        const auto cycles_of = [&](const alike_sms& alike) {
            return alike.blocks != 0 ? same.of(alike).cycles : 0;
        };
        std::uint64_t longest = 0;
        for (const alike_sms& alike : each.sms) longest = std::max(longest, cycles_of(alike));
        for (const alike_sms& alike : each.sms)
            no_block += (longest - cycles_of(alike)) * alike.sms * each.times;
        cycles += longest * each.times;
    }
    const std::uint64_t reducing = planned.reduction_cycles * sms;
    statistics_.add_to_each("subcore.no_warp", no_block);
    statistics_.add_to_each("subcore.epilogue", reducing);
    statistics_.add_to_each("shared_memory.no_request", no_block + reducing);
    moved_.l2_read += planned.bytes.l2_read;
    moved_.l2_written += planned.bytes.l2_written;
    moved_.hbm_read += planned.bytes.hbm_read;
    moved_.hbm_written += planned.bytes.hbm_written;
    result.cycles += cycles + planned.reduction_cycles;
    fill_outcome(size, gemm, planned, parameters_, result);
}

}  // namespace lacuna::sparse_tensor_core
