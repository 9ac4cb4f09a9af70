/// What a matrix of operands takes in memory, dense and with structured sparsity, in bytes.
#pragma once

#include <cstdint>

#include "sim/formats/operand_type.h"

namespace lacuna::formats {

struct structured_storage {
    std::uint64_t dense = 0;     ///< all values
    std::uint64_t kept = 0;      ///< the kept half of them
    std::uint64_t metadata = 0;  ///< 4 bits a group, in whole words (metadata_words.h) for each row

    std::uint64_t compressed() const { return kept + metadata; }
    /// compressed / dense; of whole words 0.5625 for 16- and 32-bit values, 0.625 for 8- and 4-bit ones.
    double ratio() const { return static_cast<double>(compressed()) / static_cast<double>(dense); }
};

/// Throws input_error where the columns (k) are no multiple of the group.
structured_storage structured_storage_of(operand_type type, std::uint32_t rows, std::uint32_t columns);

}  // namespace lacuna::formats
