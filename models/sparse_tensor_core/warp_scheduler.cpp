#include "models/sparse_tensor_core/warp_scheduler.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/sparse_tensor_core/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

warp_scheduler::warp_scheduler(sc_core::sc_module_name name, const parameters& p, register_file& registers,
                               instruction_pool& pool, statistics::registry& statistics)
    : sc_module(name),
      loop_instructions_(static_cast<std::uint32_t>(p.loop_instructions)),
      registers_(registers),
      pool_(pool) {
    const std::string path = kernel::box_path(*this);
    statistics.add(path, counters::warp_scheduler_issue, issues_);
    statistics.add(path, counters::warp_scheduler_mma, mma_instructions_);
    statistics.add(path, counters::warp_scheduler_load, load_instructions_);
}

void warp_scheduler::end_of_elaboration() {
    issued_ = issued[0];
    finished_ = finished[0];
}

void warp_scheduler::start(const sm_program& program, std::uint32_t first, std::uint32_t stride,
                           std::uint64_t hold_cycles, const std::vector<std::uint64_t>& fragments_ready,
                           chain_values* values) {
    program_ = &program;
    stride_ = stride;
    hold_cycles_ = hold_cycles;
    values_ = values;
    const auto* instruction = std::get_if<formats::mma>(&program.instruction);
    loads_only_ = instruction == nullptr;
    sparse_ = instruction != nullptr && instruction->sparse;
    ilp_ = program.ilp;
    next_ = 0;
    edge_ = 0;
    collector_free_ = 0;
    warps_.clear();
    running_ = 0;
    for (std::uint32_t number = first; number < program.warps.size(); number += stride) {
        warp added;
        added.number = number;
        added.loops = &program.warps[number].loops;
        std::uint32_t chains = 0;
        for (const warp_loop& loop : *added.loops) chains = std::max(chains, loop.chains);
        if (!added.has_ended()) added.iterations_left = added.loops->front().iterations;
        added.fragments_ready = fragments_ready[number];
        added.in_flight.resize(chains);
        added.issued.resize(chains);
        running_ += !added.has_ended();
        warps_.push_back(std::move(added));
    }
}

bool warp_scheduler::on_clock() {
    take_completions();
    issue_slot slot;
    const std::uint64_t loads_before = load_instructions_;
    bool issued_mma = false;
    bool issued_any = false;
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
    return running_ != 0 || issued_mma || load_instructions_ != loads_before;
}

void warp_scheduler::take_completions() {
    if (const completion* done = finished_->read()) of(done->warp).in_flight[done->chain] = false;
    if (!loads_only_) return;
    while (const completion* done = loads->returned()) {
        of(done->warp).in_flight[done->chain] = false;
        loads->take_returned();
    }
}

bool warp_scheduler::is_ready(const warp& each) const {
    if (each.has_ended()) return false;
    if (!each.is_at_chain()) {
        return each.position != (*each.loops)[each.loop].chains || edge_ >= each.left_collector;
    }
    if (edge_ < each.fragments_ready || each.in_flight[each.position]) return false;
    return loads_only_ ? loads->has_slot() : edge_ >= collector_free_;
}

idle_cause warp_scheduler::cause() const {
    idle_cause found = idle_cause::no_warp;
    for (const warp& each : warps_) {
        if (each.has_ended()) continue;
        idle_cause of_warp = idle_cause::barrier;
        if (each.is_at_chain()) {
            if (loads_only_ || edge_ < each.fragments_ready) return idle_cause::operand_wait;
            if (each.in_flight[each.position]) of_warp = idle_cause::dependency;
        }
        found = std::min(found, of_warp);
    }
    return found;
}

bool warp_scheduler::issue(warp& each) {
    ++issues_;
    const bool is_mma = each.is_at_chain() && !loads_only_;
    if (is_mma) {
        issue_mma(each);
    } else if (each.is_at_chain()) {
        loads->issue(each.number, each.position, program_->phases[each.number * ilp_ + each.position]);
        each.in_flight[each.position] = true;
        ++load_instructions_;
    }
    advance(each);
    return is_mma;
}

void warp_scheduler::issue_mma(warp& each) {
    const std::uint32_t chain = each.position;
    issue_slot slot{true, idle_cause::no_warp, each.number, chain, nullptr};
    const std::uint64_t index = each.issued[chain];
    if (values_ != nullptr && values_->are_computed(each.number, chain, index)) {
        // Fragments come into the registers from outside the sub-core, in no time once the warp has begun.
        const std::size_t local = each.number / stride_;
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
    each.in_flight[chain] = true;
    each.left_collector = collector_free_ = edge_ + hold_cycles_;
    ++mma_instructions_;
}

void warp_scheduler::advance(warp& each) {
    if (++each.position < (*each.loops)[each.loop].chains + loop_instructions_) return;
    each.position = 0;
    if (--each.iterations_left != 0) return;
    if (++each.loop < each.loops->size()) {
        each.iterations_left = (*each.loops)[each.loop].iterations;
    } else {
        --running_;
    }
}

std::string warp_scheduler::pending() const {
    return running_ == 0 ? "" : fmt::format("has {} warps that have not ended", running_);
}

}  // namespace lacuna::sparse_tensor_core
