#include "sim/formats/metadata_words.h"

#include "sim/config/input_error.h"

namespace lacuna::formats {

int metadata_word_bits(operand_type type) {
    return value_bits(type) >= 16 ? 16 : 32;
}

int nibbles_per_word(operand_type type) {
    return metadata_word_bits(type) / 4;
}

int columns_per_word(operand_type type) {
    return nibbles_per_word(type) * sparsity_of(type).group;
}

metadata_words pack_metadata(operand_type type, std::uint32_t rows, std::uint32_t nibbles_per_row,
                             const std::vector<std::uint8_t>& nibbles) {
    const auto per_word = static_cast<std::uint32_t>(nibbles_per_word(type));
    if (nibbles_per_row % per_word != 0)
        refuse(
            "Metadata of {}: a row of {} nibbles does not fill words of {} bits; k must be a multiple of {}.",
            name_of(type), nibbles_per_row, metadata_word_bits(type), columns_per_word(type));
    if (nibbles.size() != std::size_t{rows} * nibbles_per_row)
        refuse("Metadata of {}: {} rows of {} nibbles are {}, but there are {}.", name_of(type), rows,
               nibbles_per_row, std::size_t{rows} * nibbles_per_row, nibbles.size());

    metadata_words words{type, rows, nibbles_per_row / per_word, {}};
    words.word.resize(nibbles.size() / per_word);
    for (std::size_t i = 0; i < nibbles.size(); ++i) {
        if (nibbles[i] > 15)
            refuse("Metadata of {}: nibble {} of row {} is 0x{:X}, more than 4 bits.", name_of(type),
                   i % nibbles_per_row, i / nibbles_per_row, nibbles[i]);
        words.word[i / per_word] |= std::uint32_t{nibbles[i]} << i % per_word * 4;
    }
    return words;
}

std::vector<std::uint8_t> unpack_metadata(const metadata_words& words) {
    check(words);
    const auto per_word = static_cast<std::size_t>(nibbles_per_word(words.type));
    std::vector<std::uint8_t> nibbles(words.word.size() * per_word);
    for (std::size_t i = 0; i < nibbles.size(); ++i)
        nibbles[i] = words.word[i / per_word] >> i % per_word * 4 & 15;
    return nibbles;
}

void check(const metadata_words& words) {
    const std::size_t size = std::size_t{words.rows} * words.words_per_row;
    if (words.word.size() != size)
        refuse("Metadata of {}: {} rows of {} words are {}, but there are {}.", name_of(words.type),
               words.rows, words.words_per_row, size, words.word.size());
    const int bits = metadata_word_bits(words.type);
    for (std::size_t i = 0; i < size; ++i)
        if (std::uint64_t{words.word[i]} >> bits != 0)
            refuse("Metadata of {}: word {} of row {} is 0x{:X}, more than {} bits.", name_of(words.type),
                   i % words.words_per_row, i / words.words_per_row, words.word[i], bits);
}

}  // namespace lacuna::formats
