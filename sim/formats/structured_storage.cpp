#include "sim/formats/structured_storage.h"

#include "sim/formats/metadata_words.h"

namespace lacuna::formats {

structured_storage structured_storage_of(operand_type type, std::uint32_t rows, std::uint32_t columns) {
    check_groups(type, columns);
    const auto bits = static_cast<std::uint64_t>(value_bits(type));
    const auto word_columns = static_cast<std::uint64_t>(columns_per_word(type));
    const std::uint64_t row_words = (columns + word_columns - 1) / word_columns;
    const auto word_bytes = static_cast<std::uint64_t>(metadata_word_bits(type)) / 8;
    // A group is a whole number of bytes, its kept half too.
    return {rows * (columns * bits / 8), rows * (columns * bits / 16), rows * (row_words * word_bytes)};
}

}  // namespace lacuna::formats
