#include "sim/formats/files/weight_file_writer.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/formats/dense_and_sparse.h"
#include "sim/formats/files/matrix_market.h"
#include "sim/formats/files/npy.h"
#include "sim/formats/files/npz.h"
#include "sim/formats/files/smtx.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;

struct written_format {
    std::string ending;
    void (*write)(const fs::path& file, const tensor& values);
};

const std::vector<written_format>& written_formats() {
    static const std::vector<written_format> all = {
        {".npy", write_npy},
        {".npz", [](const fs::path& file, const tensor& values) { write_npz(file, values); }},
        {".mtx", write_matrix_market},
        {".smtx", write_smtx},
    };
    return all;
}

const written_format& format_of(const fs::path& file) {
    std::vector<std::string> known;
    for (const written_format& each : written_formats()) {
        if (file.extension() == each.ending) return each;
        known.push_back(each.ending);
    }
    refuse("{}: Lacuna writes no files ending in {}; it writes {}.", file.string(),
           config::in_quotes(file.extension().string()), fmt::join(known, ", "));
}

}  // namespace

void check_written_ending(const fs::path& file) {
    format_of(file);
}

bool holds_positions_alone(const fs::path& file) {
    return file.extension() == ".smtx";
}

void write_tensor(const fs::path& file, const tensor& values) {
    format_of(file).write(file, values);
}

tensor tensor_for(const fs::path& file, const csc<float>& matrix, const tensor_shape& shape) {
    const bool sparse = file.extension() != ".npy" &&
                        (holds_positions_alone(file) ||
                         std::uint64_t{2} * matrix.stored() < std::uint64_t{matrix.rows} * matrix.columns);
    if (sparse) return {{matrix.rows, matrix.columns}, to_csr(matrix)};
    const bool matrices = file.extension() == ".mtx";
    return {matrices ? tensor_shape{matrix.rows, matrix.columns} : shape,
            std::move(dense_of(matrix, file.string()).value)};
}

}  // namespace lacuna::formats
