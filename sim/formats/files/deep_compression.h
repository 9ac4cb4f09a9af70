/// Networks compressed by Deep Compression (.net): pruned weights as codes of a shared codebook, with 4-bit
/// runs of zeros between them.
///
/// Source: Han, Mao, Dally, "Deep Compression", ICLR 2016, and the files of
/// songhan/SqueezeNet-Deep-Compression. The network's prototxt says which layers the file holds: those with
/// weights whose name contains conv, fc or ip, in its order. All numbers are little-endian: u32
/// entries[layers]; then per layer f32 codebook[2^b], b being 8 for a name with conv, else 4, entry 0 being
/// 0; f32 bias[outputs]; codes of b bits and runs of 4 bits, the low half of a byte first, both rounded up to
/// bytes. An entry's position in the flattened weights is that of the one before it + 1 + its run; a gap
/// longer than 15 has entries of code 0, the fillers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/formats/files/caffe_network.h"
#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// A layer with weights as such a file holds it.
struct deep_compression_layer {
    tensor weights;  ///< dense, of weight_shape()
    std::vector<float> bias;
    std::uint64_t non_zeros = 0;  ///< entries of other codes than 0
    std::uint64_t fillers = 0;    ///< entries of code 0
};

/// For every layer in the file its weights, by the layer's name, then its bias, named NAME.bias. The type of
/// weights is "code8" or "code4", and stored counts their entries, fillers included. Reads the table of
/// entries alone. Throws input_error that begins with the file and a byte offset where the file is not
/// exactly as long as the table says, for a layer without entries, with more than it has weights, or so few
/// that more than 2^20 weights would follow the last, or without bias, and for a network of which no layer is
/// in such a file.
std::vector<tensor_entry> deep_compression_tensors(const std::filesystem::path& file,
                                                   const caffe_network& network);

/// One layer, by its name in the network. Throws input_error as above, for a name that the file does not
/// hold, and with the byte offset for values that are not finite, a codebook whose entry 0 is not 0, and
/// entries beyond the last weight.
deep_compression_layer read_deep_compression(const std::filesystem::path& file, const caffe_network& network,
                                             std::string_view layer);

}  // namespace lacuna::formats
