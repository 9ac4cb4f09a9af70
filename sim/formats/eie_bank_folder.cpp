#include "sim/formats/eie_bank_folder.h"

#include <algorithm>
#include <boost/endian/conversion.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <regex>
#include <set>
#include <string>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/formats/eie_banks.h"
#include "sim/formats/mapped_file.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t longest_run = (1u << authors_run_bits) - 1;

/// A file of little-endian 32-bit words, `words_a_record` to a record.
class word_file {
  public:
    word_file(const fs::path& path, std::size_t words_a_record) : file_(path) {
        const std::size_t record = 4 * words_a_record;
        if (file_.size() % record != 0)
            refuse("{}, byte {}: the file is truncated, since its {} bytes are no multiple of {}.", name(),
                   file_.size() / record * record, file_.size(), record);
    }

    std::string name() const { return file_.path().string(); }
    std::size_t size() const { return file_.size() / 4; }
    std::uint32_t operator[](std::size_t i) const {
        return boost::endian::load_little_u32(file_.data() + 4 * i);
    }

    std::vector<float> finite_values() const {
        std::vector<float> values(size());
        for (std::size_t i = 0; i < size(); ++i) {
            const std::uint32_t bits = (*this)[i];
            std::memcpy(&values[i], &bits, sizeof bits);
            if (!std::isfinite(values[i]))
                refuse("{}, byte {}: the value {} is not finite.", name(), 4 * i, values[i]);
        }
        return values;
    }

  private:
    mapped_file file_;
};

fs::path pointer_file(const fs::path& folder, std::uint64_t pe) {
    return folder / "ptr" / fmt::format("ptr{}.dat", pe);
}
fs::path matrix_file(const fs::path& folder, std::uint64_t pe) {
    return folder / "spm" / fmt::format("spm{}.dat", pe);
}

/// The P of every file ptrP.dat (or spmP.dat) of a folder; other files are none of ours.
std::set<std::uint32_t> numbered_files(const fs::path& folder, const std::string& stem) {
    const std::regex pattern(stem + "(0|[1-9][0-9]{0,8})\\.dat");
    std::set<std::uint32_t> numbers;
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error) refuse("{}: the folder cannot be read: {}.", folder.string(), error.message());
    for (const fs::directory_entry& entry : entries) {
        const std::string name = entry.path().filename().string();
        std::smatch number;
        if (std::regex_match(name, number, pattern))
            numbers.insert(static_cast<std::uint32_t>(std::stoul(number[1])));
    }
    return numbers;
}

std::vector<std::uint32_t> read_pointers(const word_file& file, const bank_columns& columns) {
    if (file.size() == 0)
        refuse("{}, byte 0: the file is empty, but holds at least one column pointer.", file.name());
    const std::size_t held = file.size() - 1;
    if (held < columns.inputs || held > std::size_t{columns.bias} + 1)
        refuse(
            "{}, byte {}: the file has pointers for {} columns, but a layer of {} inputs has {} to {}, the "
            "last "
            "being the bias.",
            file.name(), 4 * file.size(), held, columns.inputs, columns.inputs,
            std::size_t{columns.bias} + 1);
    if (file[0] != 0) refuse("{}, byte 0: the first column pointer is {}, not 0.", file.name(), file[0]);
    std::vector<std::uint32_t> pointers = {0};
    for (std::size_t column = 0; column < held; ++column) {
        pointers.push_back(file[column + 1]);
        if (pointers[column + 1] < pointers[column])
            refuse("{}, byte {}: the pointers of column {} go backwards, from {} to {}.", file.name(),
                   4 * (column + 1), column, pointers[column], pointers[column + 1]);
        const bool padding = column >= columns.inputs && column < columns.bias;
        if (padding && pointers[column + 1] != pointers[column])
            refuse(
                "{}, byte {}: column {} stands between the {} inputs and the bias column {} and must be "
                "empty, but is not.",
                file.name(), 4 * (column + 1), column, columns.inputs, columns.bias);
    }
    return pointers;
}

