#include "models/eie/capacity.h"

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::eie {

namespace {

std::uint64_t ceil_divide(std::uint64_t a, std::uint64_t b) {
    return (a + b - 1) / b;
}

}  // namespace

std::vector<std::string> limits_passed(const parameters& p, const formats::relative_index_csc& banks,
                                       std::uint32_t inputs) {
    std::vector<std::string> sentences;
    const auto limit = [&](const char* parameter, std::uint64_t needed, std::uint64_t available,
                           const std::string& what) {
        if (needed > available)
            sentences.push_back(fmt::format("{}, beyond the {} of {}.", what, available, parameter));
    };
    const auto largest =
        std::max_element(banks.banks.begin(), banks.banks.end(),
                         [](const auto& a, const auto& b) { return a.entries.size() < b.entries.size(); });
    const std::uint64_t entries = largest->entries.size();
    const auto pe = largest - banks.banks.begin();
    limit("matrix_sram_entries", entries, static_cast<std::uint64_t>(p.matrix_sram_entries),
          fmt::format("pe[{}] needs {} entries of weight SRAM", pe, entries));
    const std::uint64_t reach = (std::uint64_t{1} << p.pointer_bits) - 1;
    if (entries > reach) {
        sentences.push_back(
            fmt::format("pe[{}] needs pointers up to {}, beyond the {} that {} pointer_bits reach.", pe,
                        entries, reach, p.pointer_bits));
    }
    const std::uint64_t pointers = banks.columns + std::uint64_t{1};
    limit("pointer_entries", pointers, static_cast<std::uint64_t>(p.pointer_entries),
          fmt::format("each PE needs {} column pointers", pointers));
    const std::uint64_t outputs = ceil_divide(banks.rows, static_cast<std::uint64_t>(p.pes));
    limit("accumulators", outputs, static_cast<std::uint64_t>(p.accumulators),
          fmt::format("pe[0] needs {} accumulators", outputs));
    const std::uint64_t activations = ceil_divide(inputs, static_cast<std::uint64_t>(p.pes));
    limit("activation_sram_entries", activations, static_cast<std::uint64_t>(p.activation_sram_entries),
          fmt::format("pe[0] holds {} input activations", activations));
    return sentences;
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
