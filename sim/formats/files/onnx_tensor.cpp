#include "sim/formats/files/onnx_tensor.h"

#include <onnx/onnx_pb.h>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/listed_shape.h"
#include "sim/formats/files/onnx_values.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;
using config::in_quotes;

template <class Dimensions>
std::vector<std::uint64_t> shape_of(const Dimensions& dimensions, std::string_view where) {
    constexpr int most = 64;
    if (dimensions.size() > most) refuse("{} has more than {} dimensions.", where, most);
    std::vector<std::uint64_t> shape;
    for (const std::int64_t dimension : dimensions) {
        if (dimension < 0) refuse("{} has a dimension of {}.", where, dimension);
        shape.push_back(static_cast<std::uint64_t>(dimension));
    }
    return shape;
}

/// The positions of the entries in the row-major order of all, rising.
std::vector<std::uint64_t> positions_of_entries(const onnx::SparseTensorProto& sparse, std::size_t entries,
                                                const std::vector<std::uint64_t>& shape,
                                                const fs::path& model, std::string_view name) {
    const std::string where = fmt::format("{}: tensor {}", model.string(), in_quotes(name));
    const std::vector<std::uint64_t> index_shape = shape_of(sparse.indices().dims(), where);
    const bool linear = index_shape.size() == 1;
    const std::size_t width = linear ? 1 : shape.size();  // indices an entry
    const std::vector<std::uint64_t> wanted =
        linear ? std::vector<std::uint64_t>{entries} : std::vector<std::uint64_t>{entries, width};
    if (index_shape != wanted)
        refuse("{}: its {} entries in {} dimensions have indices of the shape [{}].", where, entries,
               shape.size(), fmt::join(index_shape, ", "));
    const std::vector<std::int64_t> indices = onnx_indices(sparse.indices(), entries * width, model, name);
    std::vector<std::uint64_t> positions(entries);
    for (std::size_t entry = 0; entry < entries; ++entry) {
        std::uint64_t position = 0;
        for (std::size_t i = 0; i < width; ++i) {
            const std::int64_t index = indices[entry * width + i];
            const std::uint64_t room = linear ? count_of(shape) : shape[i];
            if (index < 0 || static_cast<std::uint64_t>(index) >= room)
                refuse("{}: index {} of entry {} is outside the shape [{}].", where, index, entry,
                       fmt::join(shape, ", "));
            position = position * room + static_cast<std::uint64_t>(index);
        }
        if (entry > 0 && position <= positions[entry - 1])
            refuse("{}: entry {} does not stand behind entry {} in the order of its indices.", where, entry,
                   entry - 1);
        positions[entry] = position;
    }
    return positions;
}

csr<float> rows_of(std::uint32_t rows, std::uint32_t columns, const std::vector<std::uint64_t>& positions,
                   std::vector<float> values) {
    csr<float> matrix{rows, columns, {}, {}, std::move(values)};
    matrix.row_begin.assign(std::size_t{rows} + 1, 0);
    matrix.column.reserve(positions.size());
    for (const std::uint64_t position : positions) {
        ++matrix.row_begin[position / columns + 1];
        matrix.column.push_back(static_cast<std::uint32_t>(position % columns));
    }
    for (std::size_t row = 0; row < rows; ++row) matrix.row_begin[row + 1] += matrix.row_begin[row];
    return matrix;
}

tensor read_sparse(const onnx::SparseTensorProto& sparse, const fs::path& model, std::string_view name) {
    const std::string where = fmt::format("{}: tensor {}", model.string(), in_quotes(name));
    const std::vector<std::uint64_t> shape = shape_of(sparse.dims(), where);
    const tensor_shape checked = checked_shape(shape, where);
    const std::vector<std::uint64_t> value_shape = shape_of(sparse.values().dims(), where);
    const std::uint64_t positions = count_of(shape);
    if (value_shape.size() != 1 || value_shape[0] > positions)
        refuse("{}: the shape [{}] of its values is no list of at most {} entries.", where,
               fmt::join(value_shape, ", "), positions);
    const std::uint64_t unheld = shape.size() == 2 ? shape[0] : positions;
    if (unheld > most_unheld)
        refuse("{}: a sparse tensor of {} has more than {} {}, which is the most that Lacuna reads of one.",
               where, text_of(checked), most_unheld, shape.size() == 2 ? "rows" : "values");
    const auto entries = static_cast<std::size_t>(value_shape[0]);
    std::vector<float> values = onnx_values(sparse.values(), entries, model, name);
    const std::vector<std::uint64_t> at = positions_of_entries(sparse, entries, shape, model, name);
    if (shape.size() == 2) return {checked, rows_of(checked[0], checked[1], at, std::move(values))};
    std::vector<float> dense(static_cast<std::size_t>(positions));
    for (std::size_t entry = 0; entry < entries; ++entry) dense[at[entry]] = values[entry];
    return {checked, std::move(dense)};
}

}  // namespace

tensor_entry onnx_entry(const onnx_constant& constant, const fs::path& model) {
    const std::string where = fmt::format("{}: tensor {}", model.string(), in_quotes(constant.name));
    if (constant.dense) {
        const std::vector<std::uint64_t> shape = shape_of(constant.dense->dims(), where);
        return {std::string(constant.name), listed_shape(shape, where), onnx_type_name(*constant.dense),
                count_of(shape)};
    }
    return {std::string(constant.name), listed_shape(shape_of(constant.sparse->dims(), where), where),
            onnx_type_name(constant.sparse->values()),
            count_of(shape_of(constant.sparse->values().dims(), where))};
}

tensor read_onnx_tensor(const onnx_constant& constant, const fs::path& model) {
    if (constant.sparse) return read_sparse(*constant.sparse, model, constant.name);
    const std::string where = fmt::format("{}: tensor {}", model.string(), in_quotes(constant.name));
    const std::vector<std::uint64_t> shape = shape_of(constant.dense->dims(), where);
    const tensor_shape checked = checked_shape(shape, where);
    return {checked,
            onnx_values(*constant.dense, static_cast<std::size_t>(count_of(shape)), model, constant.name)};
}

}  // namespace lacuna::formats
