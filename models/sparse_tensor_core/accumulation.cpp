#include "models/sparse_tensor_core/accumulation.h"

#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

namespace {

kernel::delay_line<tile> adder(const parameters& p) {
    return kernel::delay_line<tile>(static_cast<std::size_t>(p.accumulate_cycles - 1));
}

}  // namespace

accumulation::accumulation(sc_core::sc_module_name name, const parameters& p,
                           statistics::registry& statistics)
    : sc_module(name), adders_{adder(p), adder(p)}, parameters_(p) {
    counters::add_all(statistics, kernel::box_path(*this), counters::accumulation_add, adds_);
}

void accumulation::end_of_elaboration() {
    products_ = products[0];
    results_ = results[0];
}

void accumulation::start(const formats::mma& instruction) {
    instruction_ = instruction;
    shape_ = tile_shape(parameters_, instruction);
    adds_of_type_ = &adds_[counters::add_of(instruction.accumulator)];
    terms_of_tile_ = static_cast<std::uint64_t>(shape_.products());
}

bool accumulation::on_clock() {
    const tile* arriving = products_->read();
    const tile* first = nullptr;
    if (arriving != nullptr && arriving->step == 0) {
        first = arriving;
        add(*first);
    } else if (arriving != nullptr) {
        waiting_products_.push_back(*arriving);
    }
    const tile* sum = adders_[0].shift(first);
    const tile* leaving = sum;
    if (shape_.steps == 2) {
        const tile* second = take_second(between_.shift(sum));
        if (second != nullptr) add(*second);
        leaving = adders_[1].shift(second);
    }
    if (leaving != nullptr) results_->write(*leaving);
    return leaving != nullptr || adders_[0].holds() || adders_[1].holds() || between_.holds() ||
           !waiting_sums_.empty() || !waiting_products_.empty();
}

const tile* accumulation::take_second(const tile* sum) {
    if (sum != nullptr) waiting_sums_.push_back(*sum);
    if (waiting_sums_.empty() || waiting_products_.empty()) return nullptr;
    taken_ = waiting_products_.front();
    waiting_products_.pop_front();
    waiting_sums_.pop_front();
    return &taken_;
}

void accumulation::add(const tile& arriving) {
    *adds_of_type_ += terms_of_tile_;
    if (arriving.data == nullptr) return;
    instruction_data& data = *arriving.data;
    const int kept = instruction_.kept_columns();
    data.d.resize(data.c.size());
    for (int row = arriving.row; row < arriving.row + shape_.rows; ++row) {
        for (int column = arriving.column; column < arriving.column + shape_.columns; ++column) {
            const auto place = static_cast<std::size_t>(row * formats::mma::n + column);
            const std::uint32_t accumulator = arriving.step == 0 ? data.c[place] : data.d[place];
            const product_term* terms =
                data.products.data() + static_cast<int>(place) * kept + arriving.step * shape_.kept;
            data.d[place] = aligned_add(terms, shape_.kept, accumulator, instruction_.accumulator);
        }
    }
}

}  // namespace lacuna::sparse_tensor_core
