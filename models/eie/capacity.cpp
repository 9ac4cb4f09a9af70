#include "models/eie/capacity.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/input_error.h"

namespace lacuna::eie {

namespace {

std::uint64_t ceil_divide(std::uint64_t a, std::uint64_t b) {
    return (a + b - 1) / b;
}

/// The inputs' columns, padded to a multiple of the PEs, the bias, and the end.
std::uint64_t column_pointers(const parameters& p, std::uint32_t inputs) {
    const auto pes = static_cast<std::uint64_t>(p.pes);
    return ceil_divide(inputs, pes) * pes + 2;
}

}  // namespace

std::vector<std::string> shape_limits_passed(const parameters& p, std::uint32_t outputs,
                                             std::uint32_t inputs) {
    std::vector<std::string> sentences;
    const auto pes = static_cast<std::uint64_t>(p.pes);
    const std::uint64_t pointers = column_pointers(p, inputs);
    if (pointers > static_cast<std::uint64_t>(p.pointer_entries)) {
        sentences.push_back(
            fmt::format("Each PE needs {} column pointers, but its pointer SRAM holds {} (pointer_entries).",
                        pointers, p.pointer_entries));
    }
    const std::uint64_t accumulators = ceil_divide(outputs, pes);
    if (accumulators > static_cast<std::uint64_t>(p.accumulators)) {
        sentences.push_back(fmt::format("pe[0] needs {} accumulators, but has {} (accumulators).",
                                        accumulators, p.accumulators));
    }
    const std::uint64_t activations = ceil_divide(inputs, pes);
    if (activations > static_cast<std::uint64_t>(p.activation_sram_entries)) {
        sentences.push_back(fmt::format(
            "pe[0] needs {} input activations, but its activation SRAM holds {} (activation_sram_entries).",
            activations, p.activation_sram_entries));
    }
    return sentences;
}

std::vector<std::string> entry_limits_passed(const parameters& p, const formats::relative_index_csc& banks) {
    const auto largest =
        std::max_element(banks.banks.begin(), banks.banks.end(),
                         [](const auto& a, const auto& b) { return a.entries.size() < b.entries.size(); });
    const std::uint64_t entries = largest->entries.size();
    const auto pe = largest - banks.banks.begin();
    std::vector<std::string> sentences;
    if (entries > static_cast<std::uint64_t>(p.matrix_sram_entries)) {
        sentences.push_back(
            fmt::format("pe[{}] needs {} entries, but its weight SRAM holds {} (matrix_sram_entries).", pe,
                        entries, p.matrix_sram_entries));
    }
    const std::uint64_t reach = (std::uint64_t{1} << p.pointer_bits) - 1;
    if (entries > reach) {
        sentences.push_back(
            fmt::format("pe[{}] needs pointers up to {}, but {} bits reach {} (pointer_bits).", pe, entries,
                        p.pointer_bits, reach));
    }
    return sentences;
}

void check_host_memory(const parameters& p, std::uint32_t inputs) {
    constexpr std::uint64_t most = std::uint64_t{1} << 28;  // 1 GB
    const std::uint64_t pointers = column_pointers(p, inputs) * static_cast<std::uint64_t>(p.pes);
    if (pointers > most) {
        refuse("{} inputs on {} PEs take {} column pointers, more than the {} that this simulator holds.",
               inputs, p.pes, pointers, most);
    }
}

storage storage_of(const parameters& p, const formats::relative_index_csc& banks, std::uint32_t inputs,
                   std::size_t codebook_size) {
    constexpr std::uint64_t bytes_per_value = 4;
    std::uint64_t entries = 0;
    bool has_bias = false;
    for (const formats::relative_index_bank& bank : banks.banks) {
        entries += bank.entries.size();
        has_bias = has_bias || bank.column_begin[banks.columns - 1] != bank.column_begin[banks.columns];
    }
    const std::uint64_t pointers = banks.banks.size() * (banks.columns + std::uint64_t{1});
    storage bytes;
    bytes.dense = std::uint64_t{banks.rows} * (inputs + std::uint64_t{has_bias}) * bytes_per_value;
    bytes.values =
        ceil_divide(entries * static_cast<std::uint64_t>(p.code_bits), 8) + codebook_size * bytes_per_value;
    bytes.indices = ceil_divide(entries * static_cast<std::uint64_t>(p.run_bits) +
                                    pointers * static_cast<std::uint64_t>(p.pointer_bits),
                                8);
    return bytes;
}

}  // namespace lacuna::eie
