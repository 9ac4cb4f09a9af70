#include "models/sparse_tensor_core/write_back.h"

#include "models/sparse_tensor_core/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

write_back::write_back(sc_core::sc_module_name name, const parameters& p, register_file& registers,
                       instruction_pool& pool, std::uint32_t subcores, statistics::registry& statistics)
    : sc_module(name),
      writing_(static_cast<std::size_t>(p.writeback_cycles - 1)),
      registers_(registers),
      pool_(pool),
      subcores_(subcores) {
    statistics.add(kernel::box_path(*this), counters::write_back_write, writes_);
}

void write_back::end_of_elaboration() {
    results_ = results[0];
    finished_ = finished[0];
}

void write_back::start(const formats::mma& instruction, chain_values* values) {
    registers_written_ = static_cast<std::uint64_t>(instruction.accumulator_registers());
    values_ = values;
}

bool write_back::on_clock() {
    const tile* written = writing_.shift(results_->read());
    if (written != nullptr && written->last) {
        writes_ += registers_written_;
        if (written->data != nullptr) finish(*written);
        finished_->write({written->warp, written->chain});
    }
    // Who waits for what was finished goes on by itself.
    return writing_.holds();
}

void write_back::finish(const tile& last) {
    registers_.load_accumulators(last.warp / subcores_, last.chain, last.data->d);
    values_->finish(last.warp, last.chain, last.data->index, last.data->d);
    pool_.give_back(last.data);
}

}  // namespace lacuna::sparse_tensor_core
