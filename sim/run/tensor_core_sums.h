/// Outputs of a tensor core as the reference sums them: rows of weights times vectors of activations, some
/// columns at a time, in the arithmetic of formats/tensor_core_dot.h.
///
/// Columns are inputs, and come in their order; all but the last ones make whole groups and blocks of
/// products.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "sim/config/interruption.h"
#include "sim/formats/bit_pattern.h"
#include "sim/formats/compressed_columns.h"
#include "sim/formats/float_rounding.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/formats/operand_value.h"
#include "sim/formats/structured_sparse.h"
#include "sim/formats/tensor_core_arithmetic.h"
#include "sim/formats/tensor_core_dot.h"
#include "sim/layers/quantization.h"
#include "sim/layers/workload.h"

namespace lacuna::run {

/// What of a sum depends on all operands, not on those of its row and column alone.
struct whole_operands {
    bool is_structured = false;                      ///< mma.sp multiplies the weights
    layers::quantization weights, activations = {};  ///< of integers alone
};

/// Columns [first, end) of a matrix, row by row.
class dense_rows {
  public:
    dense_rows(const formats::csc<float>& matrix, std::uint32_t first, std::uint32_t end)
        : matrix_(matrix),
          first_(first),
          next_(matrix.column_begin.begin() + first, matrix.column_begin.begin() + end) {}

    /// Gives the next row's values in the columns.
    void take(float* row) {
        for (std::uint32_t i = 0; i < next_.size(); ++i) {
            std::uint32_t& entry = next_[i];
            const bool is_here =
                entry < matrix_.column_begin[first_ + i + 1] && matrix_.row[entry] == number_;
            row[i] = is_here ? matrix_.value[entry++] : 0;
        }
        ++number_;
    }

  private:
    const formats::csc<float>& matrix_;
    std::uint32_t first_;
    std::vector<std::uint32_t> next_;  // by column, the entries that have not been given
    std::uint32_t number_ = 0;
};

/// What of a row of A is multiplied, and with which rows of B.
template <class Value>
struct factors {
    std::vector<Value> a;
    std::vector<std::uint32_t> row_of_b;

    void take_all(const formats::dense_matrix<Value>& row) {
        a = row.value;
        row_of_b.resize(row.columns);
        for (std::uint32_t column = 0; column < row.columns; ++column) row_of_b[column] = column;
    }

    void take_kept(const formats::dense_matrix<Value>& row) {
        constexpr formats::operand_type type = formats::operand_type_of<Value>();
        const formats::structured_sparsity& sparsity = formats::sparsity_of(type);
        const formats::structured_sparse<Value> compressed = formats::compress(row);
        a = compressed.kept;
        row_of_b.clear();
        std::uint32_t group = 0;
        for (const std::uint8_t nibble : compressed.metadata) {
            for (int slot = 0; slot < sparsity.kept; ++slot)
                row_of_b.push_back(group +
                                   static_cast<std::uint32_t>(formats::kept_offset(type, nibble, slot)));
            group += static_cast<std::uint32_t>(sparsity.group);
        }
    }
};

// The sum of two slices of k.

inline float sum_of_slices(float a, float b) {
    const float sum = a + b;
    return std::isnan(sum) ? formats::bit_pattern_as<float>(0x7fffffffu) : sum;
}
inline formats::f16 sum_of_slices(formats::f16 a, formats::f16 b) {
    const double sum = double{static_cast<float>(a)} + double{static_cast<float>(b)};  // exact
    return std::isnan(sum) ? formats::bit_pattern_as<formats::f16>(std::uint16_t{0x7fff})
                           : formats::nearest_f16(sum);
}
inline std::int32_t sum_of_slices(std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
}

template <class Value, class Accumulator>
class tensor_core_sums {
  public:
    /// A bias of each row; or none, for 0.
    tensor_core_sums(const whole_operands& whole, std::uint32_t rows, std::size_t vectors,
                     const std::vector<float>& bias)
        : whole_(whole),
          rows_(rows),
          sums_(vectors, std::vector<Accumulator>(rows, Accumulator(0))),
          slices_(sums_) {
        for (std::size_t row = 0; row < bias.size(); ++row)
            for (std::vector<Accumulator>& sums : sums_) sums[row] = start(bias[row]);
    }

