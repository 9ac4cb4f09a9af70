#include "sim/formats/files/npz.h"

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/config/whole_file.h"
#include "sim/formats/files/npy_bytes.h"
#include "sim/formats/files/npz_array.h"
#include "sim/formats/files/scipy_npz.h"
#include "sim/formats/files/zip_archive.h"

namespace lacuna::formats {
namespace {

constexpr std::string_view extension = ".npy";

/// The names of the arrays, in the archive's order.
std::vector<std::string> arrays_of(const zip_archive& archive) {
    std::vector<std::string> names;
    for (const std::string& member : archive.members())
        if (member.size() >= extension.size() &&
            member.compare(member.size() - extension.size(), extension.size(), extension) == 0)
            names.push_back(member.substr(0, member.size() - extension.size()));
    if (names.empty()) refuse("{}: the archive holds no .npy array.", archive.name());
    return names;
}

/// Throws unless the array is a tensor that is as long as it says.
tensor_shape shape_of(const npz_array& array) {
    check_size(array.header(), array.size(), array.where());
    return checked_shape(array.header().shape,
                         fmt::format("{}, byte {}", array.where(), array.header().shape_at));
}

/// The array that is meant by no name.
std::string only_array(const zip_archive& archive) {
    const std::vector<std::string> names = arrays_of(archive);
    if (names.size() > 1)
        refuse("{}: the archive holds {} arrays, so one must be named: {}.", archive.name(), names.size(),
               config::shown(config::list_of_names(names)));
    return names.front();
}

}  // namespace

std::vector<tensor_entry> npz_tensors(const std::filesystem::path& file) {
    const zip_archive archive(file);
    if (is_scipy_matrix(archive)) return {scipy_entry(archive)};
    std::vector<tensor_entry> entries;
    for (const std::string& name : arrays_of(archive)) {
        give_up_if_stopped();
        const npz_array array(archive, name);
        if (!array.header().type) continue;
        entries.push_back(
            {name, shape_of(array), std::string(name_of(*array.header().type)), array.header().values});
    }
    if (entries.empty()) refuse("{}: the archive holds no array of numbers that are real.", file.string());
    return entries;
}

tensor read_npz(const std::filesystem::path& file, const std::string& name) {
    const zip_archive archive(file);
    if (is_scipy_matrix(archive)) {
        if (!name.empty())
            refuse("{}: the file holds one sparse matrix, which has no name, so there is no {}.",
                   file.string(), config::in_quotes(name));
        csr<float> matrix = read_scipy_matrix(archive);
        return {{matrix.rows, matrix.columns}, std::move(matrix)};
    }
    const std::vector<std::string> names = arrays_of(archive);
    const bool named = !name.empty() || archive.holds(extension);
    if (named && !archive.holds(name + std::string(extension)))
        refuse("{}: there is no array {}{}.", file.string(), config::in_quotes(name),
               config::nearest_name_hint(name, names));
    npz_array array(archive, named ? name : only_array(archive));
    tensor_shape shape = shape_of(array);
    return {std::move(shape), array.floats()};
}

void write_npz(const std::filesystem::path& file, const tensor& values, const std::string& name) {
    const std::string where = file.string();
    const auto* sparse = std::get_if<csr<float>>(&values.values);
    if (sparse) check_sparse(values, where);
    config::write_whole_file(
        file, sparse ? zip_of(scipy_members(*sparse), where)
                     : zip_of({{name + std::string(extension), npy_of(values, where)}}, where));
}

}  // namespace lacuna::formats
