#include "models/sparse_tensor_core/instruction_operands.h"

#include "sim/formats/metadata_nibble.h"

namespace lacuna::sparse_tensor_core {

using formats::mma;

namespace {

constexpr auto m = static_cast<std::uint32_t>(mma::m);
constexpr auto n = static_cast<std::uint32_t>(mma::n);

}  // namespace

layers::mma_operands room_for_operands(const mma& instruction) {
    layers::mma_operands room;
    room.a.resize(std::size_t{m} * static_cast<std::uint32_t>(instruction.kept_columns()));
    if (instruction.sparse)
        room.metadata.resize(std::size_t{m} * static_cast<std::uint32_t>(instruction.fragments().groups()));
    room.b.resize(std::size_t{n} * static_cast<std::uint32_t>(instruction.k));
    return room;
}

void read_operands(const mma& instruction, const weight_operands& weights, std::uint64_t first_row,
                   const packed_codes& activations, std::uint64_t first_column, std::uint64_t k_instruction,
                   layers::mma_operands& to) {
    const auto kept = static_cast<std::uint32_t>(instruction.kept_columns());
    const auto k = static_cast<std::uint32_t>(instruction.k);
    for (std::uint32_t row = 0; row < m; ++row)
        weights.values.read(first_row + row, k_instruction * kept, kept, 0u, &to.a[std::size_t{row} * kept]);
    if (instruction.sparse) {
        const auto groups = static_cast<std::uint32_t>(instruction.fragments().groups());
        const std::uint8_t zeros = *formats::nibble_keeping(instruction.a, 0);
        for (std::uint32_t row = 0; row < m; ++row)
            weights.metadata.read(first_row + row, k_instruction * groups, groups, zeros,
                                  &to.metadata[std::size_t{row} * groups]);
    }
    for (std::uint32_t column = 0; column < n; ++column)
        activations.read(first_column + column, k_instruction * k, k, 0u, &to.b[column], n);
}

}  // namespace lacuna::sparse_tensor_core
