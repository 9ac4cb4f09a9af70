#include "models/sparse_tensor_core/metadata_delivery.h"

#include "models/sparse_tensor_core/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

metadata_delivery::metadata_delivery(sc_core::sc_module_name name, const parameters& p,
                                     const register_file& registers, std::uint32_t subcores,
                                     statistics::registry& statistics)
    : sc_module(name),
      reading_(static_cast<std::size_t>(p.issue_cycles + p.first_read_cycles - 2)),
      registers_(registers),
      subcores_(subcores) {
    statistics.add(kernel::box_path(*this), counters::metadata_delivery_read, reads_);
}

void metadata_delivery::end_of_elaboration() {
    issued_ = issued[0];
    metadata_ = metadata[0];
}

bool metadata_delivery::on_clock() {
    const issue_slot* arriving = issued_->read();
    reads_ += arriving != nullptr;
    const issue_slot* read = reading_.shift(arriving);
    if (read != nullptr) {
        if (read->data != nullptr) registers_.read_metadata(read->warp / subcores_, read->chain, *read->data);
        metadata_->write({read->warp, read->chain});
    }
    return read != nullptr || reading_.holds();
}

}  // namespace lacuna::sparse_tensor_core
