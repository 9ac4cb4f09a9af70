/// The structured sparsity that mma.sp asks of weights (formats/operand_type.h), in a sparse matrix.
#pragma once

#include <cstdint>

#include "sim/formats/compressed_columns.h"
#include "sim/formats/operand_type.h"

namespace lacuna::patterns {

/// Whether no group of a row has more parts that are not zero than it may keep. Groups are of the first
/// `columns` columns alone, others are not looked at; a last group that is not whole is filled up with zeros.
/// Stored zeros are zeros.
bool has_structure(formats::operand_type type, const formats::csc<float>& weights, std::uint32_t columns);

}  // namespace lacuna::patterns
