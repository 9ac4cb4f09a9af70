/// The sub-cores of an SM that issue loads, and the shared memory that they share, by events: the issue of an
/// instruction, the phases that start at an edge.
///
/// The state of all of them relative to the present repeats after a few iterations; whole periods are then
/// counted at once.
#pragma once

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "models/sparse_tensor_core/event_run.h"
#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/period_finder.h"
#include "models/sparse_tensor_core/warp_place.h"

namespace lacuna::sparse_tensor_core {

/// What shared memory counts: edges at which phases start, edges at which requests that have come wait for
/// their ways, and phases.
struct shared_memory_run {
    std::uint64_t busy_cycles = 0, way_busy = 0, phases = 0;
};

/// A warp of loads that is to run.
struct loading_warp {
    warp_place place;
    std::uint64_t from = 0;             ///< the edge at which its code is there
    std::vector<std::uint32_t> phases;  ///< of a load of each chain, at least 1
};

class load_events {
  public:
    /// By sub-core.
    load_events(const parameters& p, const std::vector<std::vector<loading_warp>>& warps,
                const event_options& options);

    /// To the end. Throws interrupted.
    event_run run();

    /// After run().
    const shared_memory_run& shared_memory() const { return memory_; }

  private:
    struct warp {
        warp_place place;
        std::uint64_t from;
        std::vector<std::uint32_t> phases;
        std::uint64_t ready = 0;                // the next instruction may issue, but for a slot
        std::vector<std::uint64_t> data_ready;  // by chain; never: while it waits for its phases
    };
    struct load {
        std::uint64_t arrives;
        std::size_t warp;
        std::uint32_t chain;
        std::uint32_t phases_left;
    };
    struct subcore {
        std::vector<warp> warps;
        std::size_t last = 0;       // warp that issued last
        issue_choice next;          // of an instruction
        std::uint64_t charged = 0;  // edges before it have their reason
        std::deque<load> loads;     // that hold a slot, oldest first
        std::uint64_t way_free = 0;
        scheduler_run counted;
    };

    void issue(subcore& s);
    static void set_ready(warp& w);
    void find_next_issue(subcore& s, std::uint64_t from) const;
    /// Edges whose reason is the state before the issue at the last of them.
    void charge(subcore& s, std::uint64_t to) const;
    void start_phases(std::uint64_t edge);
    void start_phase(subcore& s, std::uint64_t edge);
    std::uint64_t next_phases() const;

    void watch_for_period();
    void look_for_period(std::uint64_t now);
    void write_state(const subcore& s, std::uint64_t now);
    void skip(const period_finder::words& growth, std::uint64_t now);

    const std::uint64_t slots_, request_cycles_, return_cycles_, phase_interval_, phases_per_cycle_;
    const bool skip_periods_;
    std::vector<subcore> subcores_;

    // Edges here are those that are simulated: they run on where periods are skipped.
    std::uint64_t memory_from_ = 0;  // the first edge that shared memory has not decided
    std::vector<std::pair<std::uint64_t, std::size_t>> candidates_;  // arrival, sub-core
    std::uint64_t quiet_ = 0;
    std::uint64_t charge_until_;
    shared_memory_run memory_;
    event_run result_;

    // The warp at whose iterations the state is looked at.
    const warp* watched_ = nullptr;
    bool watched_passed_ = false, left_a_loop_ = false;  // in the event simulated last
    period_finder finder_;
    period_finder::words state_, tallies_;
};

}  // namespace lacuna::sparse_tensor_core
