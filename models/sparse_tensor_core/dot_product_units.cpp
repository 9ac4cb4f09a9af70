#include "models/sparse_tensor_core/dot_product_units.h"

#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

dot_product_units::dot_product_units(sc_core::sc_module_name name, const parameters& p,
                                     statistics::registry& statistics)
    : sc_module(name), multiplying_(static_cast<std::size_t>(p.multiply_cycles - 1)), parameters_(p) {
    counters::add_all(statistics, kernel::box_path(*this), counters::dot_product_units_multiply, multiplies_);
}

void dot_product_units::end_of_elaboration() {
    selected_ = selected[0];
    products_ = products[0];
}

void dot_product_units::start(const formats::mma& instruction) {
    shape_ = tile_shape(parameters_, instruction);
    kept_columns_ = instruction.kept_columns();
    multiplies_of_type_ = &multiplies_[counters::multiply_of(instruction.a)];
    products_of_tile_ = static_cast<std::uint64_t>(shape_.products());
}

bool dot_product_units::on_clock() {
    const tile* arriving = selected_->read();
    if (arriving != nullptr) {
        *multiplies_of_type_ += products_of_tile_;
        if (arriving->data != nullptr) multiply_tile(*arriving);
    }
    const tile* leaving = multiplying_.shift(arriving);
    if (leaving != nullptr) products_->write(*leaving);
    return leaving != nullptr || multiplying_.holds();
}

void dot_product_units::multiply_tile(const tile& arriving) const {
    instruction_data& data = *arriving.data;
    data.products.resize(data.selected.size());
    const int first = arriving.step * shape_.kept;
    for (int row = arriving.row; row < arriving.row + shape_.rows; ++row) {
        const decoded* a = data.a.data() + row * kept_columns_ + first;
        for (int column = arriving.column; column < arriving.column + shape_.columns; ++column) {
            const int place = (row * formats::mma::n + column) * kept_columns_ + first;
            const decoded* b = data.selected.data() + place;
            product_term* product = data.products.data() + place;
            for (int i = 0; i < shape_.kept; ++i) product[i] = multiply(a[i], b[i]);
        }
    }
}

}  // namespace lacuna::sparse_tensor_core
