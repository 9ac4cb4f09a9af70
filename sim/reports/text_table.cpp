#include "sim/reports/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace lacuna::reports {

namespace {

/// Columns of a terminal that a text takes: wide characters take two, bytes that are not UTF-8 one each.
std::size_t columns_of(const std::string& text) {
    // fmt knows: what it adds to fill as many columns as the text has bytes is what the text lacks of them.
    return 2 * text.size() - fmt::formatted_size("{:<{}}", text, text.size());
}

std::string padded(const std::string& text, std::size_t width, text_table::align side) {
    return side == text_table::align::left ? fmt::format("{:<{}}", text, width)
                                           : fmt::format("{:>{}}", text, width);
}

void add_line(std::string& all, std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    all += line + "\n";
}

}  // namespace

void text_table::column(std::string text, align side) {
    heading added{{}, side};
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) added.lines.push_back(line);
    headings_.push_back(std::move(added));
}

void text_table::row(std::vector<std::string> cells) {
    if (cells.size() != headings_.size())
        throw std::logic_error("a row of a table has too few or too many cells");
    rows_.push_back(std::move(cells));
}

std::string text_table::text() const {
    std::vector<std::size_t> widths;
    std::size_t heading_lines = 0;
    for (std::size_t c = 0; c < headings_.size(); ++c) {
        std::size_t width = 0;
        for (const std::string& line : headings_[c].lines) width = std::max(width, columns_of(line));
        for (const auto& cells : rows_) width = std::max(width, columns_of(cells[c]));
        widths.push_back(width);
        heading_lines = std::max(heading_lines, headings_[c].lines.size());
    }
    std::string all;
    for (std::size_t l = 0; l < heading_lines; ++l) {
        std::string line;
        for (std::size_t c = 0; c < headings_.size(); ++c) {
            const std::size_t missing = heading_lines - headings_[c].lines.size();
            const std::string part = l < missing ? "" : headings_[c].lines[l - missing];
            line += (c ? "  " : "") + padded(part, widths[c], headings_[c].side);
        }
        add_line(all, line);
    }
    std::string rule;
    for (std::size_t c = 0; c < widths.size(); ++c) rule += (c ? "  " : "") + std::string(widths[c], '-');
    add_line(all, rule);
    for (const auto& cells : rows_) {
        std::string line;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            line += (c ? "  " : "") + padded(cells[c], widths[c], headings_[c].side);
        }
        add_line(all, line);
    }
    return all;
}

std::string with_commas(std::uint64_t value) {
    std::string digits = std::to_string(value);
    for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3) {
        digits.insert(static_cast<std::size_t>(place), ",");
    }
    return digits;
}

std::string counted(std::uint64_t number, const std::string& thing, const std::string& things) {
    return fmt::format("{} {}", with_commas(number),
                       number == 1      ? thing
                       : things.empty() ? thing + "s"
                                        : things);
}

std::string four_digits(double value) {
    return value >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:#.4g}", value);
}

std::string percent(double share) {
    return fmt::format("{:.1f} %", 100 * share);
}

std::string times(double ratio) {
    return ratio < 0.1 ? fmt::format("{:#.3g}x", ratio) : fmt::format("{:.3f}x", ratio);
}

std::string wrapped(const std::string& text, std::size_t width, const std::string& indent) {
    std::istringstream words(text);
    std::string all;
    std::size_t used = 0;
    for (std::string word; words >> word;) {
        const std::size_t columns = columns_of(word);
        if (used > 0 && used + 1 + columns > width) {
            all += "\n" + indent;
            used = columns_of(indent);
        } else if (used > 0) {
            all += " ";
            ++used;
        }
        all += word;
        used += columns;
    }
    return all;
}

}  // namespace lacuna::reports
