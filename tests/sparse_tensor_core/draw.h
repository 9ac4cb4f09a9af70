/// Random numbers for random work, from a seed.
#pragma once

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cstdint>
#include <vector>

namespace lacuna::sparse_tensor_core::test {

class draw {
  public:
    explicit draw(std::uint32_t seed) : engine_(seed) {}
    std::int64_t integer(std::int64_t least, std::int64_t most) {
        return boost::random::uniform_int_distribution<std::int64_t>(least, most)(engine_);
    }
    template <class Value>
    const Value& one_of(const std::vector<Value>& values) {
        return values[static_cast<std::size_t>(integer(0, static_cast<std::int64_t>(values.size()) - 1))];
    }
    /// A stage mostly takes a few cycles, now and then many.
    std::int64_t cycles() { return integer(0, 7) == 0 ? integer(1, 60) : integer(1, 9); }

  private:
    boost::random::mt19937 engine_;
};

}  // namespace lacuna::sparse_tensor_core::test
