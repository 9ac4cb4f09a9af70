/// An SM that runs lists of instructions, by events: the issue of an instruction, the phases of shared memory
/// that start at an edge. Sub-cores are simulated together, since they share shared memory, copies and
/// barriers.
///
/// The state of all of them relative to the present repeats after a few iterations; whole periods are then
/// counted at once.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "models/sparse_tensor_core/event_run.h"
#include "models/sparse_tensor_core/instruction_timing.h"
#include "models/sparse_tensor_core/kernel_program.h"
#include "models/sparse_tensor_core/period_finder.h"

namespace lacuna::sparse_tensor_core {

/// What shared memory counts: edges at which phases start, edges at which requests that have come wait for
/// their ways, and phases.
struct shared_memory_run {
    std::uint64_t busy_cycles = 0, way_busy = 0, reads = 0, writes = 0;
};

/// What the SM is to execute. All of it outlives the simulation.
struct sm_events_work {
    const std::vector<instruction_list>* warps = nullptr;
    std::uint32_t warps_of_block = 1;
    std::vector<std::uint64_t> fragments;  ///< by warp, the edge at which its first operands are there
    instruction_timing takes;              ///< of its mma
    std::uint64_t first_tile = 0;          ///< first_tile_cycles()
    memory_share memory;
};

class sm_events {
  public:
    sm_events(const parameters& p, const sm_events_work& work, const event_options& options);

    /// To the end. Throws interrupted.
    event_run run();

    /// After run().
    const shared_memory_run& shared_memory() const { return memory_; }

  private:
    struct warp {
        list_place place;
        std::size_t subcore;
        std::uint32_t block;
        std::uint64_t fragments;
        std::vector<std::uint64_t> ready;  // by set; never: while it waits for its phases
        std::uint64_t left_collector = 0;  // its last mma
        std::uint64_t released = 0;        // from the barrier; never: while it waits there
        std::uint32_t copies = 0;          // on their way
        std::uint64_t copies_seen = 0;     // from this edge on is seen that the last to come has come
    };
    struct request {  // of shared memory
        std::uint64_t arrives;
        std::size_t warp;
        register_set set;
        std::uint16_t sets;
        std::uint32_t phases_left;
        bool reads;
    };
    struct subcore {
        std::vector<std::size_t> warps;
        std::size_t last = 0;  // of these, which issued last
        issue_choice next;     // of an instruction
        bool stale = true;     // next is to be found again
        std::uint64_t collector_free = 0;
        std::uint64_t charged = 0;     // edges before it have their reason
        std::deque<request> requests;  // that hold a slot, oldest first
        std::uint64_t way_free = 0;
        scheduler_run counted;
    };
    struct block {
        std::uint32_t warps = 0;
        std::uint32_t here = 0;  // at the barrier
    };

    void issue(subcore& s);
    void execute(const warp_instruction& each, subcore& s, std::size_t number, std::uint64_t edge);
    void arrive(std::uint32_t block, std::uint64_t edge);
    std::uint64_t eligible(const subcore& s, const warp& w) const;
    /// Edges whose reason is the state before the issue at the last of them.
    void charge(subcore& s, std::uint64_t to);
    /// Why a warp does not issue an mma at an edge, and until which edge it is that.
    static idle_cause cause_of(const warp& w, std::uint64_t edge, std::uint64_t& until);
    void start_phases(std::uint64_t edge);
    bool start_phase(std::deque<request>& requests, std::uint64_t edge);
    std::uint64_t next_phases() const;

    void watch_for_period();
    void look_for_period(std::uint64_t now);
    void write_state(std::uint64_t now);
    void skip(const period_finder::words& growth, std::uint64_t now);

    const std::uint64_t slots_, request_cycles_, return_cycles_, phase_interval_, phases_per_cycle_;
    const instruction_timing takes_;
    const std::uint64_t first_tile_;
    const memory_share share_;
    const bool skip_periods_;
    std::vector<subcore> subcores_;
    std::vector<warp> warps_;
    std::vector<block> blocks_;

    // Edges here are those that are simulated: they run on where periods are skipped.
    std::deque<request> copies_;
    std::uint64_t copies_asked_ = 0;
    std::uint64_t read_free_ = 0, write_free_ = 0;  // of the share of L2
    std::uint64_t memory_from_ = 0;                 // the first edge that shared memory has not decided
    std::vector<std::pair<std::uint64_t, std::size_t>> candidates_;  // arrival, sub-core or copies
    std::uint64_t quiet_ = 0;
    std::uint64_t charge_until_;
    shared_memory_run memory_;
    event_run result_;

    // The warp at whose iterations the state is looked at.
    std::size_t watched_ = 0;
    bool watched_passed_ = false, left_a_loop_ = false;  // in the event simulated last
    period_finder finder_;
    period_finder::words state_, tallies_;
};

}  // namespace lacuna::sparse_tensor_core
