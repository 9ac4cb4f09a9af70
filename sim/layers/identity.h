/// A number that tells contents apart: new contents get one that no others of this process ever had, copies
/// have that of the original.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace lacuna::layers {

/// A member of what is replaced as a whole only. What was moved from has other contents, and another number.
class identity {
  public:
    identity() : number_(next()) {}
    identity(const identity&) = default;
    identity& operator=(const identity&) = default;
    identity(identity&& other) noexcept : number_(std::exchange(other.number_, next())) {}
    identity& operator=(identity&& other) noexcept {
        number_ = std::exchange(other.number_, next());
        return *this;
    }

    std::uint64_t number() const { return number_; }

  private:
    static std::uint64_t next() noexcept {
        static std::atomic<std::uint64_t> last{0};
        return ++last;
    }

    std::uint64_t number_;
};

}  // namespace lacuna::layers
