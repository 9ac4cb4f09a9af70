#include "models/eie/sparse_matrix_read.h"

#include "models/eie/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::eie {

namespace {

/// How many entries ahead the memory of the host is asked for, as in pointer_read.
constexpr std::size_t ahead = 64;

}  // namespace

sparse_matrix_read::sparse_matrix_read(sc_core::sc_module_name name, std::uint32_t entries_per_row,
                                       statistics::registry& statistics)
    : sc_module(name), entries_per_row_(entries_per_row) {
    statistics.add(kernel::box_path(*this), counters::sparse_matrix_read_read, reads_);
}

void sparse_matrix_read::load(const std::vector<formats::relative_entry>& entries) {
    sram_ = entries.data();
    row_begin_ = 1;
    row_end_ = 0;
}

bool sparse_matrix_read::on_clock() {
    const entry_request* in = request_->read();
    if (in == nullptr) return false;
    const entry_request wanted = *in;
    if (wanted.entry < row_begin_ || wanted.entry >= row_end_) {
        row_begin_ = wanted.entry / entries_per_row_ * entries_per_row_;
        row_end_ = row_begin_ + entries_per_row_;
        ++reads_;
        __builtin_prefetch(sram_ + wanted.entry + ahead);
    }
    operand_->write({sram_[wanted.entry], wanted.last, wanted.activation});
    return true;
}

}  // namespace lacuna::eie
