/// A table of text with aligned columns: what every listing on the terminal is made of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::reports {

class text_table {
  public:
    enum class align { left, right };

    /// A column; a heading of several lines is split at '\n', its last line standing on the rule.
    void column(std::string heading, align side = align::right);
    /// A row of as many cells as there are columns.
    void row(std::vector<std::string> cells);
    /// Heading, rule and rows, two spaces between columns, no trailing blanks. Widths are columns of a
    /// terminal, in which a wide character (CJK) takes two.
    std::string text() const;

  private:
    struct heading {
        std::vector<std::string> lines;
        align side;
    };
    std::vector<heading> headings_;
    std::vector<std::vector<std::string>> rows_;
};

/// 1234567 as "1,234,567".
std::string with_commas(std::uint64_t value);
/// "1 layer", "1,234 layers"; the plural is named where it does not end in a mere s.
std::string counted(std::uint64_t number, const std::string& thing, const std::string& things = "");
/// Four digits, and all of a larger number: 0.006025, 21.75, 123457.
std::string four_digits(double value);
/// 0.8945 as "89.5 %".
std::string percent(double share);
/// 1.2345 as "1.235x"; below 0.1 three digits, as in "0.00412x".
std::string times(double ratio);
/// Breaks at blanks so that no line is longer than `width` columns of a terminal; lines after the first begin
/// with `indent`.
std::string wrapped(const std::string& text, std::size_t width, const std::string& indent);

}  // namespace lacuna::reports
