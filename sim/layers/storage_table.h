/// What a layer's weights take in memory in every format, side by side.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/formats/matrix_storage.h"
#include "sim/patterns/block.h"

namespace lacuna::layers {

/// What the formats leave open.
struct storage_choices {
    int value_bits = 16;
    patterns::block_shape block = {4, 4};  ///< of BSR
    std::uint32_t pes = 64;                ///< of EIE's format
    std::uint32_t banks = 4;               ///< of the bank-balanced format, in a row
};

/// Something that a format counts: "fillers".
struct storage_detail {
    std::string name;
    std::uint64_t count = 0;
};

/// A format and what the weights take in it; nothing where they lack the structure that it needs.
struct stored_form {
    std::string format;  ///< "CSR", "BSR 4x4", "2:4 f16, bf16"
    int value_bits = 16;
    std::optional<formats::storage_bytes> bytes;
    std::vector<storage_detail> details = {};
    std::string note = {};  ///< why the format cannot hold the weights, or not quite; a part of a sentence
};

/// The weights, outputs x inputs without the bias and without stored zeros, dense, as COO, CSR, CSC, BSR and
/// bitmap, bank-balanced, and in EIE's format (formats/matrix_storage.h); and as structured sparsity
/// (formats/structured_storage.h), whose values have the bits of their types. Throws what the counts of
/// storage throw, and interrupted.
std::vector<stored_form> storage_table(const formats::csc<float>& weights, const storage_choices& choices);

}  // namespace lacuna::layers
