/// Bad input, said in one full sentence that begins with where it stands (file:line, offset, or option).
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>

namespace lacuna {

/// Thrown for anything the user can mend: the command line prints what() and exits 2.
class input_error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Throws an input_error whose sentence is formatted as fmt::format does.
template <class... Arguments>
[[noreturn]] void refuse(fmt::format_string<Arguments...> sentence, Arguments&&... arguments) {
    throw input_error(fmt::format(sentence, std::forward<Arguments>(arguments)...));
}

}  // namespace lacuna
