/// A histogram of whole numbers: a dozen bins of round width, and bars of text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::reports {

/// How many of the numbers are from `first` to `last`.
struct histogram_bin {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t count = 0;
    bool operator==(const histogram_bin& other) const {
        return first == other.first && last == other.last && count == other.count;
    }
};

/// At most a dozen bins, rising, without gaps, from the least number to the greatest; none of no numbers.
/// Their width is the least of 1, 2, 5, 10, 20, 50, ... that makes them so few, and a bin begins at a
/// multiple of it.
std::vector<histogram_bin> histogram(const std::vector<std::uint64_t>& numbers);

/// A line a bin, all of one width: its numbers, how many there are, and a bar of '#'. The fullest bin has a
/// bar of `width`, and no bin with a number in it is without one. `values` and `counts` head the columns.
std::vector<std::string> bars(const std::vector<histogram_bin>& bins, const std::string& values,
                              const std::string& counts, std::size_t width);

/// Blocks of lines, each block of lines of one width, as columns with `gap` between them.
std::string side_by_side(const std::vector<std::vector<std::string>>& blocks, const std::string& gap);

}  // namespace lacuna::reports
