/// The types that values have in files of arrays, and how bytes of them become 32-bit floats.
///
/// f16 and bf16 convert exactly; f64 and integers of more than 24 bits round to nearest, halves to even.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lacuna::formats {

enum class element_type { boolean, s8, u8, s16, u16, s32, u32, s64, u64, f16, bf16, f32, f64 };

/// "bool", "s8", "f16".
std::string_view name_of(element_type type);

/// Of one value.
std::size_t bytes_of(element_type type);

enum class byte_order { little, big };

/// Converts `count` values that begin at `bytes`, of any alignment, into `values`. Returns how many it
/// converted before the first that is no finite 32-bit float (NaN, an infinity, an f64 beyond the range);
/// `count` where all are.
std::size_t convert(element_type type, byte_order order, const unsigned char* bytes, std::size_t count,
                    float* values);

}  // namespace lacuna::formats
