#include <fmt/compile.h>

#include <algorithm>
#include <iterator>

#include "sim/config/interruption.h"
#include "sim/config/whole_file.h"
#include "sim/formats/files/matrix_market.h"
#include "sim/formats/files/written_matrix.h"

namespace lacuna::formats {
namespace {

void append(fmt::memory_buffer& text, const csr<float>& matrix, bool has_values) {
    const auto zeros = std::count(matrix.value.begin(), matrix.value.end(), 0.0f);
    const auto out = std::back_inserter(text);
    fmt::format_to(out, "%%MatrixMarket matrix coordinate {} general\n{} {} {}\n",
                   has_values ? "real" : "pattern", matrix.rows, matrix.columns,
                   matrix.value.size() - static_cast<std::size_t>(zeros));
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        if ((row & 0xff) == 0) give_up_if_stopped();
        for (std::uint32_t i = matrix.row_begin[row]; i < matrix.row_begin[row + 1]; ++i) {
            if (matrix.value[i] == 0) continue;
            fmt::format_to(out, FMT_COMPILE("{} {}"), row + 1, matrix.column[i] + 1);
            if (has_values) fmt::format_to(out, FMT_COMPILE(" {}"), matrix.value[i]);
            text.push_back('\n');
        }
    }
}

void append(fmt::memory_buffer& text, const std::vector<float>& values, std::uint32_t rows,
            std::uint32_t columns) {
    const auto out = std::back_inserter(text);
    fmt::format_to(out, "%%MatrixMarket matrix array real general\n{} {}\n", rows, columns);
    for (std::size_t column = 0; column < columns; ++column) {
        if ((column & 0xff) == 0) give_up_if_stopped();
        for (std::size_t row = 0; row < rows; ++row)
            fmt::format_to(out, FMT_COMPILE("{}\n"), values[row * columns + column]);
    }
}

}  // namespace

void write_matrix_market(const std::filesystem::path& file, const tensor& matrix) {
    check_written_matrix(file, "a Matrix Market file", matrix);
    fmt::memory_buffer text;
    if (const auto* sparse = std::get_if<csr<float>>(&matrix.values))
        append(text, *sparse, matrix.has_values);
    else
        append(text, std::get<std::vector<float>>(matrix.values), matrix.shape[0], matrix.shape[1]);
    config::write_whole_file(file, {text.data(), text.size()});
}

}  // namespace lacuna::formats
