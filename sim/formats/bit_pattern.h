/// The bit pattern of a number, as a number of another type of the same size.
#pragma once

#include <cstring>
#include <type_traits>

namespace lacuna::formats {

template <class To, class From>
To bit_pattern_as(const From& from) {
    static_assert(sizeof(To) == sizeof(From));
    static_assert(std::is_trivially_copyable_v<To> && std::is_trivially_copyable_v<From>);
    To to;
    std::memcpy(static_cast<void*>(&to), &from, sizeof(to));  // a class may be trivially copyable too
    return to;
}

}  // namespace lacuna::formats
