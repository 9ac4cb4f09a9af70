#include "models/eie/central_control.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "models/eie/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::eie {

central_control::central_control(sc_core::sc_module_name name, std::uint64_t lnzd_latency_cycles,
                                 statistics::registry& statistics)
    : sc_module(name), lnzd_latency_cycles_(lnzd_latency_cycles) {
    const std::string box = kernel::box_path(*this);
    statistics.add(box, counters::central_control_busy_cycles, busy_cycles_);
    statistics.add(box, counters::central_control_queue_full, queue_full_);
    statistics.add(box, counters::central_control_next_row, next_row_);
    statistics.add(box, counters::central_control_lnzd_wait, lnzd_wait_);
    statistics.add(box, counters::central_control_finished, finished_);
    statistics.add(box, counters::central_control_broadcast, broadcasts_);
}

void central_control::end_of_elaboration() {
    for (int pe = 0; pe < broadcast.size(); ++pe) queues_.push_back(broadcast[pe]);
}

void central_control::load_weights(formats::relative_index_csc banks, const std::vector<float>& codebook) {
    const auto shared_codebook = std::make_shared<const std::vector<float>>(codebook);
    for (int pe = 0; pe < dma.size(); ++pe) {
        dma[pe]->load_weights(std::move(banks.banks[static_cast<std::size_t>(pe)]), shared_codebook);
    }
}

void central_control::load_activations(const std::vector<float>& activations, std::uint32_t outputs) {
    const std::size_t stride = static_cast<std::size_t>(dma.size());
    for (std::size_t pe = 0; pe < stride; ++pe) {
        std::vector<float> slice;
        slice.reserve(activations.size() / stride + 1);
        for (std::size_t i = pe; i < activations.size(); i += stride) slice.push_back(activations[i]);
        const auto slice_outputs = static_cast<std::uint32_t>((outputs + stride - 1 - pe) / stride);
        dma[static_cast<int>(pe)]->load_activations(std::move(slice), slice_outputs);
    }
    rows_ = static_cast<std::uint32_t>((activations.size() + stride - 1) / stride);
    supply_ = supplying::nothing_yet;
    detecting_ = 0;
}

std::vector<float> central_control::store_outputs(std::uint32_t outputs,
                                                  layers::activation_function function) {
    const std::size_t stride = static_cast<std::size_t>(dma.size());
    std::vector<float> all(outputs);
    for (std::size_t pe = 0; pe < stride; ++pe) {
        const std::vector<float> slice = dma[static_cast<int>(pe)]->store_outputs(function);
        for (std::size_t i = 0; i < slice.size(); ++i) all[pe + i * stride] = slice[i];
    }
    return all;
}

bool central_control::on_clock() {
    if (supply_ == supplying::nothing_more) {
        ++finished_;
        return false;
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
    return {0, 1.0f};
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
        root->present(row_);
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
