#include "sim/layers/tensor_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/quoted.h"
#include "sim/formats/compressed_rows.h"

namespace lacuna::layers {
namespace {

using formats::csc;
using formats::csr;
using formats::dense_matrix;
using formats::tensor;
using formats::tensor_shape;

std::uint64_t product_of(tensor_shape::const_iterator begin, tensor_shape::const_iterator end) {
    return std::accumulate(begin, end, std::uint64_t{1}, std::multiplies<>());
}

bool is_matrix(const tensor_shape& shape, std::uint64_t rows, std::uint64_t columns, bool transposed) {
    if (shape.size() < 2) return product_of(shape.begin(), shape.end()) == rows * columns;
    if (transposed) return shape.back() == rows && product_of(shape.begin(), shape.end() - 1) == columns;
    return shape.front() == rows && product_of(shape.begin() + 1, shape.end()) == columns;
}

void check_shape(const tensor_source& source, const tensor_shape& shape, std::uint32_t outputs,
                 std::uint32_t inputs, const std::optional<convolution>& convolved) {
    const bool has_kernel = !convolved || shape.size() < 4 ||
                            (shape[2] == convolved->kernel.height && shape[3] == convolved->kernel.width);
    if (is_matrix(shape, outputs, inputs, source.transposed) && has_kernel) return;
    const std::string wanted =
        convolved ? fmt::format("{} filters of {} x {} x {}", outputs, convolved->channels_of_group(),
                                convolved->kernel.height, convolved->kernel.width)
                  : fmt::format("{} outputs x {} inputs", outputs, inputs);
    const bool turned = has_kernel && is_matrix(shape, outputs, inputs, !source.transposed);
    refuse("{}: {} is {}, but the layer has {}{}.", source.where, source.text(), formats::text_of(shape),
           wanted,
           !turned             ? ""
           : source.transposed ? "; without transposed: true it would fit"
                               : "; with transposed: true it would fit");
}

/// rows x columns -> columns x rows, in squares that the cache holds.
std::vector<float> transposed(const std::vector<float>& values, std::size_t rows, std::size_t columns) {
    constexpr std::size_t side = 64;
    std::vector<float> turned(values.size());
    for (std::size_t row = 0; row < rows; row += side) {
        give_up_if_stopped();
        for (std::size_t column = 0; column < columns; column += side)
            for (std::size_t r = row; r < std::min(rows, row + side); ++r)
                for (std::size_t c = column; c < std::min(columns, column + side); ++c)
                    turned[c * rows + r] = values[r * columns + c];
    }
    return turned;
}

/// Puts every row's values into the order of the lowering.
void reorder(std::vector<float>& values, const std::vector<std::uint32_t>& order) {
    std::vector<float> row(order.size());
    for (auto begin = values.begin(); begin != values.end();
         begin += static_cast<std::ptrdiff_t>(row.size())) {
        std::copy_n(begin, row.size(), row.begin());
        for (std::size_t i = 0; i < row.size(); ++i) begin[static_cast<std::ptrdiff_t>(i)] = row[order[i]];
    }
}

/// The same of the columns of a sparse matrix.
csc<float> reordered(const csc<float>& matrix, const std::vector<std::uint32_t>& order) {
    csc<float> all{matrix.rows, matrix.columns, {0}, {}, {}};
    for (const std::uint32_t column : order) {
        const auto begin = static_cast<std::ptrdiff_t>(matrix.column_begin[column]);
        const auto end = static_cast<std::ptrdiff_t>(matrix.column_begin[std::size_t{column} + 1]);
        all.row.insert(all.row.end(), matrix.row.begin() + begin, matrix.row.begin() + end);
        all.value.insert(all.value.end(), matrix.value.begin() + begin, matrix.value.begin() + end);
        all.column_begin.push_back(all.stored());
    }
    return all;
}

/// Values for the entries of a tensor that has positions alone, in the order of the file.
void draw_entries(const tensor_source& source, tensor& read) {
    if (!source.values) return;
    if (read.has_values)
        refuse("{}: {} has values of its own, so that none can be drawn.", source.where, source.text());
    const auto draw = [&](float* values, std::size_t count) {
        // At density 1 every value stays, a drawn 0 too.
        const auto drawn =
            generate_pruned_weights(1, static_cast<std::uint32_t>(count), *source.values, source.seed, 1);
        std::copy(drawn.kept.value.begin(), drawn.kept.value.end(), values);
    };
    if (auto* sparse = std::get_if<csr<float>>(&read.values)) {
        draw(sparse->value.data(), sparse->value.size());
        return;
    }
    auto& dense = std::get<std::vector<float>>(read.values);
    std::vector<float> entries(dense.size() -
                               static_cast<std::size_t>(std::count(dense.begin(), dense.end(), 0.0f)));
    draw(entries.data(), entries.size());
    auto next = entries.begin();
    for (float& value : dense)
        if (value != 0) value = *next++;
}

tensor read(const tensor_source& source) {
    try {
        tensor found = formats::read_tensor(source.file, source.tensor);
        draw_entries(source, found);
        return found;
    } catch (const input_error& error) {
        const std::string sentence = error.what();
        if (source.where.empty() || sentence.rfind(source.where, 0) == 0) throw;
        refuse("{}: {}", source.where, sentence);
    }
}

}  // namespace

bool tensor_source::is_of_eie() const {
    std::error_code error;
    return std::filesystem::is_directory(file.path, error) || file.path.extension() == ".dat";
}

std::string tensor_source::text() const {
    return tensor.empty() ? file.path.string()
                          : fmt::format("{}, tensor {}", file.path.string(), config::in_quotes(tensor));
}

source_matrix read_matrix(const tensor_source& source, std::uint32_t outputs, std::uint32_t inputs,
                          const std::optional<convolution>& convolved) {
    tensor found = read(source);
    check_shape(source, found.shape, outputs, inputs, convolved);
    if (auto* sparse = std::get_if<csr<float>>(&found.values)) {
        // The rows of one are the columns of the other.
        csc<float> matrix = source.transposed
                                ? csc<float>{outputs, inputs, std::move(sparse->row_begin),
                                             std::move(sparse->column), std::move(sparse->value)}
                                : formats::to_csc(*sparse);
        return convolved ? reordered(matrix, filter_order(*convolved)) : std::move(matrix);
    }
    dense_matrix<float> matrix{outputs, inputs, std::move(std::get<std::vector<float>>(found.values))};
    if (source.transposed) matrix.value = transposed(matrix.value, inputs, outputs);
    if (convolved) reorder(matrix.value, filter_order(*convolved));
    return matrix;
}

std::vector<float> read_values(const tensor_source& source, std::uint64_t count) {
    tensor found = read(source);
    if (product_of(found.shape.begin(), found.shape.end()) != count)
        refuse("{}: {} is {}, which are not the {} values that the layer needs.", source.where, source.text(),
               formats::text_of(found.shape), count);
    if (auto* dense = std::get_if<std::vector<float>>(&found.values)) return std::move(*dense);
    const auto& sparse = std::get<csr<float>>(found.values);
    std::vector<float> values(count, 0.0f);
    for (std::uint32_t row = 0; row < sparse.rows; ++row)
        for (std::uint32_t i = sparse.row_begin[row]; i < sparse.row_begin[row + 1]; ++i)
            values[std::size_t{row} * sparse.columns + sparse.column[i]] = sparse.value[i];
    return values;
}

}  // namespace lacuna::layers
