/// The values of an .npy array, taken part by part as the data come, so that memory is spent on data alone.
#pragma once

#include <string>
#include <vector>

#include "sim/formats/files/npy_header.h"

namespace lacuna::formats {

class npy_values {
  public:
    /// Refusals begin with `where`. Throws what check_type() throws.
    npy_values(const npy_header& header, std::string where);

    /// For so many values, which are known to be there.
    void reserve(std::size_t values) { values_.reserve(values); }

    /// The next `count` values. Throws input_error with the byte and the index of the first that is not
    /// finite as a 32-bit float.
    void append(const unsigned char* data, std::size_t count);

    /// All values, once they are there, row-major. Leaves none behind.
    std::vector<float> take_row_major();

  private:
    [[noreturn]] void refuse_value(std::size_t position) const;

    npy_header header_;
    std::string where_;
    std::vector<float> values_;  ///< in the order of the file
};

/// The values of a dense array in row-major order, from those in Fortran's order, the first dimension being
/// the fastest.
std::vector<float> row_major_of_fortran(const std::vector<float>& values,
                                        const std::vector<std::uint64_t>& shape);

}  // namespace lacuna::formats
