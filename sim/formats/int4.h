/// s4 and u4: integers of 4 bits, -8 to 7 in two's complement and 0 to 15. A register of 32 bits holds eight.
#pragma once

#include <algorithm>
#include <cstdint>

namespace lacuna::formats {

template <int least, int greatest>
class int4 {
  public:
    int4() = default;
    /// The nearest that there is: what is beyond the range saturates.
    explicit int4(int value) : value_(static_cast<std::int8_t>(std::clamp(value, least, greatest))) {}
    /// Of the low 4 bits.
    static int4 from_bits(std::uint32_t bits) {
        const int code = static_cast<int>(bits & 15);
        return int4(code > greatest ? code - 16 : code);
    }

    explicit operator int() const { return value_; }
    std::uint32_t bits() const { return static_cast<std::uint32_t>(value_) & 15; }

    bool operator==(const int4& other) const { return value_ == other.value_; }
    bool operator!=(const int4& other) const { return value_ != other.value_; }

  private:
    std::int8_t value_ = 0;
};

using s4 = int4<-8, 7>;
using u4 = int4<0, 15>;

}  // namespace lacuna::formats
