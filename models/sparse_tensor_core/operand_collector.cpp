#include "models/sparse_tensor_core/operand_collector.h"

#include <algorithm>

#include "models/sparse_tensor_core/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

operand_collector::operand_collector(sc_core::sc_module_name name, const std::string& account,
                                     const parameters& p, const register_file& registers,
                                     std::uint32_t subcores, statistics::registry& statistics)
    : sc_module(name),
      reading_(static_cast<std::size_t>(p.issue_cycles + p.first_read_cycles - 2)),
      selector_interval_(static_cast<std::uint64_t>(p.selector_initiation_interval)),
      parameters_(p),
      registers_(registers),
      subcores_(subcores) {
    const auto idle = [&](idle_cause cause) -> std::uint64_t& {
        return idle_[static_cast<std::size_t>(cause)];
    };
    statistics.add(account, counters::subcore_busy_cycles, busy_cycles_);
    statistics.add(account, counters::subcore_selector_busy, selector_busy_);
    statistics.add(account, counters::subcore_operand_wait, idle(idle_cause::operand_wait));
    statistics.add(account, counters::subcore_dependency, idle(idle_cause::dependency));
    statistics.add(account, counters::subcore_copy_wait, idle(idle_cause::copy_wait));
    statistics.add(account, counters::subcore_barrier, idle(idle_cause::barrier));
    statistics.add(account, counters::subcore_epilogue, idle(idle_cause::epilogue));
    statistics.add(account, counters::subcore_no_warp, idle(idle_cause::no_warp));
    statistics.add(kernel::box_path(*this), counters::operand_collector_read, reads_);
}

void operand_collector::end_of_elaboration() {
    issued_ = issued[0];
    tiles_ = tiles[0];
}

void operand_collector::start() {
    reading_.clear();
    in_reading_ = 0;
    cycle_ = hold_;
}

void operand_collector::start(const formats::mma& instruction) {
    shape_ = tile_shape(parameters_, instruction);
    all_tiles_ = static_cast<std::uint64_t>(shape_.tiles());
    const int a = instruction.a_registers();
    const int b = instruction.b_registers();
    const int c = instruction.accumulator_registers();
    registers_read_ = static_cast<std::uint64_t>(a + b + c);
    all_read_ = static_cast<std::uint64_t>(std::max({a, b, c, instruction.metadata_registers()}));
    hold_ = std::max(all_tiles_, all_read_);
    if (instruction.sparse) hold_ = std::max(hold_, selector_interval_);
    start();
}

bool operand_collector::on_clock() {
    const issue_slot* arriving = issued_->read();
    if (arriving != nullptr && arriving->is_mma) {
        ++in_reading_;
        reads_ += registers_read_;
    }
    const issue_slot* read = reading_.shift(arriving);
    if (read != nullptr && read->is_mma) begin(*read);
    if (cycle_ < all_tiles_) {
        send_tile();
        ++busy_cycles_;
    } else if (cycle_ < hold_) {
        ++(cycle_ < all_read_ ? idle_[static_cast<std::size_t>(idle_cause::operand_wait)] : selector_busy_);
    } else {
        // Before the first slot is through, the collector waits to read.
        ++idle_[static_cast<std::size_t>(read != nullptr ? read->cause : idle_cause::operand_wait)];
        return in_reading_ != 0;
    }
    const bool sent_last = cycle_ + 1 == all_tiles_;
    ++cycle_;
    return cycle_ < hold_ || sent_last || in_reading_ != 0;
}

void operand_collector::begin(const issue_slot& slot) {
    --in_reading_;
    cycle_ = 0;
    next_ = {slot.warp, slot.chain, 0, 0, 0, true, false, slot.data};
    if (slot.data != nullptr) registers_.read_operands(slot.warp / subcores_, slot.chain, *slot.data);
}

void operand_collector::send_tile() {
    next_.last = cycle_ + 1 == all_tiles_;
    tiles_->write(next_);
    next_.first = false;
    next_.row = static_cast<std::uint16_t>(next_.row + shape_.rows);
    if (next_.row < formats::mma::m) return;
    next_.row = 0;
    next_.column = static_cast<std::uint16_t>(next_.column + shape_.columns);
    if (next_.column < formats::mma::n) return;
    next_.column = 0;
    ++next_.step;
}

}  // namespace lacuna::sparse_tensor_core
