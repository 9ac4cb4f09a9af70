#include <algorithm>
#include <boost/endian/conversion.hpp>
#include <cmath>
#include <cstring>
#include <fstream>

#include "sim/config/input_error.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/formats/eie_banks.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;

/// A new folder beside the one to be written, which takes its name when complete and vanishes otherwise.
class sibling_folder {
  public:
    explicit sibling_folder(const fs::path& target) : target_(target) {
        std::error_code error;
        for (int attempt = 0;; ++attempt) {
            path_ = target.parent_path() / fmt::format(".{}.partial-{}", target.filename().string(), attempt);
            if (fs::create_directory(path_, error)) return;
            if (error) refuse("{}: the folder cannot be made: {}.", target.string(), error.message());
        }
    }
    ~sibling_folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    sibling_folder(const sibling_folder&) = delete;
    sibling_folder& operator=(const sibling_folder&) = delete;

    const fs::path& path() const { return path_; }

    void take_name() {
        std::error_code error;
        fs::rename(path_, target_, error);
        if (error) refuse("{}: the folder cannot be named: {}.", target_.string(), error.message());
    }

  private:
    fs::path target_;
    fs::path path_;
};

void write_words(const fs::path& path, std::vector<std::uint32_t> words) {
    for (std::uint32_t& word : words) boost::endian::native_to_little_inplace(word);
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(words.data()), static_cast<std::streamsize>(4 * words.size()));
    file.close();
    if (!file) refuse("{}: the file cannot be written.", path.string());
}

std::vector<std::uint32_t> words_of(const std::vector<float>& values) {
    std::vector<std::uint32_t> words(values.size());
    if (!values.empty()) std::memcpy(words.data(), values.data(), 4 * values.size());
    return words;
}

std::vector<std::uint32_t> words_of(const std::vector<relative_entry>& entries) {
    std::vector<std::uint32_t> words;
    words.reserve(2 * entries.size());
    for (const relative_entry& entry : entries) {
        words.push_back(entry.code);
        words.push_back(entry.run);
    }
    return words;
}

void refuse_not_finite(const fs::path& folder, const char* what, const std::vector<float>& values) {
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isfinite(values[i]))
            refuse("{}: {} {} is {}, not finite.", folder.string(), what, i, values[i]);
}

/// Refuses what read_eie_bank_folder would not read back.
void check_layer(const fs::path& folder, const shared_weights& weights,
                 const std::vector<float>& activations) {
    if (weights.codebook.empty() || weights.codebook.size() > authors_codebook_size ||
        weights.codebook[0] != 0)
        refuse(
            "{}: EIE's files hold a codebook of 1 to {} values that begins with 0, but this one has {} "
            "values{}.",
            folder.string(), authors_codebook_size, weights.codebook.size(),
            weights.codebook.empty() ? std::string()
                                     : fmt::format(" and begins with {}", weights.codebook[0]));
    refuse_not_finite(folder, "codebook entry", weights.codebook);
    refuse_not_finite(folder, "activation", activations);
    for (std::size_t i = 0; i < weights.codes.value.size(); ++i)
        if (weights.codes.value[i] >= weights.codebook.size())
            refuse("{}: code {} of entry {} is outside the codebook of {} values.", folder.string(),
                   weights.codes.value[i], i, weights.codebook.size());
    if (activations.size() + 1 != weights.codes.columns)
        refuse("{}: {} columns of weights need {} activations and the bias, but there are {} activations.",
               folder.string(), weights.codes.columns, std::int64_t{weights.codes.columns} - 1,
               activations.size());
    const std::vector<std::uint32_t>& row = weights.codes.row;
    const std::uint64_t reached =
        row.empty() ? 0 : std::uint64_t{*std::max_element(row.begin(), row.end())} + 1;
    check_rows(folder, reached, weights.codes.rows);
}

}  // namespace

void write_eie_bank_folder(const fs::path& folder, const shared_weights& weights, std::uint32_t pes,
                           const std::vector<float>& activations) {
    const fs::path target = folder.has_filename() ? folder : folder.parent_path();
    if (fs::exists(fs::symlink_status(target)))
        refuse("{}: there is something of this name already.", target.string());
    check_layer(target, weights, activations);
    const relative_index_csc banks = interleave(weights.codes, pes, authors_run_bits);

    std::vector<float> codebook = weights.codebook;
    codebook.resize(authors_codebook_size);  // codes beyond the codebook are never used; the authors' program
                                             // reads 16 values

    sibling_folder partial(target);
    fs::create_directory(partial.path() / "ptr");
    fs::create_directory(partial.path() / "spm");
    for (std::uint32_t pe = 0; pe < pes; ++pe) {
        write_words(partial.path() / "ptr" / fmt::format("ptr{}.dat", pe), banks.banks[pe].column_begin);
        write_words(partial.path() / "spm" / fmt::format("spm{}.dat", pe), words_of(banks.banks[pe].entries));
    }
    write_words(partial.path() / "arithm.dat", words_of(codebook));
    write_words(partial.path() / "act.dat", words_of(activations));
    partial.take_name();
}

}  // namespace lacuna::formats
