#include "sim/formats/files/smtx.h"

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/formats/files/text_lines.h"

namespace lacuna::formats {
namespace {

struct size_line {
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::uint64_t stored = 0;
};

size_line read_sizes(text_lines& lines) {
    lines.next();
    const std::uint64_t rows = lines.whole_number("a number of rows", most_values);
    const std::uint64_t columns = lines.whole_number("a number of columns", most_values);
    const std::uint64_t stored = lines.whole_number("a number of entries", most_values);
    lines.end_of_line("the number of entries");
    const tensor_shape shape = checked_shape({rows, columns}, lines.where());
    if (stored > rows * columns)
        refuse("{}: a matrix of {} x {} has no room for {} entries.", lines.where(), rows, columns, stored);
    return {shape[0], shape[1], stored};
}

/// Before `count` numbers of the next line take memory: whether it can hold them, a byte each and a
/// separator.
void check_length(const text_lines& lines, std::uint64_t count, std::string_view what) {
    if (count > (lines.bytes_left_in_line() + 1) / 2)
        refuse("{}: {} {} should stand here, but the line has {} bytes only.", lines.where(), count, what,
               lines.bytes_left_in_line());
}

std::vector<std::uint32_t> read_row_pointers(text_lines& lines, const size_line& sizes) {
    if (!lines.next()) refuse("{}: the file ends where the row pointers should stand.", lines.where());
    check_length(lines, std::uint64_t{sizes.rows} + 1, "row pointers");
    std::vector<std::uint32_t> pointers;
    pointers.reserve(std::size_t{sizes.rows} + 1);
    for (std::uint64_t row = 0; row <= sizes.rows; ++row) {
        if ((row & 0xffff) == 0) give_up_if_stopped();
        const auto pointer = static_cast<std::uint32_t>(lines.whole_number("a row pointer", sizes.stored));
        if (row == 0 && pointer != 0)
            refuse("{}: the first row pointer is {}, not 0.", lines.where(), pointer);
        if (row > 0 && pointer < pointers.back())
            refuse("{}: the pointers of row {} go backwards, from {} to {}.", lines.where(), row - 1,
                   pointers.back(), pointer);
        pointers.push_back(pointer);
    }
    lines.end_of_line("the last row pointer");
    if (pointers.back() != sizes.stored)
        refuse("{}: the last row pointer is {}, but the number of entries is {}.", lines.where(),
               pointers.back(), sizes.stored);
    return pointers;
}

std::vector<std::uint32_t> read_columns(text_lines& lines, const size_line& sizes,
                                        const std::vector<std::uint32_t>& pointers) {
    std::vector<std::uint32_t> columns;
    if (!lines.next()) {
        if (sizes.stored > 0) refuse("{}: the file ends where the columns should stand.", lines.where());
        return columns;
    }
    check_length(lines, sizes.stored, "columns");
    columns.reserve(sizes.stored);
    for (std::uint32_t row = 0; row < sizes.rows; ++row) {
        for (std::uint32_t i = pointers[row]; i < pointers[row + 1]; ++i) {
            if ((i & 0xffff) == 0) give_up_if_stopped();
            const auto column = static_cast<std::uint32_t>(lines.whole_number("a column", most_values));
            if (column >= sizes.columns)
                refuse("{}: column {} in row {} is outside the matrix, which has {}.", lines.where(), column,
                       row, sizes.columns);
            if (i > pointers[row] && column <= columns.back())
                refuse("{}: column {} follows column {} in row {}, but they must rise.", lines.where(),
                       column, columns.back(), row);
            columns.push_back(column);
        }
    }
    lines.end_of_line("the last column");
    return columns;
}

}  // namespace

tensor read_smtx(const std::filesystem::path& path) {
    const mapped_file file(path);
    text_lines lines(file, ",");
    const size_line sizes = read_sizes(lines);
    csr<float> matrix{sizes.rows, sizes.columns, read_row_pointers(lines, sizes), {}, {}};
    matrix.column = read_columns(lines, sizes, matrix.row_begin);
    if (lines.next_of_substance())
        refuse("{}: a file of this kind has three lines, but another follows them.", lines.where());
    matrix.value.assign(matrix.column.size(), 1);
    return {{sizes.rows, sizes.columns}, std::move(matrix), false};
}

tensor_entry smtx_entry(const std::filesystem::path& path) {
    const mapped_file file(path);
    text_lines lines(file, ",");
    const size_line sizes = read_sizes(lines);
    return {"", {sizes.rows, sizes.columns}, "none", sizes.stored};
}

}  // namespace lacuna::formats
