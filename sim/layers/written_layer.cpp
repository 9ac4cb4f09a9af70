#include "sim/layers/written_layer.h"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "sim/config/input_error.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/formats/files/weight_file_writer.h"
#include "sim/formats/shared_weights.h"

namespace lacuna::layers {
namespace {

namespace fs = std::filesystem;
using formats::csc;

constexpr int code_bits = 4;
constexpr std::uint32_t most_pes = 4096;

void append_column(csc<float>& to, const csc<float>& from, std::uint32_t column) {
    const auto begin = static_cast<std::ptrdiff_t>(from.column_begin[column]);
    const auto end = static_cast<std::ptrdiff_t>(from.column_begin[std::size_t{column} + 1]);
    to.row.insert(to.row.end(), from.row.begin() + begin, from.row.begin() + end);
    to.value.insert(to.value.end(), from.value.begin() + begin, from.value.begin() + end);
    to.column_begin.push_back(to.stored());
}

/// From the order of the lowering to that of files.
csc<float> in_file_order(const csc<float>& lowered, const convolution& shape) {
    const std::vector<std::uint32_t> order = filter_order(shape);
    std::vector<std::uint32_t> lowered_column(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) lowered_column[order[i]] = i;
    csc<float> all{lowered.rows, lowered.columns, {0}, {}, {}};
    for (const std::uint32_t column : lowered_column) append_column(all, lowered, column);
    return all;
}

csc<float> with_bias(csc<float> weights, const std::vector<float>& bias) {
    for (std::uint32_t row = 0; row < bias.size(); ++row) {
        if (bias[row] == 0) continue;
        weights.row.push_back(row);
        weights.value.push_back(bias[row]);
    }
    ++weights.columns;
    weights.column_begin.push_back(weights.stored());
    return weights;
}

/// Renames the folder that had the name away until the new one has it.
void write_banks(const fs::path& folder, const formats::shared_weights& weights, std::uint32_t pes,
                 const std::vector<float>& activations) {
    if (!fs::exists(folder)) return write_eie_bank_folder(folder, weights, pes, activations);
    const auto hidden = [&](const char* what) {
        return folder.parent_path() / fmt::format(".{}.{}-{}", folder.filename().string(), what, ::getpid());
    };
    const fs::path fresh = hidden("new"), old = hidden("old");
    write_eie_bank_folder(fresh, weights, pes, activations);
    std::error_code error;
    fs::rename(folder, old, error);
    if (!error) fs::rename(fresh, folder, error);
    std::error_code ignored;
    if (error) {
        fs::rename(old, folder, ignored);
        fs::remove_all(fresh, ignored);
        refuse("{}: the folder cannot be replaced: {}.", folder.string(), error.message());
    }
    fs::remove_all(old, ignored);
}

std::vector<float> first_activations(const layer& description) {
    vectors all = load_activations(description);
    return all.empty() ? std::vector<float>(description.inputs, 0.0f) : std::move(all.front());
}

formats::tensor_shape shape_of(const layer& description) {
    if (!description.convolved) return {description.outputs, description.inputs};
    const convolution& shape = *description.convolved;
    return {shape.filters, shape.channels_of_group(), shape.kernel.height, shape.kernel.width};
}

}  // namespace

void check(const weights_target& target) {
    if (target.named().filename().empty())
        refuse("{}: it names no file.", target.path.empty() ? "The path is empty" : target.path.string());
    if (!target.is_banks()) return formats::check_written_ending(target.path);
    if (target.pes < 1 || target.pes > most_pes)
        refuse("{}: banks are interleaved over 1 to {} PEs, not {}.", target.path.string(), most_pes,
               target.pes);
}

layer write_weights(const weights_target& target, layer description, const csc<float>& weights,
                    const std::vector<float>& bias) {
    const fs::path file = target.named();
    if (!target.is_banks()) {
        formats::write_tensor(
            file, formats::tensor_for(
                      file, description.convolved ? in_file_order(weights, *description.convolved) : weights,
                      shape_of(description)));
        description.weights = tensor_source{{file}};
        return description;
    }
    if (description.convolved)
        refuse("{}: an EIE bank folder holds a fully connected layer, no convolution.", file.string());
    write_banks(file, formats::share_weights(with_bias(weights, bias), code_bits), target.pes,
                first_activations(description));
    description.weights = tensor_source{{file}};
    description.bias = no_bias{};
    return description;
}

}  // namespace lacuna::layers
