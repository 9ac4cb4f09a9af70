#include "sim/formats/files/written_matrix.h"

#include <algorithm>
#include <cmath>

#include "sim/config/input_error.h"

namespace lacuna::formats {

void check_written_matrix(const std::filesystem::path& file, std::string_view kind, const tensor& matrix) {
    const std::string name = file.string();
    if (matrix.shape.size() != 2)
        refuse("{}: {} holds a matrix, but the tensor is {}.", name, kind, text_of(matrix.shape));
    const std::uint64_t positions = positions_of({matrix.shape[0], matrix.shape[1]}, name);
    const auto* sparse = std::get_if<csr<float>>(&matrix.values);
    const std::vector<float>& values = sparse ? sparse->value : std::get<std::vector<float>>(matrix.values);
    if (sparse) {
        if (sparse->rows != matrix.shape[0] || sparse->columns != matrix.shape[1])
            refuse("{}: the tensor is {}, but its entries are of a matrix of {} x {}.", name,
                   text_of(matrix.shape), sparse->rows, sparse->columns);
        check(*sparse);
    } else if (values.size() != positions) {
        refuse("{}: a tensor of {} needs {} values, but has {}.", name, text_of(matrix.shape), positions,
               values.size());
    }
    const auto bad =
        std::find_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
    if (bad != values.end()) refuse("{}: value {} is {}, not finite.", name, bad - values.begin(), *bad);
}

}  // namespace lacuna::formats
