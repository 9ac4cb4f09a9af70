#include "sim/layers/layer_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/formats/compressed_rows.h"
#include "sim/formats/dense_and_sparse.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/patterns/mask_of.h"
#include "sim/patterns/unstructured.h"

namespace lacuna::layers {
namespace {

using formats::csc;
using formats::dense_matrix;
using patterns::specification;

/// outputs x inputs -> outputs x (inputs + 1): the bias as the last column, its zeros not stored.
csc<float> with_bias(csc<float> matrix, const std::vector<float>& bias) {
    for (std::uint32_t row = 0; row < bias.size(); ++row) {
        if (bias[row] == 0) continue;
        matrix.row.push_back(row);
        matrix.value.push_back(bias[row]);
    }
    ++matrix.columns;
    matrix.column_begin.push_back(matrix.stored());
    return matrix;
}

std::vector<float> bias_of(const layer& description) {
    if (const auto* read = std::get_if<tensor_source>(&description.bias))
        return read_values(*read, description.outputs);
    const auto* drawn = std::get_if<generated_bias>(&description.bias);
    if (drawn == nullptr) return {};
    // At density 1 every value stays, one an output.
    std::vector<float> bias =
        generate_pruned_weights(description.outputs, 1, drawn->values, drawn->seed, 1).kept.value;
    for (float& value : bias) value = drawn->map(value);
    return bias;
}

double magnitude(const std::vector<float>& values) {
    double sum = 0;
    for (const float value : values) sum += std::abs(static_cast<double>(value));
    return sum;
}

/// `count` columns of a matrix, from column `first`.
csc<float> columns_of(const csc<float>& matrix, std::uint32_t first, std::uint32_t count) {
    csc<float> part;
    part.rows = matrix.rows;
    part.columns = count;
    part.column_begin.clear();
    const std::uint32_t begin = matrix.column_begin[first];
    const std::uint32_t end = matrix.column_begin[first + count];
    for (std::uint32_t c = first; c <= first + count; ++c)
        part.column_begin.push_back(matrix.column_begin[c] - begin);
    part.row.assign(matrix.row.begin() + begin, matrix.row.begin() + end);
    part.value.assign(matrix.value.begin() + begin, matrix.value.begin() + end);
    return part;
}

/// A matrix with a pattern on it.
struct pruned_matrix {
    csc<float> weights;
    double magnitude_kept = 1;
    double of_best = 1;
    std::uint64_t lost = 0;  ///< positions that the pattern keeps, but whose values the source has not
};

/// Consecutive columns that belong together: the channels of a kernel position, or all inputs.
std::uint32_t segment_of(const layer& description) {
    return description.convolved ? description.convolved->channels_of_group() : description.inputs;
}

/// What stays under it is the largest of all, without looking.
bool keeps_the_best(const specification& pattern) {
    return pattern.is<patterns::kind::as_is>() || pattern.is<patterns::kind::dense>() ||
           pattern.is<patterns::kind::unstructured>();
}

/// Sums in two orders differ in their last digits; no mask keeps more than the best.
double share_of_best(double kept, double best) {
    return best > 0 ? std::min(kept / best, 1.0) : 1;
}

pruned_matrix pruned(const dense_matrix<float>& source, const specification& pattern, std::uint32_t segment) {
    const patterns::mask mask = patterns::mask_of(pattern, source, segment);
    pruned_matrix all{formats::kept_columns(source, mask), 1, 1, 0};
    all.lost = patterns::kept(mask) - all.weights.stored();
    const double whole = magnitude(source.value), kept = magnitude(all.weights.value);
    if (whole > 0) all.magnitude_kept = kept / whole;
    if (!keeps_the_best(pattern))
        all.of_best = share_of_best(kept, patterns::best_magnitude(source, all.weights.stored()));
    return all;
}

pruned_matrix pruned(const source_matrix& source, const specification& pattern, std::uint32_t segment,
                     const std::string& where) {
    const auto* sparse = std::get_if<csc<float>>(&source);
    if (sparse == nullptr) return pruned(std::get<dense_matrix<float>>(source), pattern, segment);
    const auto* unstructured = std::get_if<patterns::kind::unstructured>(&pattern.what);
    if (unstructured == nullptr) return pruned(formats::dense_of(*sparse, where), pattern, segment);
    pruned_matrix all{patterns::unstructured(*sparse, unstructured->density), 1, 1, 0};
    const double whole = magnitude(sparse->value);
    if (whole > 0) all.magnitude_kept = magnitude(all.weights.value) / whole;
    return all;
}

layer_weights draw(const layer& description, const generated_source& source, const specification& pattern) {
    const specification& applied = pattern.is<patterns::kind::as_is>() ? source.pattern : pattern;
    const auto* unstructured = std::get_if<patterns::kind::unstructured>(&applied.what);
    const bool dense = applied.is<patterns::kind::dense>();
    generated_weights drawn = generate_pruned_weights(description.outputs, description.inputs, source.values,
                                                      source.seed, unstructured ? unstructured->density : 1);
    double kept = drawn.source_magnitude > 0 ? drawn.kept_magnitude / drawn.source_magnitude : 1;
    double of_best = 1;
    if (!unstructured && !dense) {
        pruned_matrix all = pruned(formats::dense_of(std::move(drawn.kept), description.where), applied,
                                   segment_of(description));
        drawn.kept = std::move(all.weights);
        kept = all.magnitude_kept;
        of_best = all.of_best;
    }
    for (float& weight : drawn.kept.value) weight = source.map(weight);
    return {affine_weights(with_bias(std::move(drawn.kept), bias_of(description))), kept, of_best};
}

std::uint64_t nonzeros_of(const source_matrix& source) {
    return std::visit(
        [](const auto& matrix) {
            return matrix.value.size() -
                   static_cast<std::uint64_t>(std::count(matrix.value.begin(), matrix.value.end(), 0.0f));
        },
        source);
}

double density_of(const layer& description, std::uint64_t nonzeros) {
    return static_cast<double>(nonzeros) /
           (static_cast<double>(description.outputs) * static_cast<double>(description.inputs));
}

/// Whether the pattern leaves weights of that density as they are.
bool leaves(const specification& pattern, double density) {
    if (pattern.is<patterns::kind::as_is>() || pattern.is<patterns::kind::dense>()) return true;
    const auto* unstructured = std::get_if<patterns::kind::unstructured>(&pattern.what);
    return unstructured != nullptr && density < 1 && unstructured->density >= density;
}

/// What there is to say about weights that are left as they are.
std::vector<std::string> notes_on_left(const specification& pattern, double density) {
    if (pattern.is<patterns::kind::as_is>() || density == 1) return {};
    return {
        fmt::format("The source is already pruned to a density of {:.4f}, and the values it lost are not "
                    "known: {} is what it stores.",
                    density, pattern.label())};
}

std::vector<std::string> notes_on_pruned(const specification& pattern, double density, std::uint64_t lost) {
    if (density == 1) return {};
    std::string note =
        fmt::format("The source was already pruned to a density of {:.4f}; {} prunes what is left", density,
                    pattern.label());
    if (lost > 0) note += fmt::format(", and would keep {} of the weights whose values are lost", lost);
    return {note + "."};
}

csc<float> nonzeros(source_matrix source) {
    if (auto* sparse = std::get_if<csc<float>>(&source)) return std::move(*sparse);
    return formats::nonzero_columns(std::get<dense_matrix<float>>(source));
}

/// Puts a pattern on weights that were read.
layer_weights prune(const layer& description, source_matrix source, const specification& pattern,
                    const std::vector<float>& bias) {
    const double density = density_of(description, nonzeros_of(source));
    if (leaves(pattern, density))
        return {affine_weights(with_bias(nonzeros(std::move(source)), bias)), 1, 1,
                notes_on_left(pattern, density)};
    pruned_matrix all = pruned(source, pattern, segment_of(description), description.where);
    return {affine_weights(with_bias(std::move(all.weights), bias)), all.magnitude_kept, all.of_best,
            notes_on_pruned(pattern, density, all.lost)};
}

layer_weights read_banks(const layer& description, const tensor_source& source,
                         const specification& pattern) {
    affine_weights stored(
        formats::read_eie_bank_folder(source.file.path, description.outputs, description.inputs));
    csc<float> matrix = columns_of(stored.values(), 0, stored.inputs());
    const double density = density_of(description, nonzeros_of(matrix));
    if (leaves(pattern, density)) return {std::move(stored), 1, 1, notes_on_left(pattern, density)};
    const csc<float> bias = columns_of(stored.values(), stored.inputs(), 1);
    std::vector<float> bias_values(stored.outputs(), 0.0f);
    for (std::uint32_t i = 0; i < bias.stored(); ++i) bias_values[bias.row[i]] = bias.value[i];
    return prune(description, std::move(matrix), pattern, bias_values);
}

}  // namespace

layer_weights load_weights(const layer& description, const specification& pattern) {
    if (const auto* drawn = std::get_if<generated_source>(&description.weights))
        return draw(description, *drawn, pattern);
    const auto& source = std::get<tensor_source>(description.weights);
    if (formats::is_eie_bank_folder(source.file.path)) return read_banks(description, source, pattern);
    return prune(description,
                 read_matrix(source, description.outputs, description.inputs, description.convolved), pattern,
                 bias_of(description));
}

}  // namespace lacuna::layers
