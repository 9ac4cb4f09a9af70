#include "sim/formats/files/matrix_market.h"

#include <utility>

#include "sim/config/input_error.h"
#include "sim/formats/files/matrix_market_description.h"
#include "sim/formats/files/text_lines.h"
#include "sim/formats/files/unsorted_entries.h"

namespace lacuna::formats {
namespace {

using description = matrix_market_description;
using value_field = description::value_field;
using symmetry = description::symmetry;

bool has_values(const description& matrix) {
    return matrix.field != value_field::pattern;
}

float read_value(text_lines& lines, const description& matrix) {
    if (matrix.field == value_field::pattern) return 1;
    return matrix.field == value_field::real ? lines.real_number("a value")
                                             : lines.integral_number("a value");
}

/// Goes to the line of the next entry or value.
void next_line(text_lines& lines, std::uint64_t read, const description& matrix) {
    if (!lines.next_of_substance(matrix_market_comment))
        refuse("{}: the file ends after {} of the {} lines that the size line announces.", lines.where(),
               read, matrix.stored);
}

void end_of_file(text_lines& lines, const description& matrix) {
    if (lines.next_of_substance(matrix_market_comment))
        refuse("{}: the size line announces {} lines, but this one follows them.", lines.where(),
               matrix.stored);
}

/// Calls visit(row, column, value), from 0, for every line that names an entry. Once per line: the mirrored
/// entry is the caller's.
template <class Visit>
void visit_entries(text_lines& lines, const description& matrix, Visit visit) {
    for (std::uint64_t i = 0; i < matrix.stored; ++i) {
        next_line(lines, i, matrix);
        const std::uint64_t row = lines.whole_number("a row", most_values);
        const std::uint64_t column = lines.whole_number("a column", most_values);
        if (row == 0 || row > matrix.rows || column == 0 || column > matrix.columns)
            refuse("{}: position ({}, {}) is outside the matrix, whose rows are 1 to {} and columns 1 to {}.",
                   lines.where(), row, column, matrix.rows, matrix.columns);
        const float value = read_value(lines, matrix);
        lines.end_of_line("the entry");
        if (matrix.half != symmetry::general && row < column)
            refuse(
                "{}: position ({}, {}) is above the diagonal, but the file of a symmetric matrix holds "
                "what is on and below it.",
                lines.where(), row, column);
        if (matrix.half == symmetry::skew_symmetric && row == column && value != 0)
            refuse("{}: {} at ({}, {}) is on the diagonal, where a skew-symmetric matrix has zeros.",
                   lines.where(), value, row, column);
        visit(static_cast<std::uint32_t>(row - 1), static_cast<std::uint32_t>(column - 1), value);
    }
    end_of_file(lines, matrix);
}

/// Says where a position stands twice, for which the file is read once more.
[[noreturn]] void refuse_twice(const mapped_file& file, position at) {
    text_lines lines(file);
    const description matrix = read_matrix_market_description(lines);
    if (matrix.half != symmetry::general && at.row < at.column) std::swap(at.row, at.column);
    std::size_t first = 0;
    visit_entries(lines, matrix, [&](std::uint32_t row, std::uint32_t column, float) {
        if (row != at.row || column != at.column) return;
        if (first > 0)
            refuse("{}: position ({}, {}) stands in line {} already.", lines.where(), row + 1, column + 1,
                   first);
        first = lines.number();
    });
    refuse("{}: the file changed while it was read.", file.path().string());
}

tensor read_coordinates(const mapped_file& file, text_lines& lines, const description& matrix) {
    coo<float> entries{matrix.rows, matrix.columns, {}, {}, {}};
    entries.row.reserve(matrix.stored);
    entries.column.reserve(matrix.stored);
    entries.value.reserve(matrix.stored);
    const auto add = [&](std::uint32_t row, std::uint32_t column, float value) {
        entries.row.push_back(row);
        entries.column.push_back(column);
        entries.value.push_back(value);
    };
    visit_entries(lines, matrix, [&](std::uint32_t row, std::uint32_t column, float value) {
        add(row, column, value);
        if (matrix.half != symmetry::general && row != column)
            add(column, row, matrix.half == symmetry::symmetric ? value : -value);
    });
    csr<float> sorted = csr_of_unsorted(entries);
    if (const std::optional<position> twice = first_repeated(sorted)) refuse_twice(file, *twice);
    return {{matrix.rows, matrix.columns}, without_zeros(std::move(sorted)), has_values(matrix)};
}

tensor read_array(text_lines& lines, const description& matrix) {
    const std::size_t n = matrix.rows, columns = matrix.columns;
    std::vector<float> values(n * columns);
    std::uint64_t read = 0;
    for (std::size_t column = 0; column < columns; ++column) {
        std::size_t row = matrix.half == symmetry::general     ? 0
                          : matrix.half == symmetry::symmetric ? column
                                                               : column + 1;
        for (; row < n; ++row) {
            next_line(lines, read++, matrix);
            const float value = read_value(lines, matrix);
            lines.end_of_line("the value");
            values[row * columns + column] = value;
            if (matrix.half != symmetry::general)
                values[column * columns + row] =
                    matrix.half == symmetry::symmetric || row == column ? value : -value;
        }
    }
    end_of_file(lines, matrix);
    return {{matrix.rows, matrix.columns}, std::move(values), true};
}

}  // namespace

tensor read_matrix_market(const std::filesystem::path& path) {
    const mapped_file file(path);
    text_lines lines(file);
    const description matrix = read_matrix_market_description(lines);
    return matrix.coordinate ? read_coordinates(file, lines, matrix) : read_array(lines, matrix);
}

tensor_entry matrix_market_entry(const std::filesystem::path& path) {
    const mapped_file file(path);
    text_lines lines(file);
    const description matrix = read_matrix_market_description(lines);
    const char* type = matrix.field == value_field::real      ? "real"
                       : matrix.field == value_field::integer ? "integer"
                                                              : "none";
    return {"", {matrix.rows, matrix.columns}, type, matrix.stored};
}

}  // namespace lacuna::formats
