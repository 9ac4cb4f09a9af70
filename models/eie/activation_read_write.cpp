#include "models/eie/activation_read_write.h"

#include <algorithm>
#include <utility>

#include "models/eie/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::eie {

activation_read_write::activation_read_write(sc_core::sc_module_name name, std::uint32_t pe,
                                             bool negative_too, statistics::registry& statistics)
    : sc_module(name), pe_(pe), negative_too_(negative_too) {
    const std::string box = kernel::box_path(*this);
    statistics.add(box, counters::activation_read_write_source_read, source_reads_);
    statistics.add(box, counters::activation_read_write_accumulator_read, accumulator_reads_);
    statistics.add(box, counters::activation_read_write_accumulator_write, accumulator_writes_);
}

void activation_read_write::load(std::vector<float> source, std::uint32_t outputs) {
    source_ = std::move(source);
    destination_.assign(outputs, 0.0f);
    offered_ = false;
}

std::vector<float> activation_read_write::store(layers::activation_function function) {
    std::vector<float> outputs = std::move(destination_);
    if (function == layers::activation_function::relu) {
        for (float& output : outputs) output = std::max(output, 0.0f);
    }
    return outputs;
}

bool activation_read_write::present(std::uint32_t row) {
    ++source_reads_;
    presented_ = row < source_.size() ? source_[row] : 0.0f;  // the last row is padded with zeros
    offered_ = negative_too_ ? presented_ != 0 : presented_ > 0;
    return offered_;
}

leading_nonzero activation_read_write::take() {
    offered_ = false;
    return {pe_, presented_};
}

}  // namespace lacuna::eie
