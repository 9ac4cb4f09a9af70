/// The operands that real numbers become: the nearest number of their type, or an integer that stands for
/// them by a scale (layers/quantization.h).
#pragma once

#include <cstdint>

#include "sim/formats/operand_code.h"
#include "sim/layers/quantization.h"

namespace lacuna::sparse_tensor_core {

struct operand_coding {
    formats::operand_type type = formats::operand_type::f16;
    layers::quantization quantization = {};  ///< of integers alone

    static bool is_integer(formats::operand_type type) { return formats::value_bits(type) <= 8; }

    /// The bit pattern.
    std::uint32_t code(float value) const {
        if (!is_integer(type)) return formats::operand_code(type, value);
        return formats::operand_code(type, static_cast<float>(quantization.code(value)));
    }
};

}  // namespace lacuna::sparse_tensor_core
