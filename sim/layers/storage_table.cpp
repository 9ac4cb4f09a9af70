#include "sim/layers/storage_table.h"

#include <fmt/format.h>

#include "sim/formats/structured_storage.h"
#include "sim/layers/weight_statistics.h"
#include "sim/patterns/structured.h"

namespace lacuna::layers {
namespace {

using formats::csc;
using formats::operand_type;

stored_form block_rows(const csc<float>& weights, const storage_choices& choices) {
    const formats::bsr_storage bsr =
        formats::bsr_storage_of(weights, choices.block.rows, choices.block.columns, choices.value_bits);
    return {fmt::format("BSR {}x{}", choices.block.rows, choices.block.columns),
            choices.value_bits,
            bsr.bytes,
            {{"blocks", bsr.blocks}, {"padding_zeros", bsr.padding_zeros}}};
}

stored_form bank_balanced(const csc<float>& weights, const storage_choices& choices) {
    stored_form form{fmt::format("bank-balanced {}", choices.banks), choices.value_bits, {}};
    if (choices.banks > weights.columns) {
        form.note = "fewer inputs than banks";
        return form;
    }
    const auto banks = formats::bank_balanced_storage_of(weights, choices.banks, choices.value_bits);
    const std::uint64_t entries = std::uint64_t{weights.rows} * choices.banks * banks.entries_per_bank;
    form.bytes = banks.bytes;
    form.details = {{"entries_per_bank", banks.entries_per_bank},
                    {"padding_zeros", entries - weights.stored()}};
    return form;
}

stored_form relative_index(const csc<float>& weights, std::uint32_t pes) {
    constexpr std::uint32_t shared_values = 15;
    constexpr std::uint64_t last_pointer = 65535;
    const auto eie = formats::relative_index_storage_of(weights, pes);
    stored_form form{"EIE", 4, eie.bytes, {{"fillers", eie.fillers}}};
    const auto distinct = distinct_values(weights);
    if (!distinct || *distinct > shared_values) form.note = fmt::format("rounds to {} values", shared_values);
    if (eie.most_entries_pe > last_pointer)
        form.note += fmt::format("{}beyond 16-bit pointers", form.note.empty() ? "" : "; ");
    return form;
}

/// Two types of one structure take the same.
struct structured_types {
    operand_type type;
    const char* names;
};

stored_form structured(const csc<float>& weights, const structured_types& types) {
    const formats::structured_sparsity& sparsity = formats::sparsity_of(types.type);
    stored_form form{fmt::format("{} {}", sparsity.name, types.names), formats::value_bits(types.type), {}};
    const auto width = static_cast<std::uint32_t>(sparsity.group);
    if (weights.columns % width != 0) {
        form.note = fmt::format("inputs are no whole groups of {}", width);
        return form;
    }
    const std::uint64_t broken = patterns::violations_of(types.type, weights, weights.columns).groups;
    if (broken != 0) {
        form.details = {{"groups", std::uint64_t{weights.rows} * (weights.columns / width)},
                        {"groups_too_full", broken}};
        form.note = "too many non-zeros in a group";
        return form;
    }
    const auto bytes = formats::structured_storage_of(types.type, weights.rows, weights.columns);
    form.bytes = {bytes.kept, bytes.metadata};
    return form;
}

}  // namespace

std::vector<stored_form> storage_table(const csc<float>& weights, const storage_choices& choices) {
    const int bits = choices.value_bits;
    std::vector<stored_form> all = {
        {"dense", bits, formats::dense_storage(weights, bits)},
        {"COO", bits, formats::coo_storage(weights, bits)},
        {"CSR", bits, formats::csr_storage(weights, bits)},
        {"CSC", bits, formats::csc_storage(weights, bits)},
        block_rows(weights, choices),
        {"bitmap", bits, formats::bitmap_storage(weights, bits)},
        bank_balanced(weights, choices),
        relative_index(weights, choices.pes),
    };
    for (const structured_types& each : {structured_types{operand_type::f16, "f16, bf16"},
                                         {operand_type::tf32, "tf32"},
                                         {operand_type::s8, "s8, u8"},
                                         {operand_type::s4, "s4, u4"}})
        all.push_back(structured(weights, each));
    return all;
}

}  // namespace lacuna::layers
