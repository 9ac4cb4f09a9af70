#include "tests/fuzz/reader_fuzz.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <numeric>

#include "sim/formats/compressed_rows.h"

namespace lacuna::fuzz {
namespace {

namespace fs = std::filesystem;
using formats::csr;
using formats::tensor;
using formats::tensor_entry;

constexpr std::size_t most_tensors = 8;  ///< read of one file

class folder {
  public:
    folder() : path_(fs::temp_directory_path() / fmt::format("lacuna-fuzz-{}", ::getpid())) {
        fs::create_directories(path_);
    }
    ~folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;

    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

void check_finite(const std::vector<float>& values) {
    if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
        fail("A value that was read is not finite.");
}

void check_listed(const tensor_entry& listed, const tensor& read) {
    if (listed.shape != read.shape)
        fail(fmt::format("A tensor is listed as {}, but read as {}.", formats::text_of(listed.shape),
                         formats::text_of(read.shape)));
    if ((listed.type == "none") == read.has_values)
        fail(fmt::format("A tensor of type {} is read {} values.", listed.type,
                         read.has_values ? "with" : "without"));
}

/// A sparse tensor that is mostly memory for what its file does not hold: within the readers' limits, but
/// seconds of work under the sanitizers.
bool is_mostly_empty(const tensor_entry& listed) {
    constexpr std::uint64_t most = 1 << 20;
    std::uint64_t lines = listed.shape.empty() ? 1 : listed.shape[0];
    if (listed.shape.size() != 2)
        for (std::size_t i = 1; i < listed.shape.size() && lines <= most; ++i) lines *= listed.shape[i];
    return lines > most && listed.stored < lines;
}

}  // namespace

void fail(std::string_view what) {
    fmt::print(stderr, "{}\n", what);
    std::abort();
}

const fs::path& scratch() {
    static const folder made;
    return made.path();
}

fs::path write(const std::string& name, const void* bytes, std::size_t size) {
    fs::path path = scratch() / name;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wb"), &std::fclose);
    if (!file) {
        fs::create_directories(path.parent_path());
        file.reset(std::fopen(path.c_str(), "wb"));
    }
    if (!file || std::fwrite(bytes, 1, size, file.get()) != size || std::fflush(file.get()) != 0)
        fail(fmt::format("Cannot write {}.", path.string()));
    return path;
}

fs::path write(const std::string& name, std::string_view bytes) {
    return write(name, bytes.data(), bytes.size());
}

void check_sentence(std::string_view sentence) {
    const bool names_file = sentence.rfind(scratch().string(), 0) == 0;
    const bool one_line = std::none_of(sentence.begin(), sentence.end(),
                                       [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
    if (!names_file || !one_line || sentence.back() != '.')
        fail(fmt::format("This is no sentence that begins with its file: {}", sentence));
}

void check_tensor(const tensor& read) {
    const std::uint64_t positions =
        std::accumulate(read.shape.begin(), read.shape.end(), std::uint64_t{1}, std::multiplies<>());
    if (positions == 0 || positions > formats::most_values) fail("A tensor has no value, or too many.");
    if (const auto* dense = std::get_if<std::vector<float>>(&read.values)) {
        if (dense->size() != positions)
            fail(fmt::format("A tensor of {} has {} values.", formats::text_of(read.shape), dense->size()));
        check_finite(*dense);
        return;
    }
    const auto& sparse = std::get<csr<float>>(read.values);
    if (read.shape != formats::tensor_shape{sparse.rows, sparse.columns})
        fail("A sparse tensor's shape is not that of its matrix.");
    try {
        formats::check(sparse);
    } catch (const input_error& error) {
        fail(error.what());
    }
    if (sparse.row_begin.size() != std::size_t{sparse.rows} + 1 || sparse.value.size() != sparse.stored())
        fail("A sparse tensor has pointers or values too many or too few.");
    check_finite(sparse.value);
    if (!read.has_values &&
        !std::all_of(sparse.value.begin(), sparse.value.end(), [](float value) { return value == 1; }))
        fail("A tensor of positions alone has an entry other than 1.");
}

bool same(const tensor& one, const tensor& other) {
    return one.shape == other.shape && one.values == other.values && one.has_values == other.has_values;
}

void read_all(const formats::weight_file& file, void (*save)(const fs::path& file, const tensor& values)) {
    const formats::file_format& format = formats::format_of(file);
    std::vector<tensor_entry> listed;
    if (!accepted([&] { listed = format.list(file); })) return;
    for (std::size_t i = 0; i < std::min(listed.size(), most_tensors); ++i) {
        if (is_mostly_empty(listed[i])) continue;
        tensor read;
        if (!accepted([&] { read = format.read(file, listed[i].name); })) continue;
        check_listed(listed[i], read);
        check_tensor(read);
        if (!save) continue;
        const formats::weight_file saved{scratch() / ("saved" + format.ending)};
        tensor again;
        if (!accepted([&] {
                save(saved.path, read);
                again = format.read(saved, format.list(saved).at(0).name);
            }))
            fail("A tensor that was read cannot be written and read again.");
        if (!same(read, again)) fail("A tensor that was read, written and read again is another one.");
    }
}

}  // namespace lacuna::fuzz
