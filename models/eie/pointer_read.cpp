#include "models/eie/pointer_read.h"

#include <fmt/format.h>

#include "models/eie/counters.h"
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
    statistics.add(account, counters::pe_busy_cycles, busy_cycles_);
    statistics.add(account, counters::pe_empty_column, empty_column_);
    statistics.add(account, counters::pe_starved, starved_);
    statistics.add(kernel::box_path(*this), counters::pointer_read_read, reads_);
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
