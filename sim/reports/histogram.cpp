#include "sim/reports/histogram.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/reports/text_table.h"

namespace lacuna::reports {
namespace {

constexpr std::uint64_t most_bins = 12;

/// The least round width with which bins from least to greatest are few enough.
std::uint64_t width_of_bins(std::uint64_t least, std::uint64_t greatest) {
    for (std::uint64_t ten = 1;; ten *= 10)
        for (const std::uint64_t digit : {1, 2, 5})
            if (greatest / (ten * digit) - least / (ten * digit) < most_bins) return ten * digit;
}

std::string text_of(const histogram_bin& bin) {
    if (bin.first == bin.last) return with_commas(bin.first);
    return with_commas(bin.first) + " - " + with_commas(bin.last);
}

}  // namespace

std::vector<histogram_bin> histogram(const std::vector<std::uint64_t>& numbers) {
    if (numbers.empty()) return {};
    const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
    const std::uint64_t width = width_of_bins(*least, *greatest);
    const std::uint64_t begin = *least / width;
    std::vector<histogram_bin> bins;
    for (std::uint64_t i = begin; i <= *greatest / width; ++i)
        bins.push_back({i * width, i * width + (width - 1), 0});
    for (const std::uint64_t number : numbers) ++bins[number / width - begin].count;
    return bins;
}

std::vector<std::string> bars(const std::vector<histogram_bin>& bins, const std::string& values,
                              const std::string& counts, std::size_t width) {
    std::size_t value_width = values.size();
    std::size_t count_width = counts.size();
    std::uint64_t most = 1;
    for (const histogram_bin& bin : bins) {
        value_width = std::max(value_width, text_of(bin).size());
        count_width = std::max(count_width, with_commas(bin.count).size());
        most = std::max(most, bin.count);
    }
    std::vector<std::string> lines = {
        fmt::format("{:>{}}  {:>{}}  {:{}}", values, value_width, counts, count_width, "", width)};
    for (const histogram_bin& bin : bins) {
        const double share = static_cast<double>(bin.count) / static_cast<double>(most);
        auto length = static_cast<std::size_t>(share * static_cast<double>(width) + 0.5);
        if (bin.count != 0) length = std::max<std::size_t>(length, 1);
        lines.push_back(fmt::format("{:>{}}  {:>{}}  {:{}}", text_of(bin), value_width,
                                    with_commas(bin.count), count_width, std::string(length, '#'), width));
    }
    return lines;
}

std::string side_by_side(const std::vector<std::vector<std::string>>& blocks, const std::string& gap) {
    std::size_t height = 0;
    for (const auto& block : blocks) height = std::max(height, block.size());
    std::string all;
    for (std::size_t i = 0; i < height; ++i) {
        std::string line;
        for (const auto& block : blocks) {
            if (&block != &blocks.front()) line += gap;
            line += i < block.size() ? block[i] : std::string(block.empty() ? 0 : block.front().size(), ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        all += line + "\n";
    }
    return all;
}

}  // namespace lacuna::reports
