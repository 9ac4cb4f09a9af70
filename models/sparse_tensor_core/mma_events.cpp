#include "models/sparse_tensor_core/mma_events.h"

#include <algorithm>

#include "sim/config/interruption.h"

namespace lacuna::sparse_tensor_core {

mma_events::mma_events(const instruction_timing& takes, std::uint64_t first_tile,
                       const std::vector<starting_warp>& warps, const event_options& options)
    : takes_(takes),
      first_tile_(first_tile),
      skip_periods_(options.skip_periods),
      charge_until_(options.charge_until) {
    for (const starting_warp& starts : warps) {
        warps_.push_back(
            {starts.place, starts.fragments, 0, std::vector<std::uint64_t>(starts.place.most_chains(), 0)});
        set_ready(warps_.back());
    }
    last_ = warps_.empty() ? 0 : warps_.size() - 1;
}

event_run mma_events::run() {
    watch_for_period();
    while (true) {
        const issue_choice next = next_issue(warps_.size(), last_, now_, [this](std::size_t i) {
            const warp& w = warps_[i];
            return w.place.at_chain() ? std::max(w.ready, collector_free_) : w.ready;
        });
        if (next.edge == never) break;
        issue(next);
        if (++result_.events % 65536 == 0) give_up_if_stopped();
    }
    counted_.stopped = now_ + result_.skipped;
    result_.schedulers.push_back(counted_);
    result_.quiet = quiet_ + result_.skipped;
    return result_;
}

void mma_events::issue(const issue_choice& next) {
    warp& w = warps_[next.warp];
    const bool is_mma = w.place.at_chain();
    charge(std::max(now_, collector_free_), next.edge + (is_mma ? 0 : 1));
    now_ = next.edge + 1;
    last_ = next.warp;
    quiet_ = std::max(quiet_, now_);
    if (is_mma) {
        collector_free_ = next.edge + takes_.hold;
        w.accumulator_free[w.place.slot()] = next.edge + takes_.latency;
        quiet_ = std::max(quiet_, next.edge + std::max(takes_.latency, first_tile_ + takes_.hold));
    }
    const warp_place::passed passed = w.place.advance();
    set_ready(w);
    if (passed == warp_place::passed::loop)
        watch_for_period();
    else if (passed == warp_place::passed::iteration && next.warp == watched_ && skip_periods_)
        look_for_period();
}

void mma_events::set_ready(warp& w) const {
    if (w.place.done())
        w.ready = never;
    else if (w.place.at_chain())
        w.ready = std::max(w.fragments, w.accumulator_free[w.place.slot()]);
    else if (w.place.at_first_loop_instruction())
        w.ready = collector_free_;  // its own: it has just issued the mma before
    else
        w.ready = 0;
}

void mma_events::charge(std::uint64_t from, std::uint64_t to) {
    to = std::min(to, charge_until_);
    if (from >= to) return;
    std::uint64_t fragments = from;
    for (const warp& w : warps_)
        if (w.place.at_chain()) fragments = std::max(fragments, w.fragments);
    fragments = std::min(fragments, to);
    std::uint64_t accumulators = fragments;
    for (const warp& w : warps_)
        if (w.place.at_chain()) accumulators = std::max(accumulators, w.accumulator_free[w.place.slot()]);
    accumulators = std::min(accumulators, to);
    waits(idle_cause::operand_wait) += fragments - from;
    waits(idle_cause::dependency) += accumulators - fragments;
    waits(idle_cause::barrier) += to - accumulators;
}

void mma_events::watch_for_period() {
    finder_.restart();
    // The warp that stays in its loop for longest, so that it is there in every period.
    for (std::size_t i = 0; i < warps_.size(); ++i)
        if (warps_[i].place.iterations_left() > warps_[watched_].place.iterations_left()) watched_ = i;
}

void mma_events::look_for_period() {
    state_.assign({last_, left_of(collector_free_, now_)});
    tallies_.assign(
        {now_, waits(idle_cause::operand_wait), waits(idle_cause::dependency), waits(idle_cause::barrier)});
    for (const warp& w : warps_) {
        tallies_.push_back(w.place.iterations_done());
        if (w.place.done()) continue;
        state_.push_back(w.place.slot());
        state_.push_back(left_of(w.ready, now_));  // until they come, of fragments
        for (const std::uint64_t free : w.accumulator_free) state_.push_back(left_of(free, now_));
    }
    if (const period_finder::words* growth = finder_.look(state_, tallies_)) skip(*growth);
}

void mma_events::skip(const period_finder::words& growth) {
    const std::uint64_t period = growth[0];
    std::uint64_t periods = charge_until_ == never ? never : left_of(charge_until_, now_) / period;
    const std::uint64_t* iterations = growth.data() + 4;
    for (std::size_t i = 0; i < warps_.size(); ++i)
        if (iterations[i] > 0)
            periods = std::min(periods, (warps_[i].place.iterations_left() - 1) / iterations[i]);
    if (periods == 0) return;
    for (std::size_t i = 0; i < warps_.size(); ++i) warps_[i].place.skip(periods * iterations[i]);
    waits(idle_cause::operand_wait) += periods * growth[1];
    waits(idle_cause::dependency) += periods * growth[2];
    waits(idle_cause::barrier) += periods * growth[3];
    result_.skipped += periods * period;
    if (charge_until_ != never) charge_until_ -= periods * period;
    finder_.restart();
}

}  // namespace lacuna::sparse_tensor_core
