#include "sim/formats/files/matrix_market_description.h"

#include <algorithm>
#include <string>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/matrix_market.h"

namespace lacuna::formats {
namespace {

using description = matrix_market_description;
using value_field = description::value_field;
using symmetry = description::symmetry;

std::string in_lower_case(std::string_view word) {
    std::string lower(word);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

void read_header(text_lines& lines, description& matrix) {
    if (!lines.next() || in_lower_case(lines.word()) != "%%matrixmarket")
        refuse("{}: the first line of a Matrix Market file begins with %%MatrixMarket.", lines.where());
    const auto word = [&] { return in_lower_case(lines.word()); };
    const auto unknown = [&](std::string_view what, const std::string& found, std::string_view known) {
        refuse("{}: the header names the {} {}, but Lacuna reads {}.", lines.where(), what,
               config::in_quotes(found), known);
    };
    if (const std::string object = word(); object != "matrix") unknown("object", object, "a matrix");
    const std::string format = word(), field = word(), half = word();
    if (format != "coordinate" && format != "array") unknown("format", format, "coordinate and array");
    matrix.coordinate = format == "coordinate";
    if (field == "complex" || half == "hermitian")
        refuse("{}: the matrix is {}, but Lacuna has no complex numbers.", lines.where(),
               field == "complex" ? field : half);
    if (field != "real" && field != "integer" && field != "pattern")
        unknown("field", field, "real, integer and pattern");
    matrix.field = field == "real"      ? value_field::real
                   : field == "integer" ? value_field::integer
                                        : value_field::pattern;
    if (half != "general" && half != "symmetric" && half != "skew-symmetric")
        unknown("symmetry", half, "general, symmetric and skew-symmetric");
    matrix.half = half == "general"     ? symmetry::general
                  : half == "symmetric" ? symmetry::symmetric
                                        : symmetry::skew_symmetric;
    lines.end_of_line("the symmetry");
    if (matrix.field == value_field::pattern && !matrix.coordinate)
        refuse("{}: an array holds every value, so it cannot be a pattern.", lines.where());
    if (matrix.field == value_field::pattern && matrix.half == symmetry::skew_symmetric)
        refuse("{}: a pattern has no signs, so it cannot be skew-symmetric.", lines.where());
}

/// The lines that a file of this header can hold at most; an array holds them all.
std::uint64_t room_of(const description& matrix) {
    const std::uint64_t n = matrix.rows;
    if (matrix.half == symmetry::general) return n * matrix.columns;
    // A coordinate file may name the zeros on a skew-symmetric matrix's diagonal, an array cannot.
    const bool diagonal = matrix.coordinate || matrix.half == symmetry::symmetric;
    return n * (n - 1) / 2 + (diagonal ? n : 0);
}

void read_size(text_lines& lines, description& matrix) {
    if (!lines.next_of_substance(matrix_market_comment))
        refuse("{}: the file ends where the size line should stand.", lines.where());
    const std::uint64_t rows = lines.whole_number("a number of rows", most_values);
    const std::uint64_t columns = lines.whole_number("a number of columns", most_values);
    const tensor_shape shape = checked_shape({rows, columns}, lines.where());
    matrix.rows = shape[0];
    matrix.columns = shape[1];
    if (matrix.half != symmetry::general && rows != columns)
        refuse("{}: a matrix of {} x {} cannot be symmetric.", lines.where(), rows, columns);
    const std::uint64_t room = room_of(matrix);
    if (matrix.coordinate) {
        if (std::max(rows, columns) > most_sparse_lines)
            refuse(
                "{}: a sparse matrix of {} x {} has more than {} rows or columns, the most that Lacuna "
                "reads.",
                lines.where(), rows, columns, most_sparse_lines);
        matrix.stored = lines.whole_number("a number of entries", most_values);
        if (matrix.stored > room)
            refuse("{}: a matrix of {} x {} has room for {} entries, not for {}.", lines.where(), rows,
                   columns, room, matrix.stored);
    } else {
        matrix.stored = room;
    }
    lines.end_of_line("the size");
    // "1 1\n", "1 1 1\n" or "1\n"; the last may end without its newline.
    const std::uint64_t least = !matrix.coordinate ? 2 : matrix.field == value_field::pattern ? 4 : 6;
    if (matrix.stored > (lines.bytes_left() + 1) / least)
        refuse("{}: the file has {} bytes from here, too few for the {} lines that should follow.",
               lines.where(), lines.bytes_left(), matrix.stored);
}

}  // namespace

matrix_market_description read_matrix_market_description(text_lines& lines) {
    matrix_market_description matrix;
    read_header(lines, matrix);
    read_size(lines, matrix);
    return matrix;
}

}  // namespace lacuna::formats
