/// A mask as a text of the characters 0 and 1, row by row, whose shape is not in the file.
///
/// Source: the weight and activation masks of the artifact of Wu et al., "Sparseloop", MICRO 2022.
#pragma once

#include <cstdint>
#include <filesystem>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// The digits in the file; white space between them is ignored. Throws input_error with the byte offset of
/// any other character.
std::uint64_t bit_text_size(const std::filesystem::path& file);

/// A dense matrix of the values 0 and 1, without values of its own (has_values is false). Throws input_error
/// for any other character, and where the file has not rows x columns digits.
tensor read_bit_text(const std::filesystem::path& file, std::uint32_t rows, std::uint32_t columns);

}  // namespace lacuna::formats