/// One PE's bank, every entry inside codebook, run length and rows; `reached` rises to the rows up to its
/// last.
relative_index_bank read_bank(const fs::path& folder, std::uint32_t pe, std::uint32_t pes,
                              std::uint32_t outputs, const bank_columns& columns, std::uint64_t& reached) {
    const word_file pointers(pointer_file(folder, pe), 1);
    const word_file matrix(matrix_file(folder, pe), 2);
    relative_index_bank bank{read_pointers(pointers, columns), {}};
    if (bank.column_begin.back() != matrix.size() / 2)
        refuse("{}, byte {}: the file holds {} entries, but the last pointer in {} is {}.", matrix.name(),
               4 * matrix.size(), matrix.size() / 2, pointers.name(), bank.column_begin.back());
    bank.entries.reserve(matrix.size() / 2);
    for (std::size_t column = 0; column + 1 < bank.column_begin.size(); ++column) {
        std::uint64_t address = 0;
        for (std::size_t i = bank.column_begin[column]; i < bank.column_begin[column + 1]; ++i) {
            const std::uint32_t code = matrix[2 * i], run = matrix[2 * i + 1];
            if (code >= authors_codebook_size)
                refuse("{}, byte {}: code {} is outside the codebook of {} values.", matrix.name(), 8 * i,
                       code, authors_codebook_size);
            if (run > longest_run)
                refuse("{}, byte {}: a run of {} is beyond the longest, {}.", matrix.name(), 8 * i + 4, run,
                       longest_run);
            address += run;
            const std::uint64_t row = pe + pes * address++;
            if (row >= outputs)
                refuse("{}, byte {}: row {} in column {} is outside the layer, which has {} outputs.",
                       matrix.name(), 8 * i, row, column, outputs);
            reached = std::max(reached, row + 1);
            bank.entries.push_back({static_cast<std::uint8_t>(code), static_cast<std::uint8_t>(run)});
        }
    }
    return bank;
}

std::vector<float> read_codebook(const fs::path& path) {
    const word_file file(path, 1);
    if (file.size() != authors_codebook_size)
        refuse("{}, byte {}: the codebook has {} values, not {}.", file.name(), 4 * file.size(), file.size(),
               authors_codebook_size);
    std::vector<float> codebook = file.finite_values();
    if (codebook[0] != 0)
        refuse("{}, byte 0: entry 0 of the codebook is {}, not 0.", file.name(), codebook[0]);
    return codebook;
}

}  // namespace

bool is_eie_bank_folder(const fs::path& folder) {
    std::error_code error;
    return fs::is_directory(folder / "ptr", error) && fs::is_directory(folder / "spm", error);
}

std::uint32_t eie_bank_folder_pes(const fs::path& folder) {
    if (!is_eie_bank_folder(folder))
        refuse("{}: this is no folder of EIE banks, which holds the folders ptr and spm.", folder.string());
    const std::set<std::uint32_t> pointers = numbered_files(folder / "ptr", "ptr");
    const std::set<std::uint32_t> matrices = numbered_files(folder / "spm", "spm");
    if (pointers.empty() && matrices.empty()) refuse("{}: the folder holds no bank.", folder.string());
    const std::uint32_t last =
        std::max(pointers.empty() ? 0 : *pointers.rbegin(), matrices.empty() ? 0 : *matrices.rbegin());
    for (std::uint32_t pe = 0; pe <= last; ++pe) {
        const bool no_pointers = pointers.count(pe) == 0;
        if (no_pointers || matrices.count(pe) == 0)
            refuse("{}: the file is missing, though the banks number up to {}.",
                   (no_pointers ? pointer_file(folder, pe) : matrix_file(folder, pe)).string(), last);
    }
    return last + 1;
}

shared_weights read_eie_bank_folder(const fs::path& folder, std::uint32_t outputs, std::uint32_t inputs) {
    const std::uint32_t pes = eie_bank_folder_pes(folder);
    const bank_columns columns = columns_of_banks(inputs, pes, folder.string());
    relative_index_csc banks{outputs, 0, authors_run_bits, {}};
    std::uint64_t reached = 0;
    for (std::uint32_t pe = 0; pe < pes; ++pe) {
        give_up_if_stopped();
        banks.banks.push_back(read_bank(folder, pe, pes, outputs, columns, reached));
        const std::size_t held = banks.banks[pe].column_begin.size() - 1;
        if (pe == 0) banks.columns = static_cast<std::uint32_t>(held);
        if (held != banks.columns)
            refuse("{}, byte {}: the file has pointers for {} columns, but {} has for {}.",
                   pointer_file(folder, pe).string(), 4 * (held + 1), held, pointer_file(folder, 0).string(),
                   banks.columns);
    }
    check_rows(folder, reached, outputs);
    shared_weights weights{decode(banks), read_codebook(folder / "arithm.dat")};
    // All columns between inputs and bias are empty, so leaving them out moves no entry.
    weights.codes.columns = inputs + 1;
    weights.codes.column_begin.resize(std::size_t{inputs} + 1);
    weights.codes.column_begin.push_back(weights.codes.stored());
    return weights;
}

std::vector<float> read_eie_activations(const fs::path& file) {
    std::error_code error;
    const word_file words(fs::is_directory(file, error) ? file / "act.dat" : file, 1);
    if (words.size() == 0)
        refuse("{}, byte 0: the file is empty, but should hold activations.", words.name());
    return words.finite_values();
}

}  // namespace lacuna::formats
