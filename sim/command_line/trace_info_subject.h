/// What `lacuna trace info` describes: a layer of a trace, or a tensor in a file taken as a layer's weights.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/formats/compressed_columns.h"
#include "sim/formats/files/weight_file.h"
#include "sim/layers/layer.h"

namespace lacuna::command_line {

/// The activations that come into a layer, of all of its batch.
struct activation_count {
    std::uint64_t values = 0;
    std::uint64_t nonzeros = 0;
};

/// Multiply-accumulates as results count them: the bias included, if there is one; effectual where both
/// operands are not 0.
struct mac_count {
    std::uint64_t dense = 0;
    std::optional<std::uint64_t> effectual;
};

struct info_subject {
    std::string name;        ///< of the layer or tensor; empty for the only tensor of a file
    std::string kind;        ///< "fully connected", "convolution", "sampled GEMM", "tensor", ...
    std::string dimensions;  ///< of the tensor, or of the convolution
    std::uint32_t outputs = 0;
    std::uint32_t inputs = 0;  ///< of a convolution the values of a filter
    /// Outputs x inputs, no zeros among them, without the bias; nothing where the layer is never held whole.
    std::optional<formats::csc<float>> weights;
    bool has_values = true;  ///< or all are 1, as the file has positions alone
    std::uint64_t stored_zeros = 0;
    std::uint32_t segment = 0;  ///< consecutive inputs along which patterns form groups
    std::optional<std::uint64_t>
        bias_values;  ///< that are not 0, where the weights' source holds or names a bias

    // Of a layer of a trace.

    std::optional<std::uint32_t> batch;
    std::optional<activation_count> activations;
    std::optional<mac_count> macs;
    std::string note;  ///< what is not known of it, and why: a sentence
    std::string source;
};

/// The shape that a file does not tell.
struct given_shape {
    std::uint32_t outputs = 0;
    std::uint32_t inputs = 0;
};

/// Reads or draws the layer's data as its trace gives it. Throws what layers::load() throws.
info_subject subject_of(const layers::layer& layer);

/// Reads one tensor, outputs first, or transposed: inputs first. Four dimensions are the filters of a
/// convolution: channels, kernel rows, kernel columns after the outputs; they are brought into the order of
/// its lowering. In an ONNX file the layer that the tensor belongs to says whether it is transposed. A shape
/// is needed for a text of digits, and allowed for a tensor of one dimension. Throws input_error.
info_subject subject_of(const formats::weight_file& file, const std::string& tensor, bool transposed,
                        const std::optional<given_shape>& shape);

/// Reads the layer of an EIE bank folder. Throws input_error.
info_subject subject_of_banks(const std::filesystem::path& folder, const std::optional<given_shape>& shape);

}  // namespace lacuna::command_line
