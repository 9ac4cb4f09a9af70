/// The lines of a memory-mapped text of numbers, one after the other, and the words of each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/formats/mapped_file.h"

namespace lacuna::formats {

class text_lines {
  public:
    /// Stands before the first line. Characters of `separators` part words, white space always does.
    explicit text_lines(const mapped_file& file, std::string_view separators = "");

    /// Goes to the next line. False where there is none; the end of the last line may be missing.
    bool next();
    /// The same, past lines that are blank or begin with `comment`.
    bool next_of_substance(char comment = '\n');

    /// The next word of the line, or an empty one at its end.
    std::string_view word();

    /// The next word of the line as a whole number; `what` says which one is needed: "a number of rows".
    /// Throws input_error where there is none, or something else, or one beyond `greatest`.
    std::uint64_t whole_number(std::string_view what, std::uint64_t greatest);

    /// The next word of the line as a decimal number, rounded to a 32-bit float. Throws input_error for what
    /// is none, for NaN and infinities, and beyond the range.
    float real_number(std::string_view what);
    /// The same for digits behind at most a sign.
    float integral_number(std::string_view what);

    /// Throws input_error where the line has another word; `what` says what ends it: "an entry".
    void end_of_line(std::string_view what);

    /// Bytes from the next word to the end of the line, and of the file.
    std::size_t bytes_left_in_line() const { return static_cast<std::size_t>(line_end_ - at_); }
    std::size_t bytes_left() const { return static_cast<std::size_t>(end_ - at_); }

    std::size_t number() const { return number_; }  ///< of the line, from 1; 0 before the first
    std::string where() const;                      ///< "FILE:3"; of an empty file "FILE:1"

  private:
    bool is_separator(char c) const;
    void skip_separators();
    std::string_view needed_word(std::string_view what);
    float float_of(std::string_view text, std::string_view what) const;

    const mapped_file* file_;
    std::string_view separators_;
    const char* at_;
    const char* line_end_;
    const char* end_;
    std::size_t number_ = 0;
};

}  // namespace lacuna::formats
