#include <algorithm>
#include <type_traits>

#include "sim/config/interruption.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/formats/operand_value.h"
#include "sim/formats/structured_sparse.h"
#include "sim/formats/tensor_core_dot.h"
#include "sim/layers/quantization.h"
#include "sim/patterns/structured.h"
#include "sim/run/reference_product.h"

namespace lacuna::run {
namespace {

using formats::accumulator_type;
using formats::operand_type;

/// The rows of a matrix, the first one first.
class dense_rows {
  public:
    explicit dense_rows(const formats::csc<float>& matrix)
        : matrix_(matrix), next_(matrix.column_begin.begin(), matrix.column_begin.end() - 1) {}

    /// Gives the next row, of as many values as there are columns.
    void take(std::vector<float>& row) {
        for (std::uint32_t column = 0; column < matrix_.columns; ++column) {
            std::uint32_t& entry = next_[column];
            const bool is_here = entry < matrix_.column_begin[column + 1] && matrix_.row[entry] == number_;
            row[column] = is_here ? matrix_.value[entry++] : 0;
        }
        ++number_;
    }

  private:
    const formats::csc<float>& matrix_;
    std::vector<std::uint32_t> next_;  // by column, the entries that have not been given
    std::uint32_t number_ = 0;
};

/// How real numbers become operands and accumulators, and these outputs.
template <class Value, class Accumulator>
struct conversion {
    static constexpr operand_type type = formats::operand_type_of<Value>();
    layers::quantization weights, activations;  // of integers alone

    conversion(const formats::csc<float>& real_weights,
               const std::vector<std::vector<float>>& real_activations)
        : weights(), activations() {
        if constexpr (std::is_integral_v<Accumulator>) {
            weights = layers::quantization_of_weights(type, real_weights);
            activations = layers::quantization_of(type, real_activations);
        }
    }

    Value operand(float number, const layers::quantization& how) const {
        if constexpr (std::is_integral_v<Accumulator>)
            return Value(how.code(number));
        else
            return Value(number);
    }
    Accumulator start(float bias) const {
        if constexpr (std::is_integral_v<Accumulator>)
            return layers::bias_code(bias, weights, activations);
        else
            return Accumulator(bias);
    }
    float output(Accumulator sum) const {
        float value;
        if constexpr (std::is_integral_v<Accumulator>)
            value = layers::number_of_sum(sum, weights, activations);
        else
            value = static_cast<float>(sum);
        return value == 0 ? 0.0f : value;  // not -0
    }
};

/// What of a row of A is multiplied, and with which rows of B.
template <class Value>
struct factors {
    std::vector<Value> a;
    std::vector<std::uint32_t> row_of_b;
};

template <class Value>
void take_all(const formats::dense_matrix<Value>& row, factors<Value>& taken) {
    taken.a = row.value;
    taken.row_of_b.resize(row.columns);
    for (std::uint32_t column = 0; column < row.columns; ++column) taken.row_of_b[column] = column;
}

template <class Value>
void take_kept(const formats::dense_matrix<Value>& row, factors<Value>& taken) {
    constexpr operand_type type = formats::operand_type_of<Value>();
    const formats::structured_sparsity& sparsity = formats::sparsity_of(type);
    const formats::structured_sparse<Value> compressed = formats::compress(row);
    taken.a = compressed.kept;
    taken.row_of_b.clear();
    std::uint32_t group = 0;
    for (const std::uint8_t nibble : compressed.metadata) {
        for (int slot = 0; slot < sparsity.kept; ++slot)
            taken.row_of_b.push_back(group +
                                     static_cast<std::uint32_t>(formats::kept_offset(type, nibble, slot)));
        group += static_cast<std::uint32_t>(sparsity.group);
    }
}

template <class Value, class Accumulator>
layers::outputs product_of(const formats::csc<float>& weights,
                           const std::vector<std::vector<float>>& activations, bool drops_zeros) {
    const conversion<Value, Accumulator> convert(weights, activations);
    const std::uint32_t inputs = weights.columns - 1;
    const bool is_sparse =
        drops_zeros && patterns::has_structure(formats::operand_type_of<Value>(), weights, inputs);
    const auto group = static_cast<std::uint32_t>(formats::sparsity_of(convert.type).group);
    const std::uint32_t whole_groups = (inputs + group - 1) / group * group;

    std::vector<std::vector<Value>> b;
    for (const std::vector<float>& vector : activations) {
        b.emplace_back(whole_groups, Value(0));
        for (std::uint32_t i = 0; i < inputs; ++i)
            b.back()[i] = convert.operand(vector[i], convert.activations);
    }
    layers::outputs all(activations.size(), std::vector<float>(weights.rows));
    dense_rows rows(weights);
    std::vector<float> real(weights.columns);
    formats::dense_matrix<Value> row = formats::zeros<Value>(1, whole_groups);
    factors<Value> taken;
    std::vector<Value> selected;
    for (std::uint32_t output = 0; output < weights.rows; ++output) {
        give_up_if_stopped();
        rows.take(real);
        for (std::uint32_t i = 0; i < inputs; ++i) row.value[i] = convert.operand(real[i], convert.weights);
        if (is_sparse)
            take_kept(row, taken);
        else
            take_all(row, taken);
        const Accumulator start = convert.start(real[inputs]);
        for (std::size_t v = 0; v < b.size(); ++v) {
            selected.clear();
            for (const std::uint32_t place : taken.row_of_b) selected.push_back(b[v][place]);
            all[v][output] = convert.output(
                formats::tensor_core_dot(taken.a.data(), selected.data(), taken.a.size(), start));
        }
    }
    return all;
}

layers::outputs product_in(const formats::csc<float>& weights,
                           const std::vector<std::vector<float>>& activations,
                           const formats::tensor_core_arithmetic& how) {
    using formats::bf16;
    using formats::f16;
    switch (how.type) {
        case operand_type::f16:
            if (how.accumulator == accumulator_type::f16)
                return product_of<f16, f16>(weights, activations, how.drops_zeros);
            return product_of<f16, float>(weights, activations, how.drops_zeros);
        case operand_type::bf16:
            return product_of<bf16, float>(weights, activations, how.drops_zeros);
        case operand_type::tf32:
            return product_of<formats::tf32, float>(weights, activations, how.drops_zeros);
        case operand_type::s8:
            return product_of<std::int8_t, std::int32_t>(weights, activations, how.drops_zeros);
        case operand_type::u8:
            return product_of<std::uint8_t, std::int32_t>(weights, activations, how.drops_zeros);
        case operand_type::s4:
            return product_of<formats::s4, std::int32_t>(weights, activations, how.drops_zeros);
        case operand_type::u4:
            return product_of<formats::u4, std::int32_t>(weights, activations, how.drops_zeros);
    }
    return {};
}

}  // namespace

layers::outputs reference_product(const formats::csc<float>& weights,
                                  const std::vector<std::vector<float>>& activations,
                                  layers::activation_function function,
                                  const formats::tensor_core_arithmetic& how) {
    layers::outputs all = product_in(weights, activations, how);
    if (function == layers::activation_function::relu) {
        for (std::vector<float>& outputs : all)
            for (float& value : outputs) value = std::max(value, 0.0f);
    }
    return all;
}

}  // namespace lacuna::run
