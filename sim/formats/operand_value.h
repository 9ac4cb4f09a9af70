/// The C++ type of an operand's values, and the operand type of a C++ type.
#pragma once

#include <cstdint>
#include <type_traits>

#include "sim/formats/float16.h"
#include "sim/formats/int4.h"
#include "sim/formats/operand_type.h"
#include "sim/formats/tf32.h"

namespace lacuna::formats {

/// The operand type whose values are of type Value.
template <class Value>
constexpr operand_type operand_type_of() {
    if constexpr (std::is_same_v<Value, f16>) return operand_type::f16;
    if constexpr (std::is_same_v<Value, bf16>) return operand_type::bf16;
    if constexpr (std::is_same_v<Value, tf32>) return operand_type::tf32;
    if constexpr (std::is_same_v<Value, std::int8_t>) return operand_type::s8;
    if constexpr (std::is_same_v<Value, std::uint8_t>) return operand_type::u8;
    if constexpr (std::is_same_v<Value, s4>) return operand_type::s4;
    if constexpr (std::is_same_v<Value, u4>) return operand_type::u4;
}

}  // namespace lacuna::formats
