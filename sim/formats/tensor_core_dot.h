/// The dot product of a row of A with a column of B that an Ampere tensor core adds to an accumulator, in its
/// own arithmetic.
///
/// Floating point: products are exact; blocks of 8 of them (4 of tf32), in the order given, are added with
/// the accumulator in one aligned_sum(), which then becomes the accumulator: truncated to f32, or rounded to
/// nearest, halves to even, to f16. Subnormals count as they are. An infinite or NaN operand or accumulator
/// gives what exact arithmetic would, infinity or NaN; so do sums beyond the range. A NaN that comes of it is
/// 0x7fffffff, of f16 0x7fff, whatever NaN went in. A sum of zero is +0; one that is not, but is cut off or
/// rounded to zero, keeps its sign.
///
/// Integers: exact products and sums; s32 wraps.
///
/// For mma.sp the operands are the kept values of A and the values of B that the metadata selects, and its
/// blocks are taken to be of 8 (4) consecutive kept values: measurements are of dense mma alone. A whole row
/// may be handed over at once: instructions along k accumulate one after the other, and each takes whole
/// blocks.
///
/// Source: Khattak and Mikaitis, "Accurate Models of NVIDIA Tensor Cores", arXiv 2512.07004, Table 3 (A100);
/// for NaN the one pattern of NVIDIA's arithmetic, CUDA C++ Programming Guide.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/formats/float16.h"
#include "sim/formats/int4.h"
#include "sim/formats/operand_type.h"
#include "sim/formats/tf32.h"

namespace lacuna::formats {

/// Products that are added at once: 8, 4 of tf32. Of integers any number would give the same.
int products_per_add(operand_type type);

// accumulator + a[0] b[0] + ... + a[n - 1] b[n - 1]

float tensor_core_dot(const f16* a, const f16* b, std::size_t n, float accumulator);
float tensor_core_dot(const bf16* a, const bf16* b, std::size_t n, float accumulator);
float tensor_core_dot(const tf32* a, const tf32* b, std::size_t n, float accumulator);
f16 tensor_core_dot(const f16* a, const f16* b, std::size_t n, f16 accumulator);

/// Of std::int8_t or std::uint8_t, or of s4 or u4; A and B may differ in sign.
template <class A, class B>
std::int32_t tensor_core_dot(const A* a, const B* b, std::size_t n, std::int32_t accumulator) {
    auto sum = static_cast<std::uint32_t>(accumulator);  // wraps by definition
    for (std::size_t i = 0; i < n; ++i)
        sum += static_cast<std::uint32_t>(static_cast<int>(a[i]) * static_cast<int>(b[i]));
    return static_cast<std::int32_t>(sum);
}

}  // namespace lacuna::formats
