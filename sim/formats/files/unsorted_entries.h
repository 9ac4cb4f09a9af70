/// Entries of a matrix in any order, as files name them, brought into CSR.
#pragma once

#include <optional>

#include "sim/formats/compressed_rows.h"

namespace lacuna::formats {

struct position {
    std::uint32_t row = 0;
    std::uint32_t column = 0;
};

/// CSR of entries in any order; those of one position stand side by side, in the order given. Every position
/// is inside the matrix. Time is linear where the entries stand by rows or by columns.
csr<float> csr_of_unsorted(const coo<float>& entries);

/// The first position, by rows, that has two entries.
std::optional<position> first_repeated(const csr<float>& matrix);

/// The same without entries of value 0.
csr<float> without_zeros(csr<float> matrix);

}  // namespace lacuna::formats
