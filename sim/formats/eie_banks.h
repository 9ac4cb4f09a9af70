/// A layer's codes as the PEs of EIE hold them: interleaved, the inputs' columns first, then the bias.
///
/// Source: Han et al., ISCA 2016, section III; the place of the bias column: the data of the authors'
/// simulator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "sim/formats/relative_index.h"

namespace lacuna::formats {

/// What the files of the authors' simulator hold.
inline constexpr int authors_run_bits = 4;
inline constexpr std::size_t authors_codebook_size = 16;

/// The most rows that banks may leave empty behind the last one with an entry. The number of rows is not in
/// the banks, and one that they do not come near is a slip of a digit, which would cost its memory.
inline constexpr std::uint32_t most_rows_behind = std::uint32_t{1} << 20;

/// Columns of the banks: the inputs, empty ones up to a multiple of the PEs, the bias.
struct bank_columns {
    std::uint32_t inputs;
    std::uint32_t bias;  ///< the bias column; ceil(inputs / pes) * pes
};

/// Throws input_error, which begins with `where`, where the bias column has no 32-bit number.
bank_columns columns_of_banks(std::uint32_t inputs, std::uint64_t pes, std::string_view where);

/// Throws input_error, which begins with the folder, where banks whose entries stand in the first `reached`
/// rows are to have more than most_rows_behind behind them.
void check_rows(const std::filesystem::path& folder, std::uint64_t reached, std::uint32_t rows);

/// Interleaves outputs x (inputs + 1) codes, the last column being the bias, with empty columns before the
/// bias up to a multiple of `pes`.
relative_index_csc interleave(const csc<std::uint8_t>& codes, std::uint32_t pes, int run_bits);

}  // namespace lacuna::formats
