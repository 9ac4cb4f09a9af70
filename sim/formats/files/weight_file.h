/// A file of weights or activations in any format that Lacuna reads, which its ending names.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

struct weight_file {
    std::filesystem::path path;
    std::filesystem::path network = {};  ///< of a .net file: the prototxt with its layers
};

/// A file format whose files hold tensors, with names or one without.
struct file_format {
    std::string ending;  ///< ".npy"
    std::vector<tensor_entry> (*list)(const weight_file& file);
    tensor (*read)(const weight_file& file, const std::string& name);
    bool needs_network = false;  ///< whose layers the file holds
    bool holds_others = false;   ///< that are read by name, but not listed: they are no weights of a layer
};

/// In the order in which sentences name them.
const std::vector<file_format>& file_formats();

/// The format of a file. Throws input_error where its ending names none, or where a network is missing or too
/// much.
const file_format& format_of(const weight_file& file);

/// The tensors of a file, their values unread. Throws input_error.
std::vector<tensor_entry> tensors_in(const weight_file& file);

/// Reads one tensor; an empty name stands for the only one. Throws input_error naming the nearest tensor.
tensor read_tensor(const weight_file& file, const std::string& name);

}  // namespace lacuna::formats
