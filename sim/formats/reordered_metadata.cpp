#include "sim/formats/reordered_metadata.h"

#include "sim/config/input_error.h"

namespace lacuna::formats {
namespace {

void check_shape(operand_type type, std::uint32_t rows, std::uint32_t words_per_row) {
    if (rows % reordered_rows(type) != 0)
        refuse("Reordered metadata of {}: {} rows are no multiple of {}.", name_of(type), rows,
               reordered_rows(type));
    if (words_per_row % 2 != 0)
        refuse("Reordered metadata of {}: a row of {} words is not even; k must be a multiple of {}.",
               name_of(type), words_per_row, 2 * columns_per_word(type));
}

}  // namespace

std::uint32_t reordered_rows(operand_type type) {
    return metadata_word_bits(type) == 16 ? 32 : 16;
}

// A place is, from the slowest to the fastest digit: two words of k, rows that are reordered among
// themselves, g (0 to 7), their upper or lower 16 rows (of u16 alone), which of the two words, row g or g
// + 8.

std::uint64_t reordered_place(operand_type type, std::uint32_t rows, metadata_position position) {
    const std::uint32_t block = reordered_rows(type);
    const std::uint32_t row = position.row % block;
    const std::uint32_t upper = row / 16, eighth = row / 8 % 2, g = row % 8;
    const std::uint32_t in_block = g * (block / 8) * 2 + upper * 4 + position.word % 2 * 2 + eighth;
    return std::uint64_t{position.word / 2} * rows * 2 + std::uint64_t{position.row / block} * block * 2 +
           in_block;
}

metadata_position position_of_reordered(operand_type type, std::uint32_t rows, std::uint64_t place) {
    const std::uint32_t block = reordered_rows(type);
    const auto two_words = static_cast<std::uint32_t>(place / (std::uint64_t{rows} * 2));
    const auto in_rows = static_cast<std::uint32_t>(place % (std::uint64_t{rows} * 2) / 2);
    const std::uint32_t in_block = in_rows % block * 2 + static_cast<std::uint32_t>(place % 2);
    const std::uint32_t g = in_block / (block / 4), within = in_block % (block / 4);
    const std::uint32_t upper = within / 4, word = within / 2 % 2, eighth = within % 2;
    return {in_rows / block * block + upper * 16 + eighth * 8 + g, two_words * 2 + word};
}

std::vector<std::uint32_t> reorder(const metadata_words& words) {
    check_shape(words.type, words.rows, words.words_per_row);
    check(words);
    std::vector<std::uint32_t> reordered(words.word.size());
    std::size_t from = 0;
    for (std::uint32_t row = 0; row < words.rows; ++row)
        for (std::uint32_t word = 0; word < words.words_per_row; ++word)
            reordered[reordered_place(words.type, words.rows, {row, word})] = words.word[from++];
    return reordered;
}

metadata_words restore_order(operand_type type, std::uint32_t rows, std::uint32_t words_per_row,
                             const std::vector<std::uint32_t>& reordered) {
    check_shape(type, rows, words_per_row);
    metadata_words words{type, rows, words_per_row, reordered};
    check(words);
    std::size_t to = 0;
    for (std::uint32_t row = 0; row < rows; ++row)
        for (std::uint32_t word = 0; word < words_per_row; ++word)
            words.word[to++] = reordered[reordered_place(type, rows, {row, word})];
    return words;
}

}  // namespace lacuna::formats
