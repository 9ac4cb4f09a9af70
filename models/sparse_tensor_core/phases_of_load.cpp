#include "models/sparse_tensor_core/phases_of_load.h"

#include <algorithm>
#include <array>
#include <variant>
#include <vector>

namespace lacuna::sparse_tensor_core {
namespace {

constexpr std::uint64_t word_bytes = 4;
constexpr std::uint64_t banks = 32;
constexpr int rows_of_matrix = 8;
constexpr std::uint64_t words_of_row = 4;

/// The most different words that one bank is asked for.
std::uint32_t ways_of(std::vector<std::uint64_t> words) {
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    std::array<std::uint32_t, banks> in_bank = {};
    for (const std::uint64_t word : words) ++in_bank[word % banks];
    return *std::max_element(in_bank.begin(), in_bank.end());
}

}  // namespace

std::uint32_t phases_of_load(const layers::instruction_stream& stream, std::uint64_t memory_bytes,
                             std::uint32_t chain) {
    const auto& load = std::get<layers::shared_memory_load>(stream.instruction);
    const auto word_of = [&](int lane) {
        return layers::load_address(stream, memory_bytes, chain, lane) / word_bytes;
    };
    std::vector<std::uint64_t> words;
    if (load.matrices == 0) {
        for (int lane = 0; lane < formats::mma::lanes; ++lane) words.push_back(word_of(lane));
        return ways_of(words);
    }
    std::uint32_t phases = 0;
    for (int matrix = 0; matrix < load.matrices; ++matrix) {
        words.clear();
        for (int row = 0; row < rows_of_matrix; ++row)
            for (std::uint64_t word = 0; word < words_of_row; ++word)
                words.push_back(word_of(matrix * rows_of_matrix + row) + word);
        phases += ways_of(words);
    }
    return phases;
}

}  // namespace lacuna::sparse_tensor_core
