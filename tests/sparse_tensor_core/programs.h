/// Programs and parameters for the tests of timing: plain ones, and random ones.
#pragma once

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cstdint>
#include <string>

#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/warp_program.h"

namespace lacuna::sparse_tensor_core::test {

/// An instruction stream of mma or, of as many phases in every chain, of loads: every warp the same loop.
sm_program stream_of(const std::string& instruction, std::uint32_t warps, std::uint32_t ilp,
                     std::uint64_t iterations, std::uint32_t phases = 1);

class random_numbers {
  public:
    explicit random_numbers(std::uint32_t seed) : engine_(seed) {}

    std::int64_t between(std::int64_t least, std::int64_t most) {
        return boost::random::uniform_int_distribution<std::int64_t>(least, most)(engine_);
    }
    bool one_in(std::int64_t times) { return between(1, times) == 1; }

  private:
    boost::random::mt19937 engine_;
};

/// Small numbers of everything that timing depends on; now and then a large one.
parameters random_parameters(random_numbers& random);

enum class of { mma, loads };

/// Of warps that differ in their loops. Loops have up to `iterations`.
sm_program random_program(random_numbers& random, of which, std::int64_t iterations);

}  // namespace lacuna::sparse_tensor_core::test
