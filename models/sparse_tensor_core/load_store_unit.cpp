#include "models/sparse_tensor_core/load_store_unit.h"

#include "models/sparse_tensor_core/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

load_store_unit::load_store_unit(sc_core::sc_module_name name, const kernel::clock_domain& clock,
                                 const parameters& p, statistics::registry& statistics)
    : sc_module(name),
      clock_(clock),
      request_cycles_(static_cast<std::uint64_t>(p.shared_request_cycles)),
      return_cycles_(static_cast<std::uint64_t>(p.shared_return_cycles)),
      phase_interval_(static_cast<std::uint64_t>(p.phase_interval_cycles)),
      slots_(static_cast<std::size_t>(p.memory_queue_slots)) {
    const std::string path = kernel::box_path(*this);
    statistics.add(path, counters::load_store_unit_request, requests_);
    statistics.add(path, counters::load_store_unit_write, writes_);
}

void load_store_unit::start(std::uint32_t registers) {
    registers_ = registers;
    waiting_.clear();
    returning_.clear();
    left_at_ = 0;
}

bool load_store_unit::has_slot() const {
    // What leaves at this edge still holds its slot, whichever box the clock asks first.
    return waiting_.size() + (left_at_ == clock_.now()) < slots_;
}

void load_store_unit::issue(const shared_memory_request& asked) {
    waiting_.push_back(asked);
    waiting_.back().arrives = clock_.now() + request_cycles_;
    if (asked.reads) writes_ += registers_ != 0 ? registers_ : asked.phases_left;
    ++requests_;
}

const filled_sets* load_store_unit::returned() const {
    return !returning_.empty() && returning_.front().ready <= clock_.now() ? &returning_.front().filled
                                                                           : nullptr;
}

const shared_memory_request* load_store_unit::head() const {
    return !waiting_.empty() && waiting_.front().arrives <= clock_.now() ? &waiting_.front() : nullptr;
}

bool load_store_unit::start_phase() {
    shared_memory_request& served = waiting_.front();
    if (--served.phases_left != 0) return false;
    if (served.reads)
        returning_.push_back({{served.warp, served.set, served.sets}, clock_.now() + return_cycles_});
    left_at_ = clock_.now();
    waiting_.pop_front();
    return true;
}

bool load_store_unit::is_busy() const {
    return !waiting_.empty() || (!returning_.empty() && returning_.back().ready > clock_.now() + 1);
}

}  // namespace lacuna::sparse_tensor_core
