#include "models/sparse_tensor_core/load_events.h"

#include <algorithm>

#include "sim/config/interruption.h"

namespace lacuna::sparse_tensor_core {

load_events::load_events(const parameters& p, const std::vector<std::vector<loading_warp>>& warps,
                         const event_options& options)
    : slots_(static_cast<std::uint64_t>(p.memory_queue_slots)),
      request_cycles_(static_cast<std::uint64_t>(p.shared_request_cycles)),
      return_cycles_(static_cast<std::uint64_t>(p.shared_return_cycles)),
      phase_interval_(static_cast<std::uint64_t>(p.phase_interval_cycles)),
      phases_per_cycle_(static_cast<std::uint64_t>(p.phases_per_cycle)),
      skip_periods_(options.skip_periods),
      subcores_(warps.size()),
      charge_until_(options.charge_until) {
    for (std::size_t i = 0; i < warps.size(); ++i) {
        subcore& s = subcores_[i];
        for (const loading_warp& starts : warps[i]) {
            s.warps.push_back({starts.place, starts.from, starts.phases, 0,
                               std::vector<std::uint64_t>(starts.place.most_chains(), 0)});
            set_ready(s.warps.back());
        }
        s.last = s.warps.empty() ? 0 : s.warps.size() - 1;
        find_next_issue(s, 0);
    }
}

event_run load_events::run() {
    watch_for_period();
    while (true) {
        const std::uint64_t phases_at = next_phases();
        std::uint64_t edge = phases_at;
        for (const subcore& s : subcores_) edge = std::min(edge, s.next.edge);
        if (edge == never) break;
        watched_passed_ = left_a_loop_ = false;
        // What a scheduler does at an edge and what shared memory does are seen by each other later only.
        for (subcore& s : subcores_)
            if (s.next.edge == edge) issue(s);
        if (phases_at == edge) start_phases(edge);
        if (left_a_loop_)
            watch_for_period();
        else if (watched_passed_ && skip_periods_)
            look_for_period(edge + 1);
        if (++result_.events % 65536 == 0) give_up_if_stopped();
    }
    for (const subcore& s : subcores_) result_.schedulers.push_back(s.counted);
    result_.quiet = quiet_ + result_.skipped;
    return result_;
}

void load_events::issue(subcore& s) {
    const std::uint64_t edge = s.next.edge;
    const std::size_t number = s.next.warp;
    warp& w = s.warps[number];
    charge(s, edge + 1);
    quiet_ = std::max(quiet_, edge + 1);
    s.counted.stopped = edge + 1 + result_.skipped;
    s.last = number;
    if (w.place.at_chain()) {
        const std::uint32_t chain = w.place.slot();
        w.data_ready[chain] = never;
        s.loads.push_back({edge + request_cycles_, number, chain, w.phases[chain]});
    }
    const warp_place::passed passed = w.place.advance();
    set_ready(w);
    find_next_issue(s, edge + 1);
    left_a_loop_ |= passed == warp_place::passed::loop;
    watched_passed_ |= passed == warp_place::passed::iteration && &w == watched_;
}

void load_events::set_ready(warp& w) {
    if (w.place.done())
        w.ready = never;
    else
        w.ready = w.place.at_chain() ? std::max(w.from, w.data_ready[w.place.slot()]) : 0;
}

void load_events::find_next_issue(subcore& s, std::uint64_t from) const {
    const bool has_slot = s.loads.size() < slots_;
    s.next = next_issue(s.warps.size(), s.last, from, [&](std::size_t i) {
        const warp& w = s.warps[i];
        return w.place.at_chain() && !has_slot ? never : w.ready;
    });
}

void load_events::charge(subcore& s, std::uint64_t to) const {
    const std::uint64_t edges = left_of(std::min(to, charge_until_), s.charged);
    s.charged = to;
    const bool loads_next =
        std::any_of(s.warps.begin(), s.warps.end(), [](const warp& w) { return w.place.at_chain(); });
    (loads_next ? s.counted.waits.operand_wait : s.counted.waits.barrier) += edges;
}

std::uint64_t load_events::next_phases() const {
    std::uint64_t earliest = never;
    for (const subcore& s : subcores_)
        if (!s.loads.empty()) earliest = std::min(earliest, std::max(s.loads.front().arrives, s.way_free));
    return std::max(earliest, memory_from_);
}

void load_events::start_phases(std::uint64_t edge) {
    candidates_.clear();
    std::uint64_t first_arrival = never;
    for (std::size_t i = 0; i < subcores_.size(); ++i) {
        const subcore& s = subcores_[i];
        if (s.loads.empty()) continue;
        const std::uint64_t arrives = s.loads.front().arrives;
        first_arrival = std::min(first_arrival, arrives);
        if (std::max(arrives, s.way_free) <= edge) candidates_.emplace_back(arrives, i);
    }
    memory_.way_busy += edge - std::max(memory_from_, first_arrival);
    memory_from_ = edge + 1;
    ++memory_.busy_cycles;
    std::sort(candidates_.begin(), candidates_.end());
    if (candidates_.size() > phases_per_cycle_) candidates_.resize(phases_per_cycle_);
    memory_.phases += candidates_.size();
    for (const auto& [arrives, i] : candidates_) start_phase(subcores_[i], edge);
}

void load_events::start_phase(subcore& s, std::uint64_t edge) {
    s.way_free = edge + phase_interval_;
    load& oldest = s.loads.front();
    if (--oldest.phases_left > 0) return;
    warp& w = s.warps[oldest.warp];
    w.data_ready[oldest.chain] = edge + return_cycles_;
    quiet_ = std::max(quiet_, edge + return_cycles_);
    set_ready(w);
    s.loads.pop_front();
    find_next_issue(s, edge + 1);
}

void load_events::watch_for_period() {
    finder_.restart();
    // The warp that stays in its loop for longest, so that it is there in every period.
    for (const subcore& s : subcores_)
        for (const warp& w : s.warps)
            if (watched_ == nullptr || w.place.iterations_left() > watched_->place.iterations_left())
                watched_ = &w;
}

void load_events::look_for_period(std::uint64_t now) {
    // Edges that shared memory has not charged yet are in the state, by their number and the arrivals.
    state_.assign({now - memory_from_});
    tallies_.assign({now, memory_.busy_cycles, memory_.way_busy, memory_.phases});
    for (const subcore& s : subcores_) {
        tallies_.push_back(s.counted.waits.operand_wait);
        tallies_.push_back(s.counted.waits.barrier);
        for (const warp& w : s.warps) tallies_.push_back(w.place.iterations_done());
        write_state(s, now);
    }
    if (const period_finder::words* growth = finder_.look(state_, tallies_)) skip(*growth, now);
}

void load_events::write_state(const subcore& s, std::uint64_t now) {
    bool done = true;
    for (const warp& w : s.warps) {
        if (w.place.done()) continue;
        done = false;
        state_.push_back(w.place.slot());
        state_.push_back(left_of(w.from, now));
        for (const std::uint64_t ready : w.data_ready)
            state_.push_back(ready == never ? never : left_of(ready, now));
    }
    state_.push_back(left_of(s.way_free, now));
    state_.push_back(s.loads.size());
    for (const load& each : s.loads) {
        // Of several that have come, the oldest goes first: how long ago counts, and wraps below 0.
        state_.insert(state_.end(), {each.arrives - now, each.warp, each.chain, each.phases_left});
    }
    if (!done) state_.insert(state_.end(), {s.last, now - s.charged});
}

void load_events::skip(const period_finder::words& growth, std::uint64_t now) {
    const std::uint64_t period = growth[0];
    std::uint64_t periods = charge_until_ == never ? never : left_of(charge_until_, now) / period;
    std::size_t at = 4;
    for (const subcore& s : subcores_) {
        at += 2;
        for (const warp& w : s.warps) {
            const std::uint64_t iterations = growth[at++];
            if (iterations > 0) periods = std::min(periods, (w.place.iterations_left() - 1) / iterations);
        }
    }
    if (periods == 0) return;
    memory_.busy_cycles += periods * growth[1];
    memory_.way_busy += periods * growth[2];
    memory_.phases += periods * growth[3];
    at = 4;
    for (subcore& s : subcores_) {
        s.counted.waits.operand_wait += periods * growth[at++];
        s.counted.waits.barrier += periods * growth[at++];
        for (warp& w : s.warps) w.place.skip(periods * growth[at++]);
    }
    result_.skipped += periods * period;
    if (charge_until_ != never) charge_until_ -= periods * period;
    finder_.restart();
}

}  // namespace lacuna::sparse_tensor_core
