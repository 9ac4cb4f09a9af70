#include "models/sparse_tensor_core/weight_operands.h"

#include <fmt/format.h>

#include <array>

#include "sim/formats/metadata_nibble.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::csc;
using formats::operand_type;

/// Whether an operand of that code is other than 0 and -0.
bool is_nonzero(operand_type type, std::uint32_t code) {
    const bool is_float = !operand_coding::is_integer(type);
    const std::uint32_t sign = is_float ? std::uint32_t{1} << (formats::value_bits(type) - 1) : 0;
    return (code & ~sign) != 0;
}

void pack_dense(operand_type type, const csc<float>& weights, weight_operands& packed) {
    packed.values = packed_codes(formats::value_bits(type), packed.rows, packed.columns);
    for (std::uint32_t column = 0; column < packed.columns; ++column)
        for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i)
            packed.values.set(weights.row[i], column, packed.coding.code(weights.value[i]));
}

/// Goes by groups of columns, since the weights are stored by columns.
void pack_structured(operand_type type, const csc<float>& weights, weight_operands& packed) {
    const formats::structured_sparsity& sparsity = formats::sparsity_of(type);
    const auto width = static_cast<std::uint32_t>(sparsity.group);
    const auto kept = static_cast<std::uint32_t>(sparsity.kept);
    packed.values = packed_codes(formats::value_bits(type), packed.rows, packed.columns / width * kept);
    packed.metadata = packed_codes(4, packed.rows, packed.columns / width);
    std::array<std::uint8_t, 256> nibbles = {};
    for (unsigned set = 0; set < 1u << width; ++set)
        nibbles[set] = formats::nibble_keeping(type, set).value_or(0);
    std::vector<std::uint32_t> codes(std::size_t{packed.rows} * width);
    std::vector<std::uint8_t> sets(packed.rows);
    for (std::uint32_t group = 0; group < packed.columns / width; ++group) {
        codes.assign(codes.size(), 0);
        sets.assign(sets.size(), 0);
        for (std::uint32_t c = 0; c < width; ++c) {
            const std::uint32_t column = group * width + c;
            for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i) {
                const std::uint32_t row = weights.row[i];
                const std::uint32_t code = packed.coding.code(weights.value[i]);
                codes[std::size_t{row} * width + c] = code;
                sets[row] = static_cast<std::uint8_t>(sets[row] | unsigned{is_nonzero(type, code)} << c);
            }
        }
        for (std::uint32_t row = 0; row < packed.rows; ++row) {
            const std::uint8_t nibble = nibbles[sets[row]];
            packed.metadata.set(row, group, nibble);
            for (std::uint32_t slot = 0; slot < kept; ++slot) {
                const auto from =
                    static_cast<std::uint32_t>(formats::kept_offset(type, nibble, static_cast<int>(slot)));
                packed.values.set(row, group * kept + slot, codes[std::size_t{row} * width + from]);
            }
        }
    }
}

operand_coding coding_of(operand_type type, const csc<float>& weights) {
    if (!operand_coding::is_integer(type)) return {type, {}};
    return {type, layers::quantization_of_weights(type, weights)};
}

}  // namespace

weight_operands pack_weights(const csc<float>& weights, bool sparse, const operand_coding& coding) {
    weight_operands packed;
    packed.rows = weights.rows;
    packed.columns = weights.columns - 1;
    packed.coding = coding;
    if (sparse) {
        pack_structured(coding.type, weights, packed);
    } else {
        pack_dense(coding.type, weights, packed);
    }
    packed.bias.resize(packed.rows);
    for (std::uint32_t i = weights.column_begin[packed.columns]; i < weights.stored(); ++i)
        packed.bias[weights.row[i]] = weights.value[i];
    return packed;
}

std::shared_ptr<const weight_operands> operands_of(const layers::affine_weights& weights,
                                                   const weight_treatment& treatment, const parameters& p) {
    const auto name =
        fmt::format("sparse tensor core, {}{}{}: operands", p.type, treatment.sparse ? ", mma.sp" : ", mma",
                    treatment.pruned ? ", pruned" : "");
    const csc<float>& values = treatment.pruned ? *treatment.pruned : weights.values();
    return weights.derived<weight_operands>(
        name, [&] { return pack_weights(values, treatment.sparse, coding_of(p.computes().type, values)); });
}

}  // namespace lacuna::sparse_tensor_core
