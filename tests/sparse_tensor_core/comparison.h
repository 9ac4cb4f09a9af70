/// Runs one workload by both engines and finds the first figure in which they differ.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "sim/accelerator/accelerator.h"

namespace lacuna::sparse_tensor_core::test {

/// What a run gives, or why it gives nothing.
struct attempt {
    std::optional<outcome> done;
    std::string refused;
};

inline attempt attempt_to_run(accelerator& hardware, const layers::workload& work) {
    try {
        return {hardware.run(work), ""};
    } catch (const does_not_fit& reason) {
        return {std::nullopt, reason.what()};
    }
}

/// Empty where every counter of every box is the same.
inline std::string difference_of_counters(const accelerator& clocked, const accelerator& transaction) {
    const auto boxes = clocked.statistics().instances();
    const auto others = transaction.statistics().instances();
    if (boxes.size() != others.size()) return "the number of boxes";
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (boxes[i].box != others[i].box) return fmt::format("boxes {} and {}", boxes[i].box, others[i].box);
        for (std::size_t c = 0; c < boxes[i].counters.size(); ++c) {
            const auto& [what, value] = boxes[i].counters[c];
            const statistics::total& other = others[i].counters.at(c);
            if (what->name != other.what->name) return fmt::format("{} and {}", what->name, other.what->name);
            if (value != other.value)
                return fmt::format("{} {}: {} and {}", boxes[i].box, what->name, value, other.value);
        }
    }
    return {};
}

inline bool same_tiles(const std::vector<std::vector<layers::output_tile>>& a,
                       const std::vector<std::vector<layers::output_tile>>& b) {
    const auto same = [](const layers::output_tile& one, const layers::output_tile& other) {
        return one.row == other.row && one.column == other.column && one.columns == other.columns &&
               one.values == other.values;
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const auto& of_one, const auto& of_other) {
        return std::equal(of_one.begin(), of_one.end(), of_other.begin(), of_other.end(), same);
    });
}

/// Empty where both refuse alike, or all figures, outputs and counters of every box agree.
inline std::string difference(accelerator& clocked, accelerator& transaction, const layers::workload& work) {
    const attempt a = attempt_to_run(clocked, work);
    const attempt b = attempt_to_run(transaction, work);
    if (a.refused != b.refused) return fmt::format("\"{}\" and \"{}\"", a.refused, b.refused);
    if (!a.done) return {};
    if (a.done->cycles != b.done->cycles)
        return fmt::format("cycles {} and {}", a.done->cycles, b.done->cycles);
    const std::string counters = difference_of_counters(clocked, transaction);
    if (!counters.empty()) return counters;
    if (a.done->outputs != b.done->outputs) return "outputs";
    if (!same_tiles(a.done->tiles, b.done->tiles)) return "tiles";
    if (a.done->registers != b.done->registers) return "registers";
    if (a.done->committed_macs != b.done->committed_macs || a.done->fillers != b.done->fillers) return "MACs";
    if (a.done->load_balance != b.done->load_balance) return "load balance";
    if (a.done->alike_parts != b.done->alike_parts) return "parts";
    transaction.statistics().check_conservation(b.done->cycles * b.done->alike_parts);
    return {};
}

}  // namespace lacuna::sparse_tensor_core::test
