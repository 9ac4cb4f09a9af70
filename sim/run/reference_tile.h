/// The plain product of some output tiles alone, which those of a sampled product are compared with, bit by
/// bit. The arithmetic is that of reference_product() of a tensor core.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/accelerator/accelerator.h"

namespace lacuna::run {

/// Those tiles of weights x activations + bias, whose values are disregarded.
std::vector<layers::output_tile> reference_tiles(const formats::csc<float>& weights,
                                                 const std::vector<std::vector<float>>& activations,
                                                 layers::activation_function function,
                                                 const formats::tensor_core_arithmetic& how,
                                                 const std::vector<layers::output_tile>& places);

/// The same of a GEMM, drawn along k piece by piece, its weights as the accelerator holds them. Integers are
/// scaled by layers::drawn_vectors::scaled_magnitude().
struct sampled_reference {
    std::vector<layers::output_tile> tiles;
    std::optional<std::uint64_t> nonzeros_in_row;  ///< of the weights as held; none where rows differ in it
};
sampled_reference reference_tiles(const layers::sampled_gemm& gemm, const accelerator& hardware,
                                  const formats::tensor_core_arithmetic& how,
                                  const std::vector<layers::output_tile>& places);

/// Row by row, of one vector for each activation vector.
std::vector<float> row_major(const layers::outputs& outputs);

/// Throws wrong_product where there is no tile, one lies beyond rows x columns outputs or is empty, or two
/// begin at one output.
void check_places(const std::vector<layers::output_tile>& tiles, std::uint64_t rows, std::uint64_t columns,
                  const std::string& what);

/// Throws wrong_product where an output of a tile is not the reference's, to the bit.
void check_tiles(const std::vector<layers::output_tile>& computed,
                 const std::vector<layers::output_tile>& expected, const std::string& what);

}  // namespace lacuna::run
