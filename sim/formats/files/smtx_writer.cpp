#include <fmt/compile.h>

#include <iterator>

#include "sim/config/interruption.h"
#include "sim/config/whole_file.h"
#include "sim/formats/files/smtx.h"
#include "sim/formats/files/written_matrix.h"

namespace lacuna::formats {
namespace {

/// Where a matrix has values other than 0; values themselves left out.
csr<float> positions_in(const tensor& matrix) {
    csr<float> positions{matrix.shape[0], matrix.shape[1], {0}, {}, {}};
    const auto* sparse = std::get_if<csr<float>>(&matrix.values);
    for (std::size_t row = 0; row < positions.rows; ++row) {
        if ((row & 0xff) == 0) give_up_if_stopped();
        const std::size_t begin = sparse ? sparse->row_begin[row] : row * positions.columns;
        const std::size_t end = sparse ? sparse->row_begin[row + 1] : begin + positions.columns;
        const float* values =
            sparse ? sparse->value.data() : std::get<std::vector<float>>(matrix.values).data();
        for (std::size_t i = begin; i < end; ++i)
            if (values[i] != 0)
                positions.column.push_back(sparse ? sparse->column[i]
                                                  : static_cast<std::uint32_t>(i - begin));
        positions.row_begin.push_back(positions.stored());
    }
    return positions;
}

}  // namespace

void write_smtx(const std::filesystem::path& file, const tensor& matrix) {
    check_written_matrix(file, "an smtx file", matrix);
    const csr<float> positions = positions_in(matrix);
    fmt::memory_buffer text;
    const auto out = std::back_inserter(text);
    fmt::format_to(out, "{}, {}, {}\n", positions.rows, positions.columns, positions.stored());
    for (const std::uint32_t pointer : positions.row_begin) fmt::format_to(out, FMT_COMPILE("{} "), pointer);
    text.push_back('\n');
    for (const std::uint32_t column : positions.column) fmt::format_to(out, FMT_COMPILE("{} "), column);
    text.push_back('\n');
    config::write_whole_file(file, {text.data(), text.size()});
}

}  // namespace lacuna::formats
