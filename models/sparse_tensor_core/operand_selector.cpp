#include "models/sparse_tensor_core/operand_selector.h"

#include <fmt/format.h>

#include <stdexcept>

#include "models/sparse_tensor_core/counters.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

operand_selector::operand_selector(sc_core::sc_module_name name, const parameters& p,
                                   statistics::registry& statistics)
    : sc_module(name), selecting_(static_cast<std::size_t>(p.select_cycles - 1)), parameters_(p) {
    const std::string path = kernel::box_path(*this);
    statistics.add(path, counters::operand_selector_select, selects_);
    statistics.add(path, counters::operand_selector_pass, passes_);
}

void operand_selector::end_of_elaboration() {
    tiles_ = tiles[0];
    metadata_ = metadata[0];
    selected_ = selected[0];
}

void operand_selector::start(const formats::mma& instruction) {
    instruction_ = instruction;
    shape_ = tile_shape(parameters_, instruction);
    bits_ = static_cast<std::uint64_t>(shape_.products() * formats::value_bits(instruction.b));
}

bool operand_selector::on_clock() {
    if (const metadata_operand* arriving = metadata_->read()) present_ = *arriving;
    const tile* arriving = tiles_->read();
    if (arriving != nullptr) {
        if (instruction_.sparse) check_metadata(*arriving);
        (instruction_.sparse ? selects_ : passes_) += bits_;
        if (arriving->data != nullptr) select(*arriving);
    }
    const tile* leaving = selecting_.shift(arriving);
    if (leaving != nullptr) selected_->write(*leaving);
    return leaving != nullptr || selecting_.holds();
}

void operand_selector::check_metadata(const tile& arriving) const {
    if (present_.warp == arriving.warp && present_.chain == arriving.chain) return;
    throw std::logic_error(fmt::format("{}: a tile of warp {}, chain {} came without its metadata",
                                       kernel::box_path(*this), arriving.warp, arriving.chain));
}

void operand_selector::select(const tile& arriving) const {
    instruction_data& data = *arriving.data;
    const int kept = instruction_.kept_columns();
    const formats::structured_sparsity& sparsity = formats::sparsity_of(instruction_.a);
    const int groups = instruction_.sparse ? instruction_.k / sparsity.group : 0;
    data.selected.resize(static_cast<std::size_t>(formats::mma::m * formats::mma::n * kept));
    for (int row = arriving.row; row < arriving.row + shape_.rows; ++row) {
        for (int i = arriving.step * shape_.kept; i < (arriving.step + 1) * shape_.kept; ++i) {
            int from = i;  // the row of B
            if (instruction_.sparse) {
                const int group = i / sparsity.kept;
                const unsigned nibble = data.metadata[static_cast<std::size_t>(row * groups + group)];
                from =
                    group * sparsity.group + formats::kept_offset(instruction_.a, nibble, i % sparsity.kept);
            }
            for (int column = arriving.column; column < arriving.column + shape_.columns; ++column) {
                data.selected[static_cast<std::size_t>((row * formats::mma::n + column) * kept + i)] =
                    data.b[static_cast<std::size_t>(from * formats::mma::n + column)];
            }
        }
    }
}

}  // namespace lacuna::sparse_tensor_core
