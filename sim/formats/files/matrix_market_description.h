/// What the header and the size line of a Matrix Market file say.
#pragma once

#include <cstdint>

#include "sim/formats/files/text_lines.h"

namespace lacuna::formats {

struct matrix_market_description {
    enum class value_field { real, integer, pattern };
    enum class symmetry { general, symmetric, skew_symmetric };

    bool coordinate = true;  ///< or array
    value_field field = value_field::real;
    symmetry half = symmetry::general;
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::uint64_t stored = 0;  ///< lines that follow, of an entry or a value each
};

/// What begins the comments.
inline constexpr char matrix_market_comment = '%';

/// Reads up to and with the size line. Throws what read_matrix_market() does; the rest of the file is long
/// enough for what is stored.
matrix_market_description read_matrix_market_description(text_lines& lines);

}  // namespace lacuna::formats
