/// The header of a safetensors file: a JSON object that says for every tensor its type, its shape, and where
/// its bytes lie.
///
/// {"NAME": {"dtype": "F16", "shape": [64, 3], "data_offsets": [0, 384]}, "__metadata__": {"KEY": "TEXT"}},
/// as huggingface/safetensors defines it. May end in white space.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::formats {

/// One tensor, as the header has it.
struct safetensors_record {
    std::string name;
    std::size_t byte = 0;              ///< of the file: where the name stands
    std::string dtype;                 ///< "F16"; not checked
    std::vector<std::uint64_t> shape;  ///< at most 64 dimensions, any of which may be 0
    std::uint64_t begin = 0;           ///< of the tensor's bytes, counted from the end of the header
    std::uint64_t end = 0;             ///< behind them; not below begin
};

/// The tensors in the header's order, the metadata left out. `header` stands at byte `at` of the file.
/// Throws input_error with file and byte offset for what is no JSON of exactly this form: other keys, missing
/// keys, duplicate keys, values of other types.
std::vector<safetensors_record> safetensors_records(std::string_view header, std::size_t at,
                                                    std::string_view file);

}  // namespace lacuna::formats
