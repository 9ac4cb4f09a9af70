/// The weights of a layer, written to a file that its trace can name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/layers/layer.h"

namespace lacuna::layers {

/// Where weights go: a file in the format of its ending (formats/files/weight_file_writer.h); or, where the
/// path ends in '/', a folder of EIE banks, interleaved over `pes` PEs, in which weights and bias share 15
/// values (formats::share_weights).
struct weights_target {
    std::filesystem::path path;
    std::uint32_t pes = 64;

    bool is_banks() const { return !path.has_filename(); }
    /// Without the '/'.
    std::filesystem::path named() const { return is_banks() ? path.parent_path() : path; }
    /// A file beside it: its name with another ending.
    std::filesystem::path beside(const std::string& ending) const {
        return named().parent_path() / (named().stem().string() + ending);
    }
};

/// Throws input_error for a path that no weights can be written to.
void check(const weights_target& target);

/// Writes the weights -- outputs x inputs, of a convolution in the order of its lowering -- as `description`
/// has its shape; filters stand in the file as filters x channels x kernel rows x kernel columns. Returns the
/// description with the file as the source of its weights, transposed no longer. A bank folder holds the bias
/// (outputs values, or none) and one vector of activations too, and replaces the bank folder of its name.
/// Throws input_error where a file cannot hold or have it; then nothing is left behind.
layer write_weights(const weights_target& target, layer description, const formats::csc<float>& weights,
                    const std::vector<float>& bias);

}  // namespace lacuna::layers
