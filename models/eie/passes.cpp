#include "models/eie/passes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/eie/capacity.h"
#include "sim/formats/eie_banks.h"

namespace lacuna::eie {

namespace {

using formats::relative_index_bank;
using formats::relative_index_csc;

/// `count` rows of a matrix of codes, from row `first`.
formats::csc<std::uint8_t> rows_of(const formats::csc<std::uint8_t>& codes, std::uint32_t first,
                                   std::uint32_t count) {
    formats::csc<std::uint8_t> part;
    part.rows = count;
    part.columns = codes.columns;
    for (std::uint32_t column = 0; column < codes.columns; ++column) {
        for (std::uint32_t i = codes.column_begin[column]; i < codes.column_begin[column + 1]; ++i) {
            if (codes.row[i] < first || codes.row[i] - first >= count) continue;
            part.row.push_back(codes.row[i] - first);
            part.value.push_back(codes.value[i]);
        }
        part.column_begin.push_back(part.stored());
    }
    return part;
}

/// Columns [begin, end) of the banks, and the bias, which is their last column, filled or empty.
relative_index_csc columns_of(const relative_index_csc& banks, std::uint32_t begin, std::uint32_t end,
                              bool with_bias) {
    relative_index_csc part{banks.rows, end - begin + 1, banks.run_bits, {}};
    for (const relative_index_bank& bank : banks.banks) {
        const std::uint32_t first = bank.column_begin[begin];
        const std::uint32_t bias = bank.column_begin[banks.columns - 1];
        relative_index_bank slice;
        slice.column_begin.clear();
        for (std::uint32_t column = begin; column <= end; ++column)
            slice.column_begin.push_back(bank.column_begin[column] - first);
        slice.entries.assign(bank.entries.begin() + first, bank.entries.begin() + bank.column_begin[end]);
        if (with_bias)
            slice.entries.insert(slice.entries.end(), bank.entries.begin() + bias, bank.entries.end());
        slice.column_begin.push_back(static_cast<std::uint32_t>(slice.entries.size()));
        part.banks.push_back(std::move(slice));
    }
    return part;
}

/// Divides the columns of one group of outputs.
class column_division {
  public:
    column_division(const parameters& p, const relative_index_csc& banks, std::uint32_t inputs)
        : banks_(banks),
          pes_(static_cast<std::uint32_t>(p.pes)),
          rows_(static_cast<std::uint32_t>(groups_of(pes_, inputs))),
          most_entries_(most_entries(p)),
          most_pointers_(static_cast<std::uint64_t>(p.pointer_entries)),
          most_rows_(places_of(p, 1, inputs).inputs_per_pe) {}

    /// The end of the longest part that begins with that row of inputs and fits; with the bias where it
    /// reaches the last row. No further than `begin` where not even one row fits.
    std::uint32_t end_of_part(std::uint32_t begin) const {
        std::uint32_t end = begin;
        while (end < rows_ && fits(begin, end + 1)) ++end;
        return end;
    }
    bool fits(std::uint32_t begin, std::uint32_t end) const {
        if (end - begin > most_rows_) return false;
        if (std::uint64_t{end - begin} * pes_ + 2 > most_pointers_) return false;
        return std::all_of(banks_.banks.begin(), banks_.banks.end(), [&](const relative_index_bank& bank) {
            const std::uint64_t entries = bank.column_begin[end * pes_] - bank.column_begin[begin * pes_];
            const std::uint64_t bias = bank.entries.size() - bank.column_begin[banks_.columns - 1];
            return entries + (end == rows_ ? bias : 0) <= most_entries_;
        });
    }
    std::uint32_t rows() const { return rows_; }

  private:
    const relative_index_csc& banks_;
    std::uint32_t pes_;
    std::uint32_t rows_;  // of inputs, one a PE
    std::uint64_t most_entries_;
    std::uint64_t most_pointers_;
    std::uint32_t most_rows_;
};

void divide_columns(const parameters& p, const relative_index_csc& banks, std::uint32_t inputs,
                    std::uint32_t first_output, pass_list& passes) {
    const auto pes = static_cast<std::uint32_t>(p.pes);
    const column_division division(p, banks, inputs);
    std::uint32_t begin = 0;
    bool complete = false;
    while (!complete) {
        const std::uint32_t end = division.end_of_part(begin);
        complete = end == division.rows() && division.fits(begin, end);
        if (end == begin && !complete) {
            throw does_not_fit(fmt::format(
                "Even the {} inputs from {} on, one a PE, are beyond the memories of a pass: pointers of {} bits, pointer "
                "SRAM of {}, weight SRAM of {} entries.",
                pes, begin * pes, p.pointer_bits, p.pointer_entries, p.matrix_sram_entries));
        }
        const std::uint32_t first_input = begin * pes;
        passes.push_back({first_output, banks.rows, first_input, std::min(end * pes, inputs) - first_input,
                          complete,
                          std::make_shared<const relative_index_csc>(
                              columns_of(banks, first_input, end * pes, complete))});
        begin = end;
    }
}

}  // namespace

pass_list single_pass(const formats::csc<std::uint8_t>& codes,
                      std::shared_ptr<const formats::relative_index_csc> banks) {
    return {{0, codes.rows, 0, codes.columns - 1, true, std::move(banks)}};
}

pass_list divide_into_passes(const parameters& p, const formats::csc<std::uint8_t>& codes) {
    const std::uint64_t group = static_cast<std::uint64_t>(p.pes * p.accumulators);
    pass_list passes;
    for (std::uint64_t first = 0; first < codes.rows; first += group) {
        const auto outputs = static_cast<std::uint32_t>(std::min<std::uint64_t>(group, codes.rows - first));
        const auto first_output = static_cast<std::uint32_t>(first);
        const relative_index_csc banks =
            formats::interleave(rows_of(codes, first_output, outputs), static_cast<std::uint32_t>(p.pes),
                                static_cast<int>(p.run_bits));
        divide_columns(p, banks, codes.columns - 1, first_output, passes);
    }
    return passes;
}

std::uint32_t input_passes(const pass_list& passes) {
    std::uint32_t most = 0;
    std::uint32_t of_group = 0;
    for (const pass& each : passes) {
        of_group = each.first_input == 0 ? 1 : of_group + 1;
        most = std::max(most, of_group);
    }
    return most;
}

std::uint32_t output_passes(const pass_list& passes) {
    return static_cast<std::uint32_t>(
        std::count_if(passes.begin(), passes.end(), [](const pass& each) { return each.completes_outputs; }));
}

storage storage_of(const parameters& p, const pass_list& passes, const layers::affine_weights& weights,
                   std::size_t codebook_size) {
    constexpr std::uint64_t bytes_per_value = 4;
    std::uint64_t entries = 0;
    std::uint64_t pointers = 0;
    for (const pass& each : passes) {
        pointers += each.banks->banks.size() * (each.banks->columns + std::uint64_t{1});
        for (const relative_index_bank& bank : each.banks->banks) entries += bank.entries.size();
    }
    const bool has_bias = weights.stored_bias() != 0;
    storage bytes;
    bytes.dense =
        std::uint64_t{weights.outputs()} * (weights.inputs() + std::uint64_t{has_bias}) * bytes_per_value;
    bytes.values =
        groups_of(8, entries * static_cast<std::uint64_t>(p.code_bits)) + codebook_size * bytes_per_value;
    bytes.indices = groups_of(8, entries * static_cast<std::uint64_t>(p.run_bits) +
                                     pointers * static_cast<std::uint64_t>(p.pointer_bits));
    return bytes;
}

}  // namespace lacuna::eie
