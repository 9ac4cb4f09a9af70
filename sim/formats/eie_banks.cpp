#include "sim/formats/eie_banks.h"

#include <limits>

#include "sim/config/input_error.h"

namespace lacuna::formats {

bank_columns columns_of_banks(std::uint32_t inputs, std::uint64_t pes, std::string_view where) {
    const std::uint64_t bias = (inputs + pes - 1) / pes * pes;
    if (bias >= std::numeric_limits<std::uint32_t>::max())
        refuse("{}: {} inputs over {} PEs put the bias in column {}, beyond 32 bits.", where, inputs, pes,
               bias);
    return {inputs, static_cast<std::uint32_t>(bias)};
}

void check_rows(const std::filesystem::path& folder, std::uint64_t reached, std::uint32_t rows) {
    if (rows <= reached + most_rows_behind) return;
    refuse(
        "{}: the banks have entries in the first {} outputs only, so a layer of {} outputs cannot be meant: at "
        "most {} without an entry may follow.",
        folder.string(), reached, rows, most_rows_behind);
}

relative_index_csc interleave(const csc<std::uint8_t>& codes, std::uint32_t pes, int run_bits) {
    if (codes.columns == 0)
        refuse("EIE banks: a layer has at least one column, the bias, but there is none.");
    relative_index_csc banks = encode_relative_index(codes, pes, run_bits);
    const bank_columns columns = columns_of_banks(codes.columns - 1, pes, "EIE banks");
    for (relative_index_bank& bank : banks.banks)
        bank.column_begin.insert(bank.column_begin.end() - 1, columns.bias - columns.inputs,
                                 bank.column_begin[columns.inputs]);
    banks.columns = columns.bias + 1;
    return banks;
}

}  // namespace lacuna::formats