    /// Columns [first, end) of the weights, rows x at least so many, times the same of the activations.
    void add(const formats::csc<float>& weights, const std::vector<std::vector<float>>& activations,
             std::uint32_t first, std::uint32_t end) {
        const auto group = static_cast<std::uint32_t>(formats::sparsity_of(type).group);
        const std::uint32_t columns = end - first;
        const std::uint32_t whole_groups = (columns + group - 1) / group * group;
        std::vector<std::vector<Value>> b;
        for (const std::vector<float>& vector : activations) {
            b.emplace_back(whole_groups, Value(0));
            for (std::uint32_t i = 0; i < columns; ++i)
                b.back()[i] = operand(vector[first + i], whole_.activations);
        }
        dense_rows rows(weights, first, end);
        std::vector<float> real(columns);
        formats::dense_matrix<Value> row = formats::zeros<Value>(1, whole_groups);
        factors<Value> taken;
        std::vector<Value> selected;
        for (std::uint32_t output = 0; output < rows_; ++output) {
            give_up_if_stopped();
            rows.take(real.data());
            for (std::uint32_t i = 0; i < columns; ++i) row.value[i] = operand(real[i], whole_.weights);
            if (whole_.is_structured)
                taken.take_kept(row);
            else
                taken.take_all(row);
            for (std::size_t v = 0; v < b.size(); ++v) {
                selected.clear();
                for (const std::uint32_t place : taken.row_of_b) selected.push_back(b[v][place]);
                sums_[v][output] = formats::tensor_core_dot(taken.a.data(), selected.data(), taken.a.size(),
                                                            sums_[v][output]);
            }
        }
    }

    /// What comes now is summed apart from what was there before, and then added to it.
    void begin_slice() {
        for (std::size_t v = 0; v < sums_.size(); ++v) {
            for (std::uint32_t row = 0; row < rows_; ++row) {
                slices_[v][row] = total(v, row);
                sums_[v][row] = Accumulator(0);
            }
        }
        has_slices_ = true;
    }

    /// Of all columns so far.
    layers::outputs outputs(layers::activation_function function) const {
        layers::outputs all;
        for (std::size_t v = 0; v < sums_.size(); ++v) {
            all.emplace_back();
            for (std::uint32_t row = 0; row < rows_; ++row) {
                const float value = output(total(v, row));
                all.back().push_back(function == layers::activation_function::relu ? std::max(value, 0.0f)
                                                                                   : value);
            }
        }
        return all;
    }

  private:
    static constexpr formats::operand_type type = formats::operand_type_of<Value>();

    Accumulator total(std::size_t vector, std::uint32_t row) const {
        return has_slices_ ? sum_of_slices(slices_[vector][row], sums_[vector][row]) : sums_[vector][row];
    }
    Value operand(float number, const layers::quantization& how) const {
        if constexpr (std::is_integral_v<Accumulator>)
            return Value(how.code(number));
        else
            return Value(number);
    }
    Accumulator start(float bias) const {
        if constexpr (std::is_integral_v<Accumulator>)
            return layers::bias_code(bias, whole_.weights, whole_.activations);
        else
            return Accumulator(bias);
    }
    float output(Accumulator sum) const {
        float value;
        if constexpr (std::is_integral_v<Accumulator>)
            value = layers::number_of_sum(sum, whole_.weights, whole_.activations);
        else
            value = static_cast<float>(sum);
        return value == 0 ? 0.0f : value;  // not -0
    }

    whole_operands whole_;
    std::uint32_t rows_;
    std::vector<std::vector<Accumulator>> sums_;    // of the present slice, by vector and row
    std::vector<std::vector<Accumulator>> slices_;  // of those before it
    bool has_slices_ = false;
};

/// Calls visit(value, accumulator) with zeros of the types of an arithmetic.
template <class Visit>
auto with_types(const formats::tensor_core_arithmetic& how, Visit visit) {
    using formats::operand_type;
    switch (how.type) {
        case operand_type::f16:
            break;
        case operand_type::bf16:
            return visit(formats::bf16(0), 0.0f);
        case operand_type::tf32:
            return visit(formats::tf32(0), 0.0f);
        case operand_type::s8:
            return visit(std::int8_t{0}, std::int32_t{0});
        case operand_type::u8:
            return visit(std::uint8_t{0}, std::int32_t{0});
        case operand_type::s4:
            return visit(formats::s4(0), std::int32_t{0});
        case operand_type::u4:
            return visit(formats::u4(0), std::int32_t{0});
    }
    if (how.accumulator == formats::accumulator_type::f16) return visit(formats::f16(0), formats::f16(0));
    return visit(formats::f16(0), 0.0f);
}

}  // namespace lacuna::run
