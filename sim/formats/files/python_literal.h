/// The few literals of Python that the header of an .npy file is made of, read strictly from left to right.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::formats {

/// Every failure is an input_error "`where`, byte N: ...", N counted from the file's first byte.
class python_literal {
  public:
    /// `text` begins at byte `begin` of the file.
    python_literal(std::string_view text, std::size_t begin, std::string_view where)
        : text_(text), begin_(begin), where_(where) {}

    std::size_t byte() const { return begin_ + at_; }  ///< of the next character
    void skip_space();
    bool at_end() const { return at_ == text_.size(); }

    /// Skips white space, then takes the character, if it is the next one.
    bool take(char character);
    /// The same, or fails: "... `what` is expected here".
    void expect(char character, std::string_view what);
    /// In single or double quotes, without escapes.
    std::string string();
    /// True or False.
    bool truth();
    /// A tuple of whole numbers, at most `most_numbers`; the L of Python 2 may follow a number.
    std::vector<std::uint64_t> tuple(std::size_t most_numbers);
    /// The text of a list or tuple of anything, brackets included, without a look at what it holds.
    std::string bracketed();
    bool next_is_bracket() const { return !at_end() && (text_[at_] == '[' || text_[at_] == '('); }

    [[noreturn]] void fail(std::string_view what) const;

  private:
    std::uint64_t number();

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t begin_;
    std::string_view where_;
};

}  // namespace lacuna::formats
