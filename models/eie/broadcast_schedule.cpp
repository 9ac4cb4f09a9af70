#include "models/eie/broadcast_schedule.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/eie/lnzd_node.h"

namespace lacuna::eie {
namespace {

std::size_t parents_of(std::size_t nodes) {
    return (nodes + lnzd_node::fan_in - 1) / lnzd_node::fan_in;
}

/// One activation of that PE climbs to the root.
void count_selects(std::size_t pe, std::size_t pes, std::vector<std::uint64_t>& selects) {
    std::size_t level_begin = 0;
    std::size_t level = pes;
    std::size_t child = pe;
    do {
        level = parents_of(level);
        child /= lnzd_node::fan_in;
        ++selects[level_begin + child];
        level_begin += level;
    } while (level > 1);
}

}  // namespace

std::size_t lnzd_nodes(std::size_t pes) {
    std::size_t nodes = 0;
    std::size_t level = pes;
    do {
        level = parents_of(level);
        nodes += level;
    } while (level > 1);
    return nodes;
}

broadcast_schedule schedule_of(const parameters& p, const pass& part, const std::vector<float>& activations) {
    const auto pes = static_cast<std::size_t>(p.pes);
    const float* begin = activations.data() + part.first_input;
    const std::size_t inputs = part.inputs;
    const std::size_t batch = static_cast<std::size_t>(p.source_registers) * pes;
    const auto lnzd_latency = static_cast<std::uint64_t>(p.lnzd_latency_cycles);
    const auto batch_switch = static_cast<std::uint64_t>(p.batch_switch_cycles);
    const bool negative_too = p.broadcast == "nonzero";
    broadcast_schedule found;
    found.selects.resize(lnzd_nodes(pes));
    std::uint64_t delay = 2;  // edge 1 takes the first row, edge 2 looks at it
    ++found.next_row;
    for (std::size_t row = 0; row < inputs; row += pes) {
        if (row > 0 && row % batch == 0) {
            delay += batch_switch;
            found.batch_switch += batch_switch;
        }
        delay += lnzd_latency;
        found.lnzd_wait += lnzd_latency;
        ++found.rows;
        bool sent_last = false;
        for (std::size_t pe = 0; pe < std::min(pes, inputs - row); ++pe) {
            const float activation = begin[row + pe];
            if (negative_too ? activation == 0 : activation <= 0) continue;
            found.columns.push_back({static_cast<std::uint32_t>(row + pe), delay});
            count_selects(pe, pes, found.selects);
            delay = 1;
            sent_last = pe + 1 == pes;
        }
        if (sent_last) continue;
        ++delay;
        ++found.next_row;
    }
    const std::size_t bias = (inputs + pes - 1) / pes * pes;
    found.columns.push_back({static_cast<std::uint32_t>(bias), delay});
    if (pes > 1) ++found.next_row;
    return found;
}

std::string schedule_name(const parameters& p) {
    return fmt::format("{} broadcast, {} source registers, latency {}, batch switch {}", p.broadcast,
                       p.source_registers, p.lnzd_latency_cycles, p.batch_switch_cycles);
}

}  // namespace lacuna::eie
