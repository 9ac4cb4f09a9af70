#include "sim/layers/pruned_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/formats/dense_and_sparse.h"
#include "sim/layers/layer_weights.h"
#include "sim/layers/weight_statistics.h"
#include "sim/patterns/mask.h"
#include "sim/patterns/n_of_m.h"

namespace lacuna::layers {
namespace {

using formats::csc;
using formats::dense_matrix;

/// Weights apart from their last column, the bias.
void divide(csc<float> all, csc<float>& weights, std::vector<float>& bias) {
    const std::uint32_t begin = all.column_begin[all.columns - 1];
    if (begin < all.stored()) bias.assign(all.rows, 0.0f);
    for (std::uint32_t i = begin; i < all.stored(); ++i) bias[all.row[i]] = all.value[i];
    all.row.resize(begin);
    all.value.resize(begin);
    all.column_begin.pop_back();
    --all.columns;
    weights = std::move(all);
}

/// The same values with a row for every output and kernel position, and a column for every channel: the
/// lowered matrix, whose channels of one position are neighbours.
dense_matrix<float> by_channel(dense_matrix<float> matrix, std::uint32_t channels) {
    const std::uint32_t positions = matrix.columns / channels;
    return {matrix.rows * positions, channels, std::move(matrix.value)};
}

dense_matrix<float> two_of_four(const dense_matrix<float>& source) {
    return patterns::masked(source, patterns::n_of_m_mask(source, {2, 4, false}, source.columns));
}

kept_weights kept_of(const dense_matrix<float>& source, const dense_matrix<float>& left) {
    const patterns::mask stays = patterns::nonzeros_of(left);
    const double whole = patterns::magnitude(source), kept = patterns::magnitude(left);
    const double best = patterns::best_magnitude(source, patterns::kept(stays));
    return {patterns::density(stays), whole > 0 ? kept / whole : 1,
            best > 0 ? std::min(kept / best, 1.0) : 1};
}

void check_countable(const layer& description, std::uint32_t channels) {
    if (std::uint64_t{description.outputs} * (description.inputs / channels) > formats::most_values)
        refuse("{}: its filters have too many positions to permute channels.", description.where);
}

}  // namespace

std::vector<std::uint64_t> pruned_layer::row_loads() const {
    return load_of(without_stored_zeros(weights), 1).of_row;
}

std::vector<std::uint64_t> pruned_layer::pe_loads(std::uint32_t pes) const {
    return load_of(without_stored_zeros(weights), pes).of_pe;
}

pruned_layer prune(const layer& description, const patterns::specification& pattern) {
    layer_weights loaded = load_weights(description, pattern);
    pruned_layer all;
    divide(loaded.weights.values(), all.weights, all.bias);
    const std::vector<std::uint64_t> rows = all.row_loads();
    all.kept = {static_cast<double>(std::accumulate(rows.begin(), rows.end(), std::uint64_t{0})) /
                    (static_cast<double>(all.weights.rows) * all.weights.columns),
                loaded.magnitude_kept, loaded.of_best};
    all.notes = std::move(loaded.notes);
    return all;
}

pruned_layer permute_and_prune(const layer& description) {
    pruned_layer all = prune(description, {patterns::kind::dense{}});
    const std::uint32_t rows = all.weights.rows, columns = all.weights.columns;
    const std::uint32_t channels =
        description.convolved ? description.convolved->channels_of_group() : description.inputs;
    check_countable(description, channels);
    const dense_matrix<float> source =
        by_channel(formats::dense_of(all.weights, description.where), channels);
    try {
        all.permutation = patterns::permute_channels(source);
    } catch (const input_error& error) {
        refuse("{}: {}.", description.where, error.what());
    }
    all.notes.clear();
    if (all.kept.density < 1)
        all.notes.push_back(
            fmt::format("The source was already pruned to a density of {:.4f}; 2:4 prunes what is left.",
                        all.kept.density));
    all.unpermuted = kept_of(source, two_of_four(source));
    const dense_matrix<float> moved = patterns::permuted(source, all.permutation->column);
    dense_matrix<float> left = two_of_four(moved);
    all.kept = kept_of(source, left);
    all.weights = formats::nonzero_columns({rows, columns, std::move(left.value)});
    return all;
}

std::vector<std::uint32_t> input_channels(const layer& description,
                                          const patterns::channel_permutation& permutation) {
    const std::uint32_t groups = description.convolved ? description.convolved->groups : 1;
    const auto channels = static_cast<std::uint32_t>(permutation.column.size());
    std::vector<std::uint32_t> all;
    for (std::uint32_t group = 0; group < groups; ++group)
        for (const std::uint32_t column : permutation.column) all.push_back(group * channels + column);
    return all;
}

vectors permuted_inputs(const layer& description, const std::vector<std::uint32_t>& channel,
                        const vectors& activations) {
    const std::size_t plane = description.input_values() / channel.size();
    vectors all;
    for (const std::vector<float>& image : activations) {
        std::vector<float>& moved = all.emplace_back(image.size());
        for (std::size_t i = 0; i < channel.size(); ++i)
            std::copy_n(image.begin() + static_cast<std::ptrdiff_t>(channel[i] * plane), plane,
                        moved.begin() + static_cast<std::ptrdiff_t>(i * plane));
    }
    return all;
}

}  // namespace lacuna::layers
