/// A tensor of weights as a file holds it: its shape, and its values as 32-bit floats, dense or sparse.
///
/// Every reader of sim/formats/files gives its tensors in this form, and refuses, with an input_error that
/// begins with the file and a byte offset or line, what has no place in it: values that are not finite,
/// tensors without values, or with more than most_values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/formats/compressed_rows.h"

namespace lacuna::formats {

/// Positions of a tensor, so that rows and entries can be counted in 32 bits.
inline constexpr std::uint64_t most_values = (std::uint64_t{1} << 31) - 1;

using tensor_shape = std::vector<std::uint32_t>;  ///< the slowest dimension first; of one value empty

/// Of a file's tensors, what is known without reading their values.
struct tensor_entry {
    std::string name;  ///< empty where the file holds but one, which has no name
    tensor_shape shape;
    std::string type;          ///< of the values in the file: "f16"; "none" of positions without values
    std::uint64_t stored = 0;  ///< values in the file; of a dense tensor all
};

struct tensor {
    tensor_shape shape;
    /// Of a dense tensor all values, row-major; of a sparse one, which has two dimensions, its entries.
    std::variant<std::vector<float>, csr<float>> values;
    bool has_values = true;  ///< or the file names positions alone, and every entry is 1
};

/// The values that a shape has room for. Throws input_error, whose sentence begins with `where`, for a
/// dimension of 0, and for more than most_values.
std::uint64_t positions_of(const std::vector<std::uint64_t>& shape, std::string_view where);

/// The same shape in 32 bits, after positions_of().
tensor_shape checked_shape(const std::vector<std::uint64_t>& shape, std::string_view where);

/// "3 x 4 x 5"; of an empty shape "a single value".
std::string text_of(const tensor_shape& shape);

}  // namespace lacuna::formats
