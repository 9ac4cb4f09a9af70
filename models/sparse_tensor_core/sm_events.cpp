#include "models/sparse_tensor_core/sm_events.h"

#include <algorithm>

#include "sim/config/interruption.h"

namespace lacuna::sparse_tensor_core {
namespace {

std::uint64_t left_or_never(std::uint64_t time, std::uint64_t now) {
    return time == never ? never : left_of(time, now);
}

constexpr std::size_t memory_tallies = 5;  // the edge, and what shared memory counts

}  // namespace

sm_events::sm_events(const parameters& p, const sm_events_work& work, const event_options& options)
    : slots_(static_cast<std::uint64_t>(p.memory_queue_slots)),
      request_cycles_(static_cast<std::uint64_t>(p.shared_request_cycles)),
      return_cycles_(static_cast<std::uint64_t>(p.shared_return_cycles)),
      phase_interval_(static_cast<std::uint64_t>(p.phase_interval_cycles)),
      phases_per_cycle_(static_cast<std::uint64_t>(p.phases_per_cycle)),
      takes_(work.takes),
      first_tile_(work.first_tile),
      share_(work.memory),
      skip_periods_(options.skip_periods),
      subcores_(static_cast<std::size_t>(p.subcores)),
      blocks_((work.warps->size() + work.warps_of_block - 1) / work.warps_of_block),
      charge_until_(options.charge_until) {
    for (std::size_t i = 0; i < work.warps->size(); ++i) {
        const instruction_list& list = (*work.warps)[i];
        const std::size_t s = i % subcores_.size();
        const auto number = static_cast<std::uint32_t>(i / work.warps_of_block);
        warps_.push_back(
            {list_place(list), s, number, work.fragments[i], std::vector<std::uint64_t>(list.sets, 0)});
        subcores_[s].warps.push_back(i);
        subcores_[s].last = subcores_[s].warps.size() - 1;
        ++blocks_[number].warps;
    }
}

event_run sm_events::run() {
    watch_for_period();
    std::uint64_t from = 0;
    while (true) {
        std::uint64_t edge = never;
        for (subcore& s : subcores_) {
            if (s.stale) {
                s.next = next_issue(s.warps.size(), s.last, from,
                                    [&](std::size_t i) { return eligible(s, warps_[s.warps[i]]); });
                s.stale = false;
            }
            edge = std::min(edge, s.next.edge);
        }
        const std::uint64_t phases_at = next_phases();
        edge = std::min(edge, phases_at);
        if (edge == never) break;
        from = edge + 1;
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

void sm_events::issue(subcore& s) {
    const std::uint64_t edge = s.next.edge;
    const std::size_t number = s.warps[s.next.warp];
    warp& w = warps_[number];
    const warp_instruction& each = w.place.next();
    charge(s, edge + (each.what == operation::mma ? 0 : 1));
    quiet_ = std::max(quiet_, edge + 1);
    s.counted.stopped = edge + 1 + result_.skipped;
    s.last = s.next.warp;
    s.stale = true;
    execute(each, s, number, edge);
    const list_place::passed passed = w.place.advance();
    left_a_loop_ |= passed == list_place::passed::loop;
    watched_passed_ |= passed == list_place::passed::iteration && number == watched_;
}

void sm_events::execute(const warp_instruction& each, subcore& s, std::size_t number, std::uint64_t edge) {
    warp& w = warps_[number];
    switch (each.what) {
        case operation::mma:
            w.ready[each.set] = edge + takes_.latency;
            w.left_collector = s.collector_free = s.charged = edge + takes_.hold;
            quiet_ = std::max(quiet_, edge + std::max(takes_.latency, first_tile_ + takes_.hold));
            break;
        case operation::load:
            std::fill_n(w.ready.begin() + each.set, each.sets, never);
            s.requests.push_back({edge + request_cycles_, number, each.set, each.sets, each.amount, true});
            break;
        case operation::store:
            s.requests.push_back({edge + request_cycles_, number, no_set, 0, each.amount, false});
            break;
        case operation::copy:
            ++w.copies;
            read_free_ = std::max(read_free_, edge + 1) + share_.cycles_of_request(copies_asked_++);
            copies_.push_back(
                {read_free_ + share_.latency, number, no_set, 0, bytes_of_request / bytes_of_phase, false});
            break;
        case operation::write_out:
            write_free_ = std::max(write_free_, edge + 1) + share_.write_cycles;
            quiet_ = std::max(quiet_, write_free_);
            break;
        case operation::block_barrier:
            w.released = never;
            if (++blocks_[w.block].here == blocks_[w.block].warps) arrive(w.block, edge);
            break;
        case operation::wait_for_copies:
        case operation::synchronise:
        case operation::loop:
            break;
    }
}

void sm_events::arrive(std::uint32_t block, std::uint64_t edge) {
    blocks_[block].here = 0;
    for (warp& w : warps_) {
        if (w.block != block) continue;
        w.released = edge + 1;
        subcores_[w.subcore].stale = true;
    }
}

std::uint64_t sm_events::eligible(const subcore& s, const warp& w) const {
    if (w.place.done()) return never;
    const warp_instruction& next = w.place.next();
    std::uint64_t from = w.released;
    const auto wait_for = [&](std::uint64_t edge) { from = std::max(from, edge); };
    switch (next.what) {
        case operation::mma:
            wait_for(s.collector_free);
            wait_for(w.fragments);
            wait_for(w.ready[next.set]);
            for (const register_set read : next.reads)
                if (read != no_set) wait_for(w.ready[read]);
            break;
        case operation::load:
            if (s.requests.size() >= slots_) return never;
            wait_for(w.fragments);
            for (std::uint32_t i = 0; i < next.sets; ++i) wait_for(w.ready[next.set + i]);
            break;
        case operation::store:
            if (s.requests.size() >= slots_) return never;
            wait_for(w.ready[next.set]);
            break;
        case operation::write_out:
            wait_for(w.ready[next.set]);
            break;
        case operation::wait_for_copies:
            if (w.copies > next.amount) return never;
            wait_for(w.copies_seen);
            break;
        case operation::synchronise:
            wait_for(w.left_collector);
            break;
        case operation::copy:
        case operation::block_barrier:
        case operation::loop:
            break;
    }
    return from;
}

idle_cause sm_events::cause_of(const warp& w, std::uint64_t edge, std::uint64_t& until) {
    until = never;
    if (w.place.done()) return idle_cause::no_warp;
    if (edge < w.released) {
        until = w.released;
        return idle_cause::barrier;
    }
    const warp_instruction& next = w.place.next();
    if (next.what != operation::mma) return next.cause;
    std::uint64_t operands = w.fragments;
    for (const register_set read : next.reads)
        if (read != no_set) operands = std::max(operands, w.ready[read]);
    if (edge < operands) {
        until = operands;
        return idle_cause::operand_wait;
    }
    if (edge < w.ready[next.set]) {
        until = w.ready[next.set];
        return idle_cause::dependency;
    }
    return idle_cause::barrier;
}

void sm_events::charge(subcore& s, std::uint64_t to) {
    const std::uint64_t end = std::min(to, charge_until_);
    for (std::uint64_t edge = s.charged; edge < end;) {
        idle_cause cause = idle_cause::no_warp;
        std::uint64_t until = end;
        for (const std::size_t number : s.warps) {
            std::uint64_t of_warp;
            cause = std::min(cause, cause_of(warps_[number], edge, of_warp));
            until = std::min(until, of_warp);
        }
        s.counted.waits[static_cast<std::size_t>(cause)] += until - edge;
        edge = until;
    }
    s.charged = std::max(s.charged, to);
}

std::uint64_t sm_events::next_phases() const {
    std::uint64_t earliest = never;
    for (const subcore& s : subcores_)
        if (!s.requests.empty())
            earliest = std::min(earliest, std::max(s.requests.front().arrives, s.way_free));
    if (!copies_.empty()) earliest = std::min(earliest, copies_.front().arrives);
    return std::max(earliest, memory_from_);
}

void sm_events::start_phases(std::uint64_t edge) {
    candidates_.clear();
    std::uint64_t first_arrival = never;
    const auto consider = [&](const std::deque<request>& requests, std::uint64_t way_free, std::size_t i) {
        if (requests.empty()) return;
        const std::uint64_t arrives = requests.front().arrives;
        first_arrival = std::min(first_arrival, arrives);
        if (std::max(arrives, way_free) <= edge) candidates_.emplace_back(arrives, i);
    };
    for (std::size_t i = 0; i < subcores_.size(); ++i)
        consider(subcores_[i].requests, subcores_[i].way_free, i);
    consider(copies_, 0, subcores_.size());
    memory_.way_busy += edge - std::max(memory_from_, first_arrival);
    memory_from_ = edge + 1;
    ++memory_.busy_cycles;
    std::sort(candidates_.begin(), candidates_.end());
    if (candidates_.size() > phases_per_cycle_) candidates_.resize(phases_per_cycle_);
    for (const auto& [arrives, i] : candidates_) {
        if (i == subcores_.size()) {
            start_phase(copies_, edge);
            continue;
        }
        subcore& s = subcores_[i];
        s.way_free = edge + phase_interval_;
        s.stale |= start_phase(s.requests, edge);
    }
}

bool sm_events::start_phase(std::deque<request>& requests, std::uint64_t edge) {
    request& oldest = requests.front();
    ++(oldest.reads ? memory_.reads : memory_.writes);
    if (--oldest.phases_left > 0) return false;
    warp& w = warps_[oldest.warp];
    if (oldest.reads) {
        std::fill_n(w.ready.begin() + oldest.set, oldest.sets, edge + return_cycles_);
        quiet_ = std::max(quiet_, edge + return_cycles_);
    } else if (&requests == &copies_) {
        --w.copies;
        w.copies_seen = edge + 1;
        subcores_[w.subcore].stale = true;
    }
    requests.pop_front();
    return true;
}

void sm_events::watch_for_period() {
    finder_.restart();
    // The warp that stays in its loop for longest, so that it is there in every period.
    for (std::size_t i = 0; i < warps_.size(); ++i)
        if (warps_[i].place.iterations_left() > warps_[watched_].place.iterations_left()) watched_ = i;
}

void sm_events::look_for_period(std::uint64_t now) {
    tallies_.assign({now, memory_.busy_cycles, memory_.way_busy, memory_.reads, memory_.writes});
    for (const subcore& s : subcores_)
        tallies_.insert(tallies_.end(), s.counted.waits.begin(), s.counted.waits.end());
    for (const warp& w : warps_) tallies_.push_back(w.place.iterations_done());
    write_state(now);
    if (const period_finder::words* growth = finder_.look(state_, tallies_)) skip(*growth, now);
}

void sm_events::write_state(std::uint64_t now) {
    // Of several requests that have come the oldest goes first: how long ago counts, and wraps below 0.
    const auto write_requests = [&](const std::deque<request>& requests) {
        state_.push_back(requests.size());
        for (const request& each : requests)
            state_.insert(state_.end(), {each.arrives - now, each.warp, each.set, each.phases_left});
    };
    // Edges that shared memory has not charged yet are in the state, by their number and the arrivals.
    state_.assign({now - memory_from_, copies_asked_ % share_.requests_of_tile, left_of(read_free_, now),
                   left_of(write_free_, now)});
    write_requests(copies_);
    for (const block& each : blocks_) state_.push_back(each.here);
    for (const subcore& s : subcores_) {
        bool done = true;
        for (const std::size_t number : s.warps) {
            const warp& w = warps_[number];
            if (w.place.done()) continue;
            done = false;
            state_.insert(state_.end(),
                          {w.place.position(), left_of(w.fragments, now), left_of(w.left_collector, now),
                           left_or_never(w.released, now), w.copies, left_of(w.copies_seen, now)});
            for (const std::uint64_t ready : w.ready) state_.push_back(left_or_never(ready, now));
        }
        state_.push_back(left_of(s.way_free, now));
        write_requests(s.requests);
        if (!done) state_.insert(state_.end(), {s.last, left_of(s.collector_free, now), s.charged - now});
    }
}

void sm_events::skip(const period_finder::words& growth, std::uint64_t now) {
    const std::uint64_t period = growth[0];
    std::uint64_t periods = charge_until_ == never ? never : left_of(charge_until_, now) / period;
    const std::uint64_t* const iterations = growth.data() + memory_tallies + subcores_.size() * idle_causes;
    for (std::size_t i = 0; i < warps_.size(); ++i)
        if (iterations[i] > 0)
            periods = std::min(periods, (warps_[i].place.iterations_left() - 1) / iterations[i]);
    if (periods == 0) return;
    memory_.busy_cycles += periods * growth[1];
    memory_.way_busy += periods * growth[2];
    memory_.reads += periods * growth[3];
    memory_.writes += periods * growth[4];
    std::size_t at = memory_tallies;
    for (subcore& s : subcores_)
        for (std::uint64_t& wait : s.counted.waits) wait += periods * growth[at++];
    for (std::size_t i = 0; i < warps_.size(); ++i) warps_[i].place.skip(periods * iterations[i]);
    result_.skipped += periods * period;
    if (charge_until_ != never) charge_until_ -= periods * period;
    finder_.restart();
}

}  // namespace lacuna::sparse_tensor_core
