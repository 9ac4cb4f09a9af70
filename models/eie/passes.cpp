#include "models/eie/passes.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "models/eie/capacity.h"
#include "sim/formats/eie_banks.h"

namespace lacuna::eie {

namespace {

using formats::relative_index_bank;
using formats::relative_index_csc;

/// The matrix in groups of `size` rows, the last one perhaps smaller.
std::vector<formats::csc<std::uint8_t>> groups_of_rows(const formats::csc<std::uint8_t>& codes,
                                                       std::uint32_t size) {
    std::vector<formats::csc<std::uint8_t>> groups(groups_of(size, codes.rows));
    for (std::uint32_t g = 0; g < groups.size(); ++g) {
        groups[g].rows = std::min(size, codes.rows - g * size);
        groups[g].columns = codes.columns;
        groups[g].column_begin.reserve(std::size_t{codes.columns} + 1);
    }
    for (std::uint32_t column = 0; column < codes.columns; ++column) {
        for (std::uint32_t i = codes.column_begin[column]; i < codes.column_begin[column + 1]; ++i) {
            formats::csc<std::uint8_t>& group = groups[codes.row[i] / size];
            group.row.push_back(codes.row[i] % size);
            group.value.push_back(codes.value[i]);
        }
        for (formats::csc<std::uint8_t>& group : groups) group.column_begin.push_back(group.stored());
    }
    return groups;
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

/// Divides the inputs of one group of outputs.
class input_division {
  public:
    input_division(const parameters& p, const relative_index_csc& banks, std::uint32_t inputs)
        : parameters_(p),
          banks_(banks),
          inputs_(inputs),
          pes_(static_cast<std::uint32_t>(p.pes)),
          rows_(static_cast<std::uint32_t>(groups_of(pes_, inputs))),
          most_entries_(most_entries(p)) {
        const std::uint64_t columns = static_cast<std::uint64_t>(p.pointer_entries) - 2;  // less bias and end
        most_rows_ = std::min<std::uint64_t>(columns / pes_, places_of(p, 1, inputs).inputs_per_pe);
        if (most_rows_ == 0) {
            throw does_not_fit(fmt::format(
                "Even a pass over one input a PE needs {} column pointers, but the pointer SRAM holds "
                "{} (pointer_entries).",
                pes_ + 2, p.pointer_entries));
        }
    }

    /// Appends the passes: each has as many rows of inputs as fit, the last one the bias too, which has a
    /// pass of its own where it fits no other.
    void append_to(pass_list& passes, std::uint32_t first_output) const {
        std::uint32_t begin = 0;
        bool complete = false;
        while (!complete) {
            std::uint32_t end = begin;
            while (end < rows_ && end - begin < most_rows_ && entries_fit(begin, end + 1, false)) ++end;
            complete = end == rows_ && entries_fit(begin, end, true);
            if (end == begin && !complete) refuse_part(begin);
            const std::uint32_t first_input = std::min(begin * pes_, inputs_);
            passes.push_back({first_output, banks_.rows, first_input,
                              std::min(end * pes_, inputs_) - first_input, complete,
                              std::make_shared<const relative_index_csc>(
                                  columns_of(banks_, begin * pes_, end * pes_, complete))});
            begin = end;
        }
    }

  private:
    std::uint64_t entries(const relative_index_bank& bank, std::uint32_t begin, std::uint32_t end,
                          bool with_bias) const {
        const std::uint64_t bias = bank.entries.size() - bank.column_begin[banks_.columns - 1];
        return bank.column_begin[end * pes_] - bank.column_begin[begin * pes_] + (with_bias ? bias : 0);
    }
    bool entries_fit(std::uint32_t begin, std::uint32_t end, bool with_bias) const {
        return std::all_of(banks_.banks.begin(), banks_.banks.end(), [&](const relative_index_bank& bank) {
            return entries(bank, begin, end, with_bias) <= most_entries_;
        });
    }
    /// Not even one row of inputs from `begin` on, or the bias after the last row, fits.
    [[noreturn]] void refuse_part(std::uint32_t begin) const {
        const bool is_bias = begin == rows_;
        std::uint64_t most = 0;
        std::size_t pe = 0;
        for (std::size_t i = 0; i < banks_.banks.size(); ++i) {
            const std::uint64_t needed =
                entries(banks_.banks[i], begin, is_bias ? begin : begin + 1, is_bias);
            if (needed <= most) continue;
            most = needed;
            pe = i;
        }
        throw does_not_fit(fmt::format(
            "Even a pass over {} needs {} entries in pe[{}], but its weight SRAM holds {} and pointers of {} bits reach {} "
            "(matrix_sram_entries, pointer_bits).",
            is_bias ? "the bias" : "one input a PE", most, pe, parameters_.matrix_sram_entries,
            parameters_.pointer_bits, (std::uint64_t{1} << parameters_.pointer_bits) - 1));
    }

    const parameters& parameters_;
    const relative_index_csc& banks_;
    std::uint32_t inputs_;
    std::uint32_t pes_;
    std::uint32_t rows_;  // of inputs, one a PE
    std::uint64_t most_entries_;
    std::uint64_t most_rows_;
};

}  // namespace

pass_list single_pass(const formats::csc<std::uint8_t>& codes,
                      std::shared_ptr<const formats::relative_index_csc> banks) {
    return {{0, codes.rows, 0, codes.columns - 1, true, std::move(banks)}};
}

pass_list divide_into_passes(const parameters& p, const formats::csc<std::uint8_t>& codes) {
    const auto most_outputs = static_cast<std::uint32_t>(
        std::min<std::int64_t>(p.pes * p.accumulators, std::numeric_limits<std::uint32_t>::max()));
    pass_list passes;
    std::uint32_t first_output = 0;
    for (const formats::csc<std::uint8_t>& group : groups_of_rows(codes, most_outputs)) {
        const relative_index_csc banks =
            formats::interleave(group, static_cast<std::uint32_t>(p.pes), static_cast<int>(p.run_bits));
        input_division(p, banks, codes.columns - 1).append_to(passes, first_output);
        first_output += group.rows;
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
