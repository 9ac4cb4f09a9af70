#include "models/sparse_tensor_core/copy_engine.h"

#include <algorithm>

#include "models/sparse_tensor_core/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

copy_engine::copy_engine(sc_core::sc_module_name name, const kernel::clock_domain& clock,
                         statistics::registry& statistics)
    : sc_module(name), clock_(clock) {
    const std::string path = kernel::box_path(*this);
    statistics.add(path, counters::copy_engine_copy, copies_);
    statistics.add(path, counters::copy_engine_write, writes_);
}

void copy_engine::start(std::size_t warps, const memory_share& share) {
    share_ = share;
    copies_asked_.clear();
    asked_ = 0;
    read_free_ = write_free_ = 0;
    arriving_.clear();
    warps_.assign(warps, {});
}

void copy_engine::copy(std::uint32_t subcore, std::uint32_t warp) {
    copies_asked_.push_back({clock_.now(), subcore, warp});
    ++warps_[warp].on_their_way;
}

std::uint32_t copy_engine::on_their_way(std::uint32_t warp) const {
    const auto& of = warps_[warp];
    // What comes at this edge is seen at the next, whichever box the clock asks first.
    return of.on_their_way + (of.came_at == clock_.now() ? of.came : 0);
}

void copy_engine::write() {
    // All writes take as long, so that the order of those of an edge does not matter.
    write_free_ = std::max(write_free_, clock_.now() + 1) + share_.write_cycles;
    ++writes_;
}

const shared_memory_request* copy_engine::head() const {
    return !arriving_.empty() && arriving_.front().arrives <= clock_.now() ? &arriving_.front() : nullptr;
}

bool copy_engine::start_phase() {
    shared_memory_request& written = arriving_.front();
    if (--written.phases_left != 0) return false;
    auto& of = warps_[written.warp];
    if (of.came_at != clock_.now()) of.came = 0;
    of.came_at = clock_.now();
    ++of.came;
    --of.on_their_way;
    arriving_.pop_front();
    return true;
}

bool copy_engine::on_clock() {
    const auto is_new = [&](const order& each) { return each.issued == clock_.now(); };
    const auto end = std::partition(copies_asked_.begin(), copies_asked_.end(),
                                    [&](const order& each) { return !is_new(each); });
    std::sort(copies_asked_.begin(), end,
              [](const order& a, const order& b) { return a.subcore < b.subcore; });
    for (auto each = copies_asked_.begin(); each != end; ++each) {
        read_free_ = std::max(read_free_, each->issued + 1) + share_.cycles_of_request(asked_++);
        arriving_.push_back(
            {each->warp, no_set, 0, bytes_of_request / bytes_of_phase, false, read_free_ + share_.latency});
        ++copies_;
    }
    copies_asked_.erase(copies_asked_.begin(), end);
    return !copies_asked_.empty() || !arriving_.empty() || write_free_ > clock_.now() + 1;
}

}  // namespace lacuna::sparse_tensor_core
