/// The cycles of a program and every count of the SM that runs it, without stepping cycles: events are
/// instructions and the phases of shared memory, and a proven steady state is counted at once. The rules are
/// those of README.md; the code is not the clocked model's.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/kernel_program.h"
#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/warp_program.h"

namespace lacuna::sparse_tensor_core {

/// By the names of counters.h; products and terms are all of the one type of the program. The first eight,
/// classes of cycles, sum to timing::cycles.
struct subcore_counts {
    std::uint64_t busy_cycles = 0, selector_busy = 0, operand_wait = 0, dependency = 0, copy_wait = 0,
                  barrier = 0, epilogue = 0, no_warp = 0;
    std::uint64_t issues = 0, mma_instructions = 0, load_instructions = 0, store_instructions = 0,
                  copy_instructions = 0, write_instructions = 0;
    std::uint64_t operand_reads = 0, metadata_reads = 0;  // registers
    std::uint64_t selects = 0, passes = 0;                // bits
    std::uint64_t multiplies = 0, adds = 0, writes = 0;
    std::uint64_t requests = 0, load_writes = 0;
};

/// By the names of counters.h. The first three sum to timing::cycles.
struct shared_memory_counts {
    std::uint64_t busy_cycles = 0, way_busy = 0, no_request = 0;
    std::uint64_t reads = 0, writes = 0, bytes = 0;
};

/// By the names of counters.h.
struct copy_engine_counts {
    std::uint64_t copies = 0, writes = 0;
};

struct timing {
    std::uint64_t cycles = 0;   ///< from reset to quiescence
    std::uint64_t stopped = 0;  ///< the edge after the last issue: where a warp stops its clock
    /// Fewer than cycles where a proven steady state was skipped: of the sub-core of which most remained.
    std::uint64_t simulated_cycles = 0;
    /// Edges at which a sub-core issues; of loads, edges at which any does or phases start.
    std::uint64_t simulated_events = 0;
    std::vector<subcore_counts> subcores;
    shared_memory_counts shared_memory;
    copy_engine_counts copy_engine;
};

/// Every warp's chains of loads are at most program.ilp. Throws interrupted.
timing time_of(const sm_program& program, const parameters& p, bool skip_periods = true);
/// Throws interrupted.
timing time_of(const kernel_program& program, const parameters& p, bool skip_periods = true);

}  // namespace lacuna::sparse_tensor_core
