#include "models/eie/product_outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "sim/config/interruption.h"

namespace lacuna::eie {
namespace {

/// `codes` are outputs x (inputs + 1), the last column the bias.
std::vector<float> outputs_of_vector(const std::vector<float>& activations,
                                     const formats::csc<std::uint8_t>& codes,
                                     const std::vector<float>& codebook, const formats::arithmetic& computes,
                                     std::vector<std::uint64_t>& overflows) {
    std::vector<float> outputs(codes.rows, 0.0f);
    std::uint64_t of_operands = 0;  // noted once for the whole layer: encoding.cpp
    for (std::uint32_t column = 0; column < codes.columns; ++column) {
        const float loaded = column < activations.size() ? activations[column] : 1.0f;
        if (loaded == 0) continue;
        const float activation = computes.activation(loaded, of_operands);
        for (std::uint32_t i = codes.column_begin[column]; i < codes.column_begin[column + 1]; ++i) {
            const std::uint32_t row = codes.row[i];
            const float weight = codebook[codes.value[i]];
            outputs[row] = computes.sum(outputs[row], computes.product(weight, activation, overflows[row]),
                                        overflows[row]);
        }
    }
    return outputs;
}

}  // namespace

std::shared_ptr<const product_outputs> outputs_of(const layers::product& product,
                                                  const std::vector<float>& codebook, const parameters& p) {
    const formats::arithmetic computes = p.computes();
    const std::string name = fmt::format("EIE, codes of {} bits, {}: outputs", p.code_bits, computes.name());
    return product.derived<product_outputs>(name, [&] {
        const formats::csc<std::uint8_t>& codes = product.weights.shared(static_cast<int>(p.code_bits)).codes;
        product_outputs found{{}, std::vector<std::uint64_t>(codes.rows)};
        for (const std::vector<float>& activations : product.activations) {
            give_up_if_stopped();
            std::vector<float> outputs =
                outputs_of_vector(activations, codes, codebook, computes, found.overflows);
            if (product.function == layers::activation_function::relu) {
                for (float& output : outputs) output = std::max(output, 0.0f);
            }
            found.values.push_back(std::move(outputs));
        }
        return found;
    });
}

}  // namespace lacuna::eie
