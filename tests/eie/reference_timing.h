/// EIE's counts computed a second way: from the recurrence over broadcast columns, without cycles, channels
/// or boxes.
///
/// It shares no code with the model: entries are counted on the plain matrix. Rules: models/eie/README.md.
#pragma once

#include <cstdint>
#include <vector>

#include "models/eie/parameters.h"
#include "sim/layers/workload.h"

namespace lacuna::eie::test {

struct reference_counts {
    std::uint64_t cycles = 0;
    std::uint64_t broadcasts = 0;
    std::uint64_t next_row = 0;
    std::uint64_t lnzd_wait = 0;
    std::uint64_t batch_switch = 0;
    std::uint64_t sram_reads = 0;
    std::uint64_t queue_full = 0;
    std::uint64_t busy = 0;
    std::uint64_t empty_column = 0;
    std::uint64_t row_reads = 0;
    std::uint64_t macs = 0;
    std::uint64_t fillers = 0;
    std::uint64_t bypasses = 0;
};

/// The counts of one product with one activation vector.
reference_counts reference_timing(const parameters& p, const formats::csc<std::uint8_t>& codes,
                                  const std::vector<float>& activations);

}  // namespace lacuna::eie::test
