/// Dense matrices made sparse, and sparse ones dense.
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/formats/compressed_columns.h"
#include "sim/formats/dense_matrix.h"

namespace lacuna::formats {

/// The values that are not 0.
csc<float> nonzero_columns(const dense_matrix<float>& matrix);

/// Those of them for which `kept`, of the same shape, is not 0.
csc<float> kept_columns(const dense_matrix<float>& matrix, const dense_matrix<std::uint8_t>& kept);

/// Every value. Throws input_error, whose sentence begins with `where`, for more than 2^28 (1 GiB).
dense_matrix<float> dense_of(const csc<float>& matrix, std::string_view where);

}  // namespace lacuna::formats
