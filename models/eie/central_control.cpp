#include "models/eie/central_control.h"

#include <fmt/format.h>

#include "models/eie/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::eie {

central_control::central_control(sc_core::sc_module_name name, const parameters& p,
                                 statistics::registry& statistics)
    : sc_module(name),
      lnzd_latency_cycles_(static_cast<std::uint64_t>(p.lnzd_latency_cycles)),
      batch_switch_cycles_(static_cast<std::uint64_t>(p.batch_switch_cycles)),
      rows_of_batch_(static_cast<std::uint32_t>(p.source_registers)) {
    std::uint64_t overflows = 0;
    constant_one_ = p.computes().activation(1, overflows);
    const std::string box = kernel::box_path(*this);
    statistics.add(box, counters::central_control_busy_cycles, busy_cycles_);
    statistics.add(box, counters::central_control_queue_full, queue_full_);
    statistics.add(box, counters::central_control_next_row, next_row_);
    statistics.add(box, counters::central_control_lnzd_wait, lnzd_wait_);
    statistics.add(box, counters::central_control_batch_switch, batch_switch_);
    statistics.add(box, counters::central_control_finished, finished_);
    statistics.add(box, counters::central_control_broadcast, broadcasts_);
}

void central_control::end_of_elaboration() {
    for (int pe = 0; pe < broadcast.size(); ++pe) queues_.push_back(broadcast[pe]);
}

void central_control::start(std::uint32_t first_row, std::uint32_t rows) {
    first_row_ = first_row;
    rows_ = rows;
    supply_ = supplying::nothing_yet;
    switching_ = 0;
    detecting_ = 0;
}

bool central_control::on_clock() {
    if (supply_ == supplying::nothing_more) {
        ++finished_;
        return false;
    }
    if (switching_ > 0) {
        --switching_;
        ++batch_switch_;
        return true;
    }
    if (detecting_ > 0) {
        --detecting_;
        ++lnzd_wait_;
        return true;
    }
    if (!found()) {
        ++next_row_;
        next_row();
        return true;
    }
    if (queue_full->read()) {
        ++queue_full_;
        return false;
    }
    const leading_nonzero activation = take();
    const std::uint32_t column = row_ * pes() + activation.pe;
    for (broadcast_if* queue : queues_) queue->push({activation.value, column});
    ++broadcasts_;
    ++busy_cycles_;
    if (activation.pe + 1 == pes()) next_row();
    return true;
}

bool central_control::found() const {
    if (supply_ == supplying::rows) return root->more();
    return supply_ == supplying::bias && bias_is_left_;
}

leading_nonzero central_control::take() {
    if (supply_ == supplying::rows) return root->take();
    bias_is_left_ = false;
    return {0, constant_one_};
}

void central_control::next_row() {
    switch (supply_) {
        case supplying::nothing_yet:
            row_ = 0;
            break;
        case supplying::rows:
            ++row_;
            break;
        case supplying::bias:
            supply_ = supplying::nothing_more;
            return;
        case supplying::nothing_more:
            return;
    }
    if (row_ < rows_) {
        supply_ = supplying::rows;
        root->present(first_row_ + row_);
        if (row_ > 0 && row_ % rows_of_batch_ == 0) switching_ = batch_switch_cycles_;
        detecting_ = lnzd_latency_cycles_;
    } else {
        supply_ = supplying::bias;
        bias_is_left_ = true;
    }
}

std::string central_control::pending() const {
    if (supply_ == supplying::nothing_more) return {};
    if (supply_ == supplying::bias) return "has the bias to send";
    return fmt::format("has row {} of {} to send", row_, rows_);
}

}  // namespace lacuna::eie
