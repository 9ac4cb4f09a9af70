/// Does a layer that is multiplied by whole instructions, one after the other along k, give what the
/// reference gives, whatever k they have?
#include <gtest/gtest.h>

#include <cmath>

#include "models/sparse_tensor_core/multiply_accumulate.h"
#include "sim/formats/bit_pattern.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/formats/operand_code.h"
#include "sim/layers/quantization.h"
#include "sim/run/reference_product.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::accumulator_type;
using formats::mma;
using formats::operand_type;

/// At most 16 outputs and 8 vectors: one tile.
struct small_layer {
    formats::csc<float> weights;
    std::vector<std::vector<float>> dense;  ///< the rows of the weights, the bias last
    std::vector<std::vector<float>> activations;
};

/// Weights of the structure, or of any. Numbers from far below 1 to above it, and zeros.
small_layer random_layer(std::uint32_t seed, operand_type type, bool structured) {
    formats::random_source random(seed);
    const auto number = [&](int zeros) {
        return random(0, 99) < zeros ? 0
                                     : std::ldexp(static_cast<float>(random(-4095, 4095)), random(-26, -10));
    };
    small_layer drawn;
    const int group = formats::sparsity_of(type).group;
    const int inputs = structured ? group * random(1, 90 / group) : random(1, 90);
    formats::coo<float> matrix;
    matrix.rows = static_cast<std::uint32_t>(random(1, mma::m));
    matrix.columns = static_cast<std::uint32_t>(inputs + 1);
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        drawn.dense.emplace_back();
        for (int column = 0; column <= inputs; ++column) {
            // Of a group only the first half, and of some groups less, is not zero.
            const bool is_dropped = structured && column < inputs && column % group >= group / 2;
            const float value = is_dropped ? 0 : number(structured ? 30 : 10);
            drawn.dense.back().push_back(value);
            if (value == 0) continue;
            matrix.row.push_back(row);
            matrix.column.push_back(static_cast<std::uint32_t>(column));
            matrix.value.push_back(value);
        }
    }
    drawn.weights = formats::encode_csc(matrix);
    for (int left = random(1, mma::n); left > 0; --left) {
        drawn.activations.emplace_back();
        for (int i = 0; i < inputs; ++i) drawn.activations.back().push_back(number(30));
    }
    return drawn;
}

class by_instructions {
  public:
    by_instructions(const small_layer& layer, const mma& instruction)
        : layer_(layer),
          instruction_(instruction),
          is_integer_(instruction.accumulator == accumulator_type::s32) {
        if (!is_integer_) return;
        weights_ = layers::quantization_of_weights(instruction.a, layer.weights);
        activations_ = layers::quantization_of(instruction.a, layer.activations);
    }

    layers::outputs outputs() const {
        const std::size_t inputs = layer_.activations.front().size();
        std::vector<std::uint32_t> d(mma::m * mma::n, 0);
        for (std::size_t row = 0; row < layer_.dense.size(); ++row)
            for (std::size_t n = 0; n < mma::n; ++n) d[row * mma::n + n] = start(layer_.dense[row][inputs]);
        for (std::size_t k = 0; k < inputs; k += static_cast<std::size_t>(instruction_.k))
            d = multiply_accumulate(instruction_, operands(k), d);
        layers::outputs all(layer_.activations.size());
        for (std::size_t n = 0; n < all.size(); ++n)
            for (std::size_t row = 0; row < layer_.dense.size(); ++row)
                all[n].push_back(output(d[row * mma::n + n]));
        return all;
    }

  private:
    std::uint32_t pattern(float number, const layers::quantization& how) const {
        return formats::operand_code(instruction_.a,
                                     is_integer_ ? static_cast<float>(how.code(number)) : number);
    }
    std::uint32_t start(float bias) const {
        if (is_integer_) return static_cast<std::uint32_t>(layers::bias_code(bias, weights_, activations_));
        return instruction_.accumulator == accumulator_type::f16
                   ? formats::operand_code(operand_type::f16, bias)
                   : formats::bit_pattern_as<std::uint32_t>(bias);
    }
    float output(std::uint32_t d) const {
        if (is_integer_) return layers::number_of_sum(static_cast<std::int32_t>(d), weights_, activations_);
        const auto value = static_cast<float>(formats::accumulator_value(instruction_.accumulator, d));
        return value == 0 ? 0 : value;
    }

    layers::mma_operands operands(std::size_t first) const {
        const auto k = static_cast<std::size_t>(instruction_.k);
        const formats::structured_sparsity& sparsity = formats::sparsity_of(instruction_.a);
        const auto group = static_cast<std::size_t>(sparsity.group);
        layers::mma_operands made;
        for (std::size_t row = 0; row < mma::m; ++row) {
            std::vector<std::uint32_t> whole(k, 0);
            if (row < layer_.dense.size())
                for (std::size_t i = 0; i < k && first + i < layer_.activations.front().size(); ++i)
                    whole[i] = pattern(layer_.dense[row][first + i], weights_);
            if (!instruction_.sparse) made.a.insert(made.a.end(), whole.begin(), whole.end());
            for (std::size_t from = 0; instruction_.sparse && from < k; from += group) {
                unsigned non_zeros = 0;
                for (std::size_t i = 0; i < group; ++i)
                    if (formats::operand_value(instruction_.a, whole[from + i]) != 0) non_zeros |= 1u << i;
                const std::uint8_t nibble = formats::nibble_keeping(instruction_.a, non_zeros).value();
                made.metadata.push_back(nibble);
                for (int slot = 0; slot < sparsity.kept; ++slot)
                    made.a.push_back(whole[from + static_cast<std::size_t>(
                                                      formats::kept_offset(instruction_.a, nibble, slot))]);
            }
        }
        for (std::size_t i = 0; i < k; ++i)
            for (std::size_t n = 0; n < mma::n; ++n) {
                const bool is_there =
                    n < layer_.activations.size() && first + i < layer_.activations.front().size();
                made.b.push_back(is_there ? pattern(layer_.activations[n][first + i], activations_) : 0);
            }
        return made;
    }

    const small_layer& layer_;
    mma instruction_;
    bool is_integer_;
    layers::quantization weights_, activations_;
};

TEST(layer_by_instructions, every_instruction_gives_the_reference) {
    for (const mma& instruction : formats::mma_instructions()) {
        const bool has_sign = instruction.a != operand_type::u8 && instruction.a != operand_type::u4;
        if (instruction.a != instruction.b || !has_sign) continue;
        SCOPED_TRACE(instruction.name());
        for (std::uint32_t seed = 0; seed < 30; ++seed) {
            const small_layer layer = random_layer(seed, instruction.a, instruction.sparse);
            const formats::tensor_core_arithmetic how = {instruction.a, instruction.accumulator,
                                                         instruction.sparse};
            ASSERT_NO_THROW(run::check_outputs(by_instructions(layer, instruction).outputs(),
                                               run::reference_product(layer.weights, layer.activations,
                                                                      layers::activation_function::none, how),
                                               instruction.name()))
                << "seed " << seed;
        }
    }
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
