#include "models/eie/activation_read_write.h"

#include <algorithm>

#include "models/eie/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::eie {

activation_read_write::activation_read_write(sc_core::sc_module_name name, std::uint32_t pe,
                                             const parameters& p, statistics::registry& statistics)
    : sc_module(name),
      pe_(pe),
      negative_too_(p.broadcast == "nonzero"),
      rows_of_batch_(static_cast<std::uint32_t>(p.source_registers)),
      arithmetic_(p.computes()) {
    const std::string box = kernel::box_path(*this);
    statistics.add(box, counters::activation_read_write_source_read, source_reads_);
    statistics.add(box, counters::activation_read_write_accumulator_read, accumulator_reads_);
    statistics.add(box, counters::activation_read_write_accumulator_write, accumulator_writes_);
    statistics.add(box, counters::activation_read_write_sram_read, sram_reads_);
    statistics.add(box, counters::activation_read_write_sram_write, sram_writes_);
}

void activation_read_write::select_rows(std::uint32_t first_row, std::uint32_t rows, bool from_sram) {
    first_row_ = first_row;
    end_row_ = std::min(first_row + rows, static_cast<std::uint32_t>(source_.size()));
    from_sram_ = from_sram;
    offered_ = false;
}

void activation_read_write::complete_outputs(layers::activation_function function, bool to_sram) {
    const bool relu = function == layers::activation_function::relu;
    for (const float sum : destination_) outputs_.push_back(relu ? std::max(sum, 0.0f) : sum);
    if (to_sram) sram_writes_ += destination_.size();
}

bool activation_read_write::present(std::uint32_t row) {
    if (from_sram_ && (row - first_row_) % rows_of_batch_ == 0 && row < end_row_)
        sram_reads_ += std::min(rows_of_batch_, end_row_ - row);
    ++source_reads_;
    presented_ = row < end_row_ ? source_[row] : 0.0f;  // the last row is padded with zeros
    offered_ = negative_too_ ? presented_ != 0 : presented_ > 0;
    return offered_;
}

leading_nonzero activation_read_write::take() {
    offered_ = false;
    std::uint64_t overflows = 0;  // noted once for the whole layer: encoding.cpp
    return {pe_, arithmetic_.activation(presented_, overflows)};
}

}  // namespace lacuna::eie
