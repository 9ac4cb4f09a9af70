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

/// The patterns that say something about the weights: N:M (1:2, 2:4, 1:4, 2:8, 4:8 pairs), tile, blocks of 2,
/// 4, 8 and 16, vector_wise of 2, 4 and 8, bank_balanced of 2, 4, 8 and 16 banks, row and column. Left out
/// are those that every matrix of that shape has; of weights that are all there, or all 0, none is left, as
/// they would have every pattern of zeros that come in wholes and no other news. Groups and tiles start anew
/// after every `segment` columns (patterns/n_of_m.h).
std::vector<held_pattern> patterns_of(const patterns::mask& nonzeros, std::uint32_t segment);

/// The mask that patterns_of() takes; nothing where the matrix has more than 2^28 positions, which would take
/// too long and too much memory. Throws interrupted.
std::optional<patterns::mask> mask_of_entries(const formats::csc<float>& weights);

}  // namespace lacuna::layers
