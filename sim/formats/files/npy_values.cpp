#include "sim/formats/files/npy_values.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"

namespace lacuna::formats {
namespace {

/// The index of the value that stands at a position of the file.
std::vector<std::uint64_t> index_of(std::uint64_t position, const npy_header& header) {
    std::vector<std::uint64_t> index(header.shape.size());
    for (std::size_t i = 0; i < index.size(); ++i) {
        const std::size_t dimension = header.fortran_order ? i : index.size() - 1 - i;  // the fastest first
        index[dimension] = position % header.shape[dimension];
        position /= header.shape[dimension];
    }
    return index;
}

/// A matrix whose columns lie in one piece, written with its rows in one piece: value (row, column) goes from
/// column * read_step + row to row * write_step + column. Tile by tile, so that both sides stay in the cache.
void transpose(const float* read, std::uint64_t read_step, float* write, std::uint64_t write_step,
               std::uint64_t rows, std::uint64_t columns) {
    constexpr std::uint64_t tile = 32;
    for (std::uint64_t row = 0; row < rows; row += tile) {
        give_up_if_stopped();
        for (std::uint64_t column = 0; column < columns; column += tile)
            for (std::uint64_t r = row; r < std::min(row + tile, rows); ++r)
                for (std::uint64_t c = column; c < std::min(column + tile, columns); ++c)
                    write[r * write_step + c] = read[c * read_step + r];
    }
}

}  // namespace

npy_values::npy_values(const npy_header& header, std::string where)
    : header_(header), where_(std::move(where)) {
    check_type(header_, where_);
}

void npy_values::append(const unsigned char* data, std::size_t count) {
    const std::size_t held = values_.size();
    values_.resize(held + count);
    const std::size_t converted = convert(*header_.type, header_.order, data, count, values_.data() + held);
    if (converted < count) refuse_value(held + converted);
}

void npy_values::refuse_value(std::size_t position) const {
    refuse("{}, byte {}: the value at ({}) is {} as a 32-bit float, not finite.", where_,
           header_.data_begin + position * bytes_of(*header_.type),
           fmt::join(index_of(position, header_), ", "), values_[position]);
}

std::vector<float> npy_values::take_row_major() {
    return header_.fortran_order ? row_major_of_fortran(std::exchange(values_, {}), header_.shape)
                                 : std::exchange(values_, {});
}

std::vector<float> row_major_of_fortran(const std::vector<float>& values,
                                        const std::vector<std::uint64_t>& full_shape) {
    std::vector<std::uint64_t> shape;
    for (const std::uint64_t dimension : full_shape)
        if (dimension > 1) shape.push_back(dimension);  // the others move nothing
    if (shape.size() < 2 || values.empty()) return values;

    // The first dimension and the last change places as those of a matrix, once for each index of the others.
    const std::uint64_t first = shape.front(), last = shape.back();
    const std::uint64_t between = values.size() / first / last;
    std::vector<float> result(values.size());
    std::vector<std::uint64_t> index(shape.size(), 0);
    for (std::uint64_t i = 0; i < between; ++i) {
        std::uint64_t read = 0, write = 0;  // where the matrix begins on either side
        for (std::size_t d = shape.size() - 1; d-- > 1;) read = (read + index[d]) * shape[d - 1];
        for (std::size_t d = 1; d + 1 < shape.size(); ++d) write = (write + index[d]) * shape[d + 1];
        transpose(values.data() + read, values.size() / last, result.data() + write, values.size() / first,
                  first, last);
        for (std::size_t d = 1; d + 1 < shape.size() && ++index[d] == shape[d]; ++d) index[d] = 0;
    }
    return result;
}

}  // namespace lacuna::formats
