/// A tensor in a file that a layer's weights, bias or activations are read from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/formats/compressed_columns.h"
#include "sim/formats/dense_matrix.h"
#include "sim/formats/files/weight_file.h"
#include "sim/layers/convolution.h"
#include "sim/layers/random_values.h"

namespace lacuna::layers {

struct tensor_source {
    formats::weight_file file;
    std::string tensor = {};  ///< its name in the file; empty for the only one
    bool transposed = false;  ///< inputs x outputs in the file
    /// What entries hold where the file has positions alone; 1 without it.
    std::optional<distribution> values = {};
    std::uint32_t seed = 0;  ///< of those values
    std::string where = {};  ///< file:line of the trace, for sentences

    /// Whether it is a folder, or a file, as the authors' simulator of EIE reads them, not one of
    /// formats::file_formats().
    bool is_of_eie() const;
    /// "FILE, tensor 'NAME'": for sentences.
    std::string text() const;
};

/// Weights before any pattern: outputs x inputs, dense or sparse as the file has them.
using source_matrix = std::variant<formats::dense_matrix<float>, formats::csc<float>>;

/// Reads a matrix of weights, outputs x inputs. In the file the first dimension is the outputs and all others
/// together the inputs; transposed, the last is the outputs. Filters of a convolution are channels x kernel
/// rows x kernel columns there, and are brought into the order of its lowering. A tensor of one dimension is
/// row-major. Throws input_error where the shape is another one, and what formats::read_tensor() throws.
source_matrix read_matrix(const tensor_source& source, std::uint32_t outputs, std::uint32_t inputs,
                          const std::optional<convolution>& convolved);

/// Reads so many values, whatever the shape of the tensor, row-major. Throws like read_matrix().
std::vector<float> read_values(const tensor_source& source, std::uint64_t count);

}  // namespace lacuna::layers
