#include "models/sparse_tensor_core/warp_scheduler.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/sparse_tensor_core/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

warp_scheduler::warp_scheduler(sc_core::sc_module_name name, std::uint32_t number, std::uint32_t subcores,
                               register_file& registers, instruction_pool& pool,
                               statistics::registry& statistics)
    : sc_module(name), number_(number), subcores_(subcores), registers_(registers), pool_(pool) {
    const std::string path = kernel::box_path(*this);
    statistics.add(path, counters::warp_scheduler_issue, issues_);
    statistics.add(path, counters::warp_scheduler_mma, mma_instructions_);
    statistics.add(path, counters::warp_scheduler_load, load_instructions_);
    statistics.add(path, counters::warp_scheduler_store, store_instructions_);
    statistics.add(path, counters::warp_scheduler_copy, copy_instructions_);
    statistics.add(path, counters::warp_scheduler_write, write_instructions_);
}

void warp_scheduler::end_of_elaboration() {
    issued_ = issued[0];
    finished_ = finished[0];
    loads_ = loads[0];
}

void warp_scheduler::start(const std::vector<instruction_list>& warps, bool sparse, std::uint64_t hold_cycles,
                           const std::vector<std::uint64_t>& fragments_ready, chain_values* values) {
    hold_cycles_ = hold_cycles;
    values_ = values;
    sparse_ = sparse;
    next_ = 0;
    edge_ = 0;
    collector_free_ = 0;
    running_ = 0;
    at_barrier_ = 0;
    warps_.clear();
    for (std::uint32_t number = number_; number < warps.size(); number += subcores_) {
        const instruction_list& list = warps[number];
        warp added{number, list_place(list), fragments_ready[number], 0, false, {}, {}};
        added.pending.resize(list.sets);
        added.issued.resize(list.sets);
        running_ += !added.place.done();
        warps_.push_back(std::move(added));
    }
}

bool warp_scheduler::on_clock() {
    take_completions();
    if (at_barrier_ != 0) pass_barriers();
    issue_slot slot;
    bool issued_mma = false;
    bool issued_any = false;
    const std::uint64_t sent_before = sent_;
    if (running_ != 0) {
        slot.cause = cause();
        for (std::size_t i = 0; i < warps_.size() && !issued_any; ++i) {
            const std::size_t turn = next_ + i < warps_.size() ? next_ + i : next_ + i - warps_.size();
            if (!is_ready(warps_[turn])) continue;
            issued_any = true;
            next_ = turn + 1 == warps_.size() ? 0 : turn + 1;
            issued_mma = issue(warps_[turn]);
        }
    }
    if (!issued_mma) issued_->write(slot);
    ++edge_;
    return running_ != 0 || issued_mma || sent_ != sent_before;
}

void warp_scheduler::take_completions() {
    if (const completion* done = finished_->read()) of(done->warp).pending[done->chain] = 0;
    while (const filled_sets* filled = loads_->returned()) {
        warp& each = of(filled->warp);
        for (std::uint32_t i = 0; i < filled->count; ++i) each.pending[filled->first + i] = 0;
        loads_->take_returned();
    }
}

void warp_scheduler::pass_barriers() {
    for (warp& each : warps_) {
        if (!each.at_barrier || !barrier->has_passed(each.number)) continue;
        each.at_barrier = false;
        --at_barrier_;
    }
}

bool warp_scheduler::reads_pending(const warp& each) {
    for (const register_set read : each.place.next().reads)
        if (read != no_set && each.pending[read] != 0) return true;
    return false;
}

bool warp_scheduler::is_ready(const warp& each) const {
    if (each.place.done() || each.at_barrier) return false;
    const warp_instruction& next = each.place.next();
    switch (next.what) {
        case operation::mma:
            return edge_ >= collector_free_ && edge_ >= each.fragments_ready && each.pending[next.set] == 0 &&
                   !reads_pending(each);
        case operation::load:
            if (edge_ < each.fragments_ready || !loads_->has_slot()) return false;
            for (std::uint32_t i = 0; i < next.sets; ++i)
                if (each.pending[next.set + i] != 0) return false;
            return true;
        case operation::store:
            return each.pending[next.set] == 0 && loads_->has_slot();
        case operation::write_out:
            return each.pending[next.set] == 0;
        case operation::wait_for_copies:
            return copies->on_their_way(each.number) <= next.amount;
        case operation::synchronise:
            return edge_ >= each.left_collector;
        case operation::copy:
        case operation::block_barrier:
        case operation::loop:
            return true;
    }
    return false;
}

idle_cause warp_scheduler::cause() const {
    idle_cause found = idle_cause::no_warp;
    for (const warp& each : warps_) {
        if (each.place.done()) continue;
        const warp_instruction& next = each.place.next();
        idle_cause of_warp = idle_cause::barrier;
        if (!each.at_barrier && next.what != operation::mma) {
            of_warp = next.cause;
        } else if (!each.at_barrier) {
            if (edge_ < each.fragments_ready || reads_pending(each))
                of_warp = idle_cause::operand_wait;
            else if (each.pending[next.set] != 0)
                of_warp = idle_cause::dependency;
        }
        if (of_warp == idle_cause::operand_wait) return of_warp;
        found = std::min(found, of_warp);
    }
    return found;
}

bool warp_scheduler::issue(warp& each) {
    ++issues_;
    const warp_instruction& next = each.place.next();
    switch (next.what) {
        case operation::mma:
            issue_mma(each);
            break;
        case operation::load:
            loads_->issue({each.number, next.set, next.sets, next.amount, true});
            for (std::uint32_t i = 0; i < next.sets; ++i) each.pending[next.set + i] = 1;
            ++load_instructions_;
            ++sent_;
            break;
        case operation::store:
            loads_->issue({each.number, next.set, 0, next.amount, false});
            ++store_instructions_;
            ++sent_;
            break;
        case operation::copy:
            copies->copy(number_, each.number);
            ++copy_instructions_;
            ++sent_;
            break;
        case operation::write_out:
            copies->write();
            ++write_instructions_;
            ++sent_;
            break;
        case operation::block_barrier:
            barrier->arrive(each.number);
            each.at_barrier = true;
            ++at_barrier_;
            break;
        case operation::wait_for_copies:
        case operation::synchronise:
        case operation::loop:
            break;
    }
    if (each.place.advance() == list_place::passed::loop && each.place.done()) --running_;
    return next.what == operation::mma;
}

void warp_scheduler::issue_mma(warp& each) {
    const std::uint32_t chain = each.place.next().set;
    issue_slot slot{true, idle_cause::no_warp, each.number, chain, nullptr};
    const std::uint64_t index = each.issued[chain];
    if (values_ != nullptr && values_->are_computed(each.number, chain, index)) {
        // Fragments come into the registers from outside the sub-core, in no time once the warp has begun.
        const std::size_t local = each.number / subcores_;
        if (index == 0 || values_->operands_change())
            registers_.load_operands(local, chain, values_->operands(each.number, chain, index));
        if (const std::vector<std::uint32_t>* c = values_->start(each.number, chain, index))
            registers_.load_accumulators(local, chain, *c);
        slot.data = pool_.take();
        slot.data->index = index;
    }
    issued_->write(slot);
    if (sparse_) issued_sparse->write(slot);
    ++each.issued[chain];
    each.pending[chain] = 1;
    each.left_collector = collector_free_ = edge_ + hold_cycles_;
    ++mma_instructions_;
}

std::string warp_scheduler::pending() const {
    return running_ == 0 ? "" : fmt::format("has {} warps that have not ended", running_);
}

}  // namespace lacuna::sparse_tensor_core
