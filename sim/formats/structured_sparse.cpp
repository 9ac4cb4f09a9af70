#include "sim/formats/structured_sparse.h"

#include <fmt/format.h>

#include "sim/config/input_error.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/formats/operand_value.h"

namespace lacuna::formats {
namespace {

template <class Value>
constexpr operand_type type_of = operand_type_of<Value>();

/// A bit for each value of the group that is not zero.
template <class Value>
unsigned non_zeros(const Value* group, int values) {
    unsigned found = 0;
    for (int i = 0; i < values; ++i)
        if (group[i] != Value(0)) found |= 1u << i;
    return found;
}

/// Calls visit(group, nibble) for every group, row by row.
template <class Value, class Visit>
void visit_groups(const dense_matrix<Value>& matrix, Visit visit) {
    const auto width = static_cast<std::uint32_t>(sparsity_of(type_of<Value>).group);
    check_groups(type_of<Value>, matrix.columns);
    if (matrix.value.size() != std::size_t{matrix.rows} * matrix.columns)
        refuse("A dense matrix of {} x {} needs {} values, but there are {}.", matrix.rows, matrix.columns,
               std::size_t{matrix.rows} * matrix.columns, matrix.value.size());
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        for (std::uint32_t column = 0; column < matrix.columns; column += width) {
            const Value* group = &matrix.at(row, column);
            const unsigned values = non_zeros(group, static_cast<int>(width));
            const auto nibble = nibble_keeping(type_of<Value>, values);
            if (!nibble) refuse("{}", too_many_non_zeros(type_of<Value>, values, row, column));
            visit(group, *nibble);
        }
    }
}

template <class Value>
void check_sizes(const structured_sparse<Value>& matrix) {
    check_groups(type_of<Value>, matrix.columns);
    const structured_sparsity& sparsity = sparsity_of(type_of<Value>);
    const std::size_t groups =
        std::size_t{matrix.rows} * (matrix.columns / static_cast<unsigned>(sparsity.group));
    const std::size_t kept = groups * static_cast<std::size_t>(sparsity.kept);
    if (matrix.kept.size() != kept)
        refuse("{} sparsity: a matrix of {} x {} keeps {} values, but there are {}.", sparsity.name,
               matrix.rows, matrix.columns, kept, matrix.kept.size());
    if (matrix.metadata.size() != groups)
        refuse("{} sparsity: a matrix of {} x {} has {} nibbles of metadata, but there are {}.",
               sparsity.name, matrix.rows, matrix.columns, groups, matrix.metadata.size());
}

}  // namespace

std::string too_many_non_zeros(operand_type type, unsigned values, std::uint32_t row, std::uint32_t column) {
    const structured_sparsity& sparsity = sparsity_of(type);
    unsigned first = 1;  // of the group's values: so many have one too many
    while (nibble_keeping(type, values & ((1u << first) - 1))) ++first;
    return fmt::format(
        "row {}, column {}: one non-zero too many; {} sparsity keeps {} of the {} {} in columns {} to {}.",
        row, column + first - 1, sparsity.name, sparsity.kept_parts(), sparsity.parts(),
        sparsity.part == 1 ? "values" : "pairs", column, column + static_cast<unsigned>(sparsity.group) - 1);
}

template <class Value>
void check_structure(const dense_matrix<Value>& matrix) {
    visit_groups(matrix, [](const Value*, std::uint8_t) {});
}

template <class Value>
structured_sparse<Value> compress(const dense_matrix<Value>& matrix) {
    structured_sparse<Value> compressed{matrix.rows, matrix.columns, {}, {}};
    compressed.kept.reserve(matrix.value.size() / 2);
    compressed.metadata.reserve(matrix.value.size() /
                                static_cast<unsigned>(sparsity_of(type_of<Value>).group));
    visit_groups(matrix, [&](const Value* group, std::uint8_t nibble) {
        for (int slot = 0; slot < sparsity_of(type_of<Value>).kept; ++slot)
            compressed.kept.push_back(group[kept_offset(type_of<Value>, nibble, slot)]);
        compressed.metadata.push_back(nibble);
    });
    return compressed;
}

template <class Value>
dense_matrix<Value> uncompress(const structured_sparse<Value>& matrix) {
    check_sizes(matrix);
    const structured_sparsity& sparsity = sparsity_of(type_of<Value>);
    const auto width = static_cast<std::uint32_t>(sparsity.group);
    dense_matrix<Value> dense = zeros<Value>(matrix.rows, matrix.columns);
    const Value* kept = matrix.kept.data();
    const std::uint8_t* nibble = matrix.metadata.data();
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        for (std::uint32_t column = 0; column < matrix.columns; column += width, ++nibble) {
            if (!is_legal_nibble(type_of<Value>, *nibble))
                refuse("row {}, columns {} to {}: metadata nibble 0x{:X} of {} sparsity {}.", row, column,
                       column + width - 1, *nibble, sparsity.name, fault_of_nibble(type_of<Value>, *nibble));
            Value* group = &dense.at(row, column);
            for (int slot = 0; slot < sparsity.kept; ++slot)
                group[kept_offset(type_of<Value>, *nibble, slot)] = *kept++;
        }
    }
    return dense;
}

template void check_structure(const dense_matrix<f16>& matrix);
template void check_structure(const dense_matrix<bf16>& matrix);
template void check_structure(const dense_matrix<tf32>& matrix);
template void check_structure(const dense_matrix<std::int8_t>& matrix);
template void check_structure(const dense_matrix<std::uint8_t>& matrix);
template void check_structure(const dense_matrix<s4>& matrix);
template void check_structure(const dense_matrix<u4>& matrix);
template structured_sparse<f16> compress(const dense_matrix<f16>& matrix);
template structured_sparse<bf16> compress(const dense_matrix<bf16>& matrix);
template structured_sparse<tf32> compress(const dense_matrix<tf32>& matrix);
template structured_sparse<std::int8_t> compress(const dense_matrix<std::int8_t>& matrix);
template structured_sparse<std::uint8_t> compress(const dense_matrix<std::uint8_t>& matrix);
template structured_sparse<s4> compress(const dense_matrix<s4>& matrix);
template structured_sparse<u4> compress(const dense_matrix<u4>& matrix);
template dense_matrix<f16> uncompress(const structured_sparse<f16>& matrix);
template dense_matrix<bf16> uncompress(const structured_sparse<bf16>& matrix);
template dense_matrix<tf32> uncompress(const structured_sparse<tf32>& matrix);
template dense_matrix<std::int8_t> uncompress(const structured_sparse<std::int8_t>& matrix);
template dense_matrix<std::uint8_t> uncompress(const structured_sparse<std::uint8_t>& matrix);
template dense_matrix<s4> uncompress(const structured_sparse<s4>& matrix);
template dense_matrix<u4> uncompress(const structured_sparse<u4>& matrix);

}  // namespace lacuna::formats
