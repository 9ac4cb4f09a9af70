#include "models/eie/arithmetic_unit.h"

#include <utility>

#include "models/eie/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::eie {

arithmetic_unit::arithmetic_unit(sc_core::sc_module_name name, const formats::arithmetic& computes,
                                 statistics::registry& statistics)
    : sc_module(name), computes_(computes) {
    const std::string box = kernel::box_path(*this);
    statistics.add(box, counters::arithmetic_unit_mac, macs_);
    statistics.add(box, counters::arithmetic_unit_filler, fillers_);
    statistics.add(box, counters::arithmetic_unit_bypass, bypasses_);
    statistics.add(box, counters::arithmetic_unit_overflows, overflows_);
}

void arithmetic_unit::load(std::shared_ptr<const std::vector<float>> codebook) {
    codebook_ = std::move(codebook);
}

bool arithmetic_unit::on_clock() {
    const weight_operand* in = operand_->read();
    if (in == nullptr && multiply_.holds == content::bubble && add_.holds == content::bubble) return false;

    // Last stage first, so that each sees what the one before it held until this edge.
    const bool commits = add_.holds == content::weight;
    const std::uint32_t committed = add_.address;
    const float sum = commits ? computes_.sum(add_.accumulated, add_.product, overflows_) : 0.0f;

    add_.holds = multiply_.holds;
    if (multiply_.holds == content::weight) {
        const bool bypassed = commits && committed == multiply_.address;
        bypasses_ += bypassed;
        add_.address = multiply_.address;
        add_.product = computes_.product(multiply_.weight, multiply_.activation, overflows_);
        add_.accumulated = bypassed ? sum : accumulators_->read(multiply_.address);
    }
    if (commits) {
        accumulators_->write(committed, sum);
        ++macs_;
    }

    if (in == nullptr) {
        multiply_.holds = content::bubble;
        return true;
    }
    const weight_operand taken = *in;
    const bool is_filler = taken.entry.code == 0;
    fillers_ += is_filler;
    const std::uint32_t address = next_address_ + taken.entry.run;
    next_address_ = taken.last ? 0 : address + 1;
    multiply_ = {is_filler ? content::filler : content::weight, address, (*codebook_)[taken.entry.code],
                 taken.activation};
    return true;
}

}  // namespace lacuna::eie
