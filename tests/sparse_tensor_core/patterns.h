/// Random bit patterns of operands and accumulators, and the sums of formats/tensor_core_dot.h of them.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/sparse_mma.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::sparse_tensor_core::test {

enum class kind {
    any,      ///< every pattern alike: exponents far apart, and now and then infinities and NaN
    close,    ///< exponents near that of 1, where terms cancel and round
    special,  ///< zeros, subnormal numbers, the greatest, infinities, NaN
};
constexpr kind kinds[] = {kind::any, kind::close, kind::special};

class patterns {
  public:
    explicit patterns(std::uint32_t seed) : random_(seed) {}

    std::uint32_t operand(formats::operand_type type, kind of);
    std::uint32_t accumulator(formats::accumulator_type type, kind of);

  private:
    std::uint32_t floating_point(int exponent_bits, int fraction_bits, kind of);
    std::uint32_t bits(int count);

    formats::random_source random_;
};

/// tensor_core_dot() of patterns; integers modulo 2^32 of an exact sum.
std::uint32_t defined_dot(formats::operand_type a_type, const std::vector<std::uint32_t>& a,
                          formats::operand_type b_type, const std::vector<std::uint32_t>& b,
                          std::uint32_t accumulator, formats::accumulator_type sum);

inline std::uint32_t defined_dot(formats::operand_type type, const std::vector<std::uint32_t>& a,
                                 const std::vector<std::uint32_t>& b, std::uint32_t accumulator,
                                 formats::accumulator_type sum) {
    return defined_dot(type, a, type, b, accumulator, sum);
}

}  // namespace lacuna::sparse_tensor_core::test
