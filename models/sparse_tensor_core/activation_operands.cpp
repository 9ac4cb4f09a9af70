#include "models/sparse_tensor_core/activation_operands.h"

#include <fmt/format.h>

#include <string>

namespace lacuna::sparse_tensor_core {

operand_coding coding_of(formats::operand_type type, const std::vector<std::vector<float>>& vectors) {
    if (!operand_coding::is_integer(type)) return {type, {}};
    return {type, layers::quantization_of(type, vectors)};
}

packed_codes pack_activations(const std::vector<std::vector<float>>& vectors, std::uint32_t inputs,
                              const operand_coding& coding) {
    packed_codes packed(formats::value_bits(coding.type), static_cast<std::uint32_t>(vectors.size()), inputs);
    for (std::uint32_t vector = 0; vector < packed.rows(); ++vector)
        for (std::uint32_t input = 0; input < inputs; ++input)
            packed.set(vector, input, coding.code(vectors[vector][input]));
    return packed;
}

std::shared_ptr<const activation_operands> operands_of(const layers::activation_vectors& vectors,
                                                       std::uint32_t inputs, formats::operand_type type) {
    const std::string name =
        fmt::format("sparse tensor core, {}, {} inputs: operands", formats::name_of(type), inputs);
    return vectors.derived<activation_operands>(name, [&] {
        const operand_coding coding = coding_of(type, vectors);
        return activation_operands{coding, pack_activations(vectors, inputs, coding)};
    });
}

}  // namespace lacuna::sparse_tensor_core
