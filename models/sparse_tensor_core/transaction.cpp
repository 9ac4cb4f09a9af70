#include "models/sparse_tensor_core/transaction.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/sparse_tensor_core/multiply_accumulate.h"
#include "sim/config/interruption.h"

namespace lacuna::sparse_tensor_core {

namespace {

/// A counter of a sub-core: whose it is, and where the engine keeps it.
struct subcore_counter {
    const char* box;  ///< below the sub-core; "" is its own
    const statistics::definition& what;
    std::uint64_t subcore_counts::*value;
};

/// In the order of the clocked model; those by type stand between these and the others.
constexpr subcore_counter counters_to_the_selector[] = {
    {".warp_scheduler", counters::warp_scheduler_issue, &subcore_counts::issues},
    {".warp_scheduler", counters::warp_scheduler_mma, &subcore_counts::mma_instructions},
    {".warp_scheduler", counters::warp_scheduler_load, &subcore_counts::load_instructions},
    {".warp_scheduler", counters::warp_scheduler_store, &subcore_counts::store_instructions},
    {".warp_scheduler", counters::warp_scheduler_copy, &subcore_counts::copy_instructions},
    {".warp_scheduler", counters::warp_scheduler_write, &subcore_counts::write_instructions},
    {"", counters::subcore_busy_cycles, &subcore_counts::busy_cycles},
    {"", counters::subcore_selector_busy, &subcore_counts::selector_busy},
    {"", counters::subcore_operand_wait, &subcore_counts::operand_wait},
    {"", counters::subcore_dependency, &subcore_counts::dependency},
    {"", counters::subcore_copy_wait, &subcore_counts::copy_wait},
    {"", counters::subcore_barrier, &subcore_counts::barrier},
    {"", counters::subcore_epilogue, &subcore_counts::epilogue},
    {"", counters::subcore_no_warp, &subcore_counts::no_warp},
    {".operand_collector", counters::operand_collector_read, &subcore_counts::operand_reads},
    {".metadata_delivery", counters::metadata_delivery_read, &subcore_counts::metadata_reads},
    {".operand_selector", counters::operand_selector_select, &subcore_counts::selects},
    {".operand_selector", counters::operand_selector_pass, &subcore_counts::passes},
};
constexpr subcore_counter counters_from_write_back[] = {
    {".write_back", counters::write_back_write, &subcore_counts::writes},
    {".load_store_unit", counters::load_store_unit_request, &subcore_counts::requests},
    {".load_store_unit", counters::load_store_unit_write, &subcore_counts::load_writes},
};

/// The same of shared memory.
struct shared_memory_counter {
    const statistics::definition& what;
    std::uint64_t shared_memory_counts::*value;
};

constexpr shared_memory_counter shared_memory_counters[] = {
    {counters::shared_memory_busy_cycles, &shared_memory_counts::busy_cycles},
    {counters::shared_memory_way_busy, &shared_memory_counts::way_busy},
    {counters::shared_memory_no_request, &shared_memory_counts::no_request},
    {counters::shared_memory_read, &shared_memory_counts::reads},
    {counters::shared_memory_write, &shared_memory_counts::writes},
    {counters::shared_memory_bytes, &shared_memory_counts::bytes},
};

}  // namespace

transaction::transaction(const parameters& p)
    : sm_engine(p), subcores_(static_cast<std::size_t>(p.subcores)) {
    for (std::size_t i = 0; i < subcores_.size(); ++i) {
        const std::string subcore = fmt::format("subcore[{}]", i);
        subcore_totals& all = subcores_[i];
        for (const subcore_counter& each : counters_to_the_selector)
            statistics_.add(subcore + each.box, each.what, all.counts.*each.value);
        counters::add_all(statistics_, subcore + ".dot_product_units", counters::dot_product_units_multiply,
                          all.multiplies);
        counters::add_all(statistics_, subcore + ".accumulation", counters::accumulation_add, all.adds);
        for (const subcore_counter& each : counters_from_write_back)
            statistics_.add(subcore + each.box, each.what, all.counts.*each.value);
    }
    statistics_.add("copy_engine", counters::copy_engine_copy, copy_engine_.copies);
    statistics_.add("copy_engine", counters::copy_engine_write, copy_engine_.writes);
    for (const shared_memory_counter& each : shared_memory_counters)
        statistics_.add("shared_memory", each.what, shared_memory_.*each.value);
    register_memory();
}

outcome transaction::run(const layers::workload& work) {
    outcome result = sm_engine::run(work);
    result.simulated_cycles = 0;  // one by one
    return result;
}

std::uint64_t transaction::execute(const kernel_program& program, chain_values*) {
    const timing found = time_of(program, parameters_);
    count(&program.instruction, found);
    return found.cycles;
}

std::uint64_t transaction::execute(const sm_program& program, chain_values* values,
                                   const layers::instruction_stream* loads) {
    const timing found = time_of(program, parameters_);
    count(std::get_if<formats::mma>(&program.instruction), found);
    if (values != nullptr) compute(program, *values);
    if (loads != nullptr) load_registers(*loads);
    return found.cycles;
}

void transaction::count(const formats::mma* instruction, const timing& found) {
    for (std::size_t i = 0; i < subcores_.size(); ++i) {
        subcore_totals& all = subcores_[i];
        const subcore_counts& more = found.subcores[i];
        for (const subcore_counter& each : counters_to_the_selector)
            all.counts.*each.value += more.*each.value;
        for (const subcore_counter& each : counters_from_write_back)
            all.counts.*each.value += more.*each.value;
        if (instruction == nullptr) continue;
        all.multiplies[counters::multiply_of(instruction->a)] += more.multiplies;
        all.adds[counters::add_of(instruction->accumulator)] += more.adds;
    }
    for (const shared_memory_counter& each : shared_memory_counters)
        shared_memory_.*each.value += found.shared_memory.*each.value;
    copy_engine_.copies += found.copy_engine.copies;
    copy_engine_.writes += found.copy_engine.writes;
}

void transaction::compute(const sm_program& program, chain_values& values) const {
    const auto& instruction = std::get<formats::mma>(program.instruction);
    for (std::uint32_t warp = 0; warp < program.warps.size(); ++warp) {
        const std::vector<warp_loop>& loops = program.warps[warp].loops;
        std::uint32_t chains = 0;
        for (const warp_loop& loop : loops) chains = std::max(chains, loop.chains);
        for (std::uint32_t chain = 0; chain < chains; ++chain) {
            std::uint64_t instructions = 0;
            for (const warp_loop& loop : loops) instructions += chain < loop.chains ? loop.iterations : 0;
            std::vector<std::uint32_t> d;
            for (std::uint64_t index = 0; index < instructions && values.are_computed(warp, chain, index);
                 ++index) {
                if (const std::vector<std::uint32_t>* c = values.start(warp, chain, index)) d = *c;
                d = multiply_accumulate(instruction, values.operands(warp, chain, index), d);
                values.finish(warp, chain, index, d);
            }
            give_up_if_stopped();
        }
    }
}

void transaction::load_registers(const layers::instruction_stream& loads) {
    constexpr std::uint32_t lanes_a_row = 4;  // of a matrix: 16 bytes
    constexpr std::uint32_t rows = 8;
    const auto& load = std::get<layers::shared_memory_load>(loads.instruction);
    const auto bytes = static_cast<std::uint64_t>(parameters_.shared_memory_bytes);
    const auto registers = static_cast<std::uint32_t>(load.registers());
    const std::vector<std::uint32_t> memory = layers::shared_memory_contents(loads, bytes);
    loaded_.assign(loads.chains(), std::vector<std::uint32_t>(formats::mma::lanes * registers));
    for (std::uint32_t chain = 0; chain < loaded_.size(); ++chain) {
        for (std::uint32_t i = 0; i < loaded_[chain].size(); ++i) {
            const std::uint32_t lane = i / registers;
            const bool of_matrix = load.matrices != 0;
            const std::uint32_t giver = of_matrix ? i % registers * rows + lane / lanes_a_row : lane;
            const std::uint64_t word = of_matrix ? lane % lanes_a_row : 0;
            loaded_[chain][i] =
                memory[layers::load_address(loads, bytes, chain, static_cast<int>(giver)) / 4 + word];
        }
    }
}

}  // namespace lacuna::sparse_tensor_core
