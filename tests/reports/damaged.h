/// Files with a few bytes changed, for readers that must take or refuse them.
#pragma once

#include <random>
#include <string>

namespace lacuna::reports::test {

/// The text with one to four bytes of it replaced by such as JSON gives a meaning to.
inline std::string damaged(std::string text, unsigned seed) {
    std::mt19937 random(seed);
    const unsigned bytes = 1 + random() % 4;
    for (unsigned i = 0; i < bytes; ++i) text[random() % text.size()] = "0{}[]\",:-e."[random() % 11];
    return text;
}

}  // namespace lacuna::reports::test
