/// One sub-core that issues mma, by events: an issue fixes when the collector and an accumulator are free
/// again, so that the next issue is known without the cycles in between. Nothing else couples its warps, and
/// nothing couples it to other sub-cores.
///
/// The state relative to the present repeats after a few iterations; whole periods are then counted at once.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/event_run.h"
#include "models/sparse_tensor_core/instruction_timing.h"
#include "models/sparse_tensor_core/period_finder.h"
#include "models/sparse_tensor_core/warp_place.h"

namespace lacuna::sparse_tensor_core {

/// A warp that is to run: its place, and the edge at which its fragments are in its registers.
struct starting_warp {
    warp_place place;
    std::uint64_t fragments = 0;
};

class mma_events {
  public:
    /// `warps` are those of the sub-core; `first_tile` is first_tile_cycles().
    mma_events(const instruction_timing& takes, std::uint64_t first_tile,
               const std::vector<starting_warp>& warps, const event_options& options);

    /// To the end. Throws interrupted.
    event_run run();

  private:
    struct warp {
        warp_place place;
        std::uint64_t fragments;
        std::uint64_t ready = 0;                      // the next instruction may issue, but for the collector
        std::vector<std::uint64_t> accumulator_free;  // by chain
    };

    void issue(const issue_choice& next);
    void set_ready(warp& w) const;
    /// Edges without a tile before or at an issue that are not the hold of an mma.
    void charge(std::uint64_t from, std::uint64_t to);
    std::uint64_t& waits(idle_cause cause) { return counted_.waits[static_cast<std::size_t>(cause)]; }
    void watch_for_period();
    void look_for_period();
    void skip(const period_finder::words& growth);

    const instruction_timing takes_;
    const std::uint64_t first_tile_;
    const bool skip_periods_;
    std::vector<warp> warps_;

    // Edges here are those that are simulated: they run on where periods are skipped.
    std::uint64_t now_ = 0;  // the first edge not decided
    std::size_t last_ = 0;   // warp that issued last
    std::uint64_t collector_free_ = 0;
    std::uint64_t quiet_ = 0;
    std::uint64_t charge_until_;
    event_run result_;
    scheduler_run counted_;

    std::size_t watched_ = 0;  // warp at whose iterations the state is looked at
    period_finder finder_;
    period_finder::words state_, tallies_;
};

}  // namespace lacuna::sparse_tensor_core
