/// What a simulation by events is told and what it brings, for one warp scheduler. Time is counted in edges
/// of the clock, from 0.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "models/sparse_tensor_core/idle_cause.h"
#include "models/sparse_tensor_core/warp_place.h"

namespace lacuna::sparse_tensor_core {

/// Later than every edge.
constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

/// What is left of a time at an edge: 0 where it has come.
inline std::uint64_t left_of(std::uint64_t time, std::uint64_t edge) {
    return time > edge ? time - edge : 0;
}

struct event_options {
    bool skip_periods = true;
    std::uint64_t charge_until = never;  ///< edges of schedulers from here on are charged to no reason
};

/// The edges at which a scheduler's reason is charged, by the reason: its collector is free, it issues no
/// mma, and it has instructions left.
using scheduler_waits = std::array<std::uint64_t, idle_causes>;

/// What one sub-core's scheduler did.
struct scheduler_run {
    scheduler_waits waits{};
    std::uint64_t stopped = 0;  ///< the edge after its last issue
};

struct event_run {
    std::vector<scheduler_run> schedulers;
    std::uint64_t quiet = 0;    ///< the edge after the last at which anything is done
    std::uint64_t events = 0;   ///< simulated
    std::uint64_t skipped = 0;  ///< edges of periods that were counted at once
};

/// An issue to come.
struct issue_choice {
    std::uint64_t edge = never;
    std::size_t warp = 0;
};

/// The next issue from edge `now` on: the earliest eligible warp, and of several the first after `last`,
/// round robin. `eligible` gives the edge from which a warp's next instruction may issue.
template <class Eligible>
issue_choice next_issue(std::size_t warps, std::size_t last, std::uint64_t now, const Eligible& eligible) {
    issue_choice best;
    std::size_t warp = last;
    for (std::size_t i = 0; i < warps; ++i) {
        if (++warp >= warps) warp = 0;
        const std::uint64_t from = eligible(warp);
        if (from >= best.edge) continue;
        best = {from > now ? from : now, warp};
        if (best.edge == now) break;
    }
    return best;
}

}  // namespace lacuna::sparse_tensor_core
