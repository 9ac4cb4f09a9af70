/// The checks that all formats with line pointers (CSC, CSR, BSR, EIE's banks) make before they trust their
/// arrays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lacuna::formats {

/// What the sentences call the parts of a format: {"CSC", "column", "row"}.
struct compressed_names {
    std::string_view format;
    std::string_view line;
    std::string_view index;
};

/// Throws input_error unless there are `lines` + 1 pointers that start at 0, never go backwards and end at
/// `stored`.
void check_pointers(const compressed_names& names, const std::vector<std::uint32_t>& begin,
                    std::uint64_t lines, std::uint64_t stored);

/// check_pointers, and throws input_error unless all indices are below `bound` and rise inside each line.
void check_compressed(const compressed_names& names, const std::vector<std::uint32_t>& begin,
                      std::uint64_t lines, const std::vector<std::uint32_t>& index, std::uint64_t bound);

/// Throws input_error unless the arrays of a format, one element (or block) an entry, are equally long.
void check_value_count(std::string_view format, std::uint64_t indices, std::uint64_t values);

}  // namespace lacuna::formats
