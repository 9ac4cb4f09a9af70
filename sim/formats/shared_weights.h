/// Weight sharing: every weight is a short code into a codebook of shared values, code 0 being zero.
///
/// Source: Han et al., "Deep Compression", ICLR 2016, section 3 (k-means with linear initialisation), as EIE
/// uses it with 4-bit codes (ISCA 2016, section III): 15 shared values beside zero.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/compressed_columns.h"

namespace lacuna::formats {

/// A sparse matrix of codes and the values they stand for.
struct shared_weights {
    csc<std::uint8_t> codes;
    std::vector<float> codebook;  ///< 2^code_bits values at most; codebook[0] is 0
};

/// Shares the weights among at most 2^code_bits - 1 values (code_bits 1 to 8), codes 1.. in rising order of
/// value: exactly, where the matrix holds no more distinct non-zero values than that; else by one-dimensional
/// k-means (linear initialisation between least and greatest value, Lloyd's iteration to a fixed point or 100
/// rounds; a cluster that loses all its weights keeps its centroid). A value that no weight uses in the end
/// gets no code, and a cluster whose mean is 0 shares its weight nearest to 0 instead. Stored zeros keep code
/// 0. Throws input_error where a weight is not finite.
shared_weights share_weights(const csc<float>& matrix, int code_bits);

/// The matrix of the values that the codes stand for. Throws input_error naming an entry whose code is
/// outside the codebook.
csc<float> shared_values(const shared_weights& weights);

}  // namespace lacuna::formats
