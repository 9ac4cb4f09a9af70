#include "models/eie/arithmetic_unit.h"

#include "sim/kernel/box_path.h"

namespace lacuna::eie {

arithmetic_unit::arithmetic_unit(sc_core::sc_module_name name, statistics::registry& statistics)
    : sc_module(name) {
    const std::string box = kernel::box_path(*this);
    using statistics::kind;
    statistics.add(box, "mac", kind::action, "MACs", "products added to an accumulator", macs_);
    statistics.add(box, "filler", kind::action, "entries", "fillers that passed through", fillers_);
    statistics.add(box, "bypass", kind::action, "operands",
                   "accumulators taken from the adder of the cycle before", bypasses_);
}

void arithmetic_unit::load(const std::vector<float>& codebook) {
    codebook_ = codebook;
}

bool arithmetic_unit::on_clock() {
    const weight_operand* in = operand.read();
    if (in == nullptr && !multiply_.occupied && !add_.occupied) return false;

    // Last stage first, so that each sees what the one before it held until this edge.
    const float sum = add_.accumulated + add_.product;
    const add_stage finished = add_;

    add_ = {{multiply_.occupied, multiply_.writes, multiply_.address}};
    if (multiply_.writes) {
        add_.product = multiply_.weight * multiply_.activation;
        if (finished.writes && finished.address == multiply_.address) {
            add_.accumulated = sum;
            ++bypasses_;
        } else {
            add_.accumulated = accumulators->read(multiply_.address);
        }
    }
    if (finished.writes) {
        accumulators->write(finished.address, sum);
        ++macs_;
    }

    multiply_ = {};
    if (in != nullptr) {
        multiply_.occupied = true;
        multiply_.address = next_address_ + in->entry.run;
        multiply_.writes = in->entry.code != 0;
        multiply_.weight = codebook_[in->entry.code];
        multiply_.activation = in->activation;
        next_address_ = in->last ? 0 : multiply_.address + 1;
        fillers_ += !multiply_.writes;
    }
    return true;
}

}  // namespace lacuna::eie
