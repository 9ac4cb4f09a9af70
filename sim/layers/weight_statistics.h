/// What there is to say of a layer's weights before any hardware: how many, how they fall on rows, columns
/// and PEs, and which sparsity patterns they have already.
///
/// Weights are outputs x inputs without the bias. Whatever is 0 is no weight here, stored or not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/formats/compressed_columns.h"
#include "sim/patterns/mask.h"

namespace lacuna::layers {

/// The matrix without the zeros that it stores.
formats::csc<float> without_stored_zeros(formats::csc<float> matrix);

/// How many different values the entries have; nothing where these are more than 65536.
std::optional<std::uint32_t> distinct_values(const formats::csc<float>& weights);

/// The entries of each row, of each column, and of the rows of each PE: row r belongs to PE r mod pes, as EIE
/// interleaves them.
struct weight_load {
    std::vector<std::uint64_t> of_row;
    std::vector<std::uint64_t> of_column;
    std::vector<std::uint64_t> of_pe;
};

/// Throws input_error where there are no PEs, and interrupted.
weight_load load_of(const formats::csc<float>& weights, std::uint32_t pes);

/// How a load is spread. Imbalance and coefficient of variation are those of patterns/load.h.
struct load_summary {
    std::uint64_t least = 0;
    std::uint64_t greatest = 0;
    double mean = 0;
    double imbalance = 1;
    double coefficient_of_variation = 0;
};

load_summary summary_of(const std::vector<std::uint64_t>& load);

/// A pattern that weights may have, and whether these have it.
struct held_pattern {
    std::string name;  ///< "2:4", "block 4x4"
    bool is_held = false;
};

/// Of N:M (1:2, 2:4, 1:4, 2:8, 4:8 pairs), tile, blocks of 2, 4, 8 and 16, row, column, vector_wise of 2, 4
/// and 8, and bank_balanced of 2, 4, 8 and 16 banks those that not every matrix of the shape has; none where
/// all or none of the weights are 0, since that has every pattern, or none worth naming. Groups and tiles
/// start anew after every `segment` columns (patterns/n_of_m.h). Throws interrupted.
std::vector<held_pattern> patterns_of(const patterns::mask& nonzeros, std::uint32_t segment);

/// The mask that patterns_of() takes; nothing where the matrix has more than 2^28 positions, which would take
/// too long and too much memory. Throws interrupted.
std::optional<patterns::mask> mask_of_entries(const formats::csc<float>& weights);

}  // namespace lacuna::layers
