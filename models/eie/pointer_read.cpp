#include "models/eie/pointer_read.h"

#include <fmt/format.h>

#include "sim/kernel/box_path.h"

namespace lacuna::eie {

namespace {

/// How many pointers ahead the memory of the host is asked for: so many PEs walk through their banks that it
/// does not see the pattern by itself.
constexpr std::size_t ahead = 16;

}  // namespace

pointer_read::pointer_read(sc_core::sc_module_name name, const std::string& account,
                           statistics::registry& statistics)
    : sc_module(name) {
    using statistics::kind;
    statistics.add(account, "busy_cycles", kind::busy, "cycles",
                   "an entry, weight or filler, leaves for the weight SRAM", busy_cycles_);
    statistics.add(account, "empty_column", kind::stall, "cycles",
                   "the broadcast column has no entry in this PE", empty_column_);
    statistics.add(account, "starved", kind::stall, "cycles", "the activation queue has nothing for the PE",
                   starved_);
    statistics.add(kernel::box_path(*this), "read", kind::action, "pointer pairs",
                   "pointer pairs read, one a column", reads_);
}

void pointer_read::load(const std::vector<std::uint32_t>& pointers) {
    for (auto& bank : banks_) bank.clear();
    for (std::size_t column = 0; column < pointers.size(); ++column)
        banks_[column & 1].push_back(pointers[column]);
}

bool pointer_read::on_clock() {
    // Charges the cycle that this edge ends.
    const bool held_column = holds_column_;
    if (next_ != end_) {
        ++busy_cycles_;
        const bool last = next_ + 1 == end_;
        request_->write({next_++, activation_, last});
        if (!last) return true;
    } else if (held_column) {
        ++empty_column_;
    } else {
        ++starved_;
    }
    take_next_column();
    return held_column || holds_column_ || !queue->empty();
}

void pointer_read::take_next_column() {
    const broadcast_activation* activation = queue->front();
    holds_column_ = activation != nullptr;
    if (!holds_column_) return;
    const std::uint32_t column = activation->column;
    next_ = banks_[column & 1][column >> 1];
    end_ = banks_[~column & 1][(column + 1) >> 1];
    for (const auto& bank : banks_) __builtin_prefetch(bank.data() + (column >> 1) + ahead);
    activation_ = activation->value;
    ++reads_;
    queue->pop();
}

std::string pointer_read::pending() const {
    if (holds_column_) return fmt::format("holds a column with {} entries to go", end_ - next_);
    return queue->empty() ? "" : "has activations in its queue";
}

}  // namespace lacuna::eie
