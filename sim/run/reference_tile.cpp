#include "sim/run/reference_tile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <set>
#include <utility>

#include "sim/patterns/structured.h"
#include "sim/run/reference_product.h"
#include "sim/run/tensor_core_sums.h"

namespace lacuna::run {
namespace {

using layers::output_tile;
using layers::sampled_gemm;

// So many tiles of the same rows at most are computed together: rows are drawn, and what the accelerator
// makes of them is found out, once for all of these.
constexpr std::ptrdiff_t most_together = 64;

/// Tiles of the same rows.
using strip = std::vector<output_tile>;

/// Inputs [first, end) of the rows of a strip, with a column for the bias, which is 0.
formats::csc<float> drawn_rows(const sampled_gemm& gemm, const strip& tiles, std::uint32_t first,
                               std::uint32_t end) {
    const output_tile& place = tiles.front();
    std::vector<std::vector<float>> rows;
    for (std::uint32_t row = 0; row < place.rows; ++row)
        rows.push_back(gemm.weights_of(place.row + row, first, end));
    formats::csc<float> matrix{place.rows, end - first + 1, {0}, {}, {}};
    for (std::uint32_t column = 0; column < end - first; ++column) {
        for (std::uint32_t row = 0; row < place.rows; ++row) {
            matrix.row.push_back(row);
            matrix.value.push_back(rows[row][column]);
        }
        matrix.column_begin.push_back(matrix.stored());
    }
    matrix.column_begin.push_back(matrix.stored());
    return matrix;
}

/// The vectors of one tile after the other.
std::vector<std::vector<float>> drawn_vectors(const sampled_gemm& gemm, const strip& tiles,
                                              std::uint32_t first, std::uint32_t end) {
    std::vector<std::vector<float>> vectors;
    for (const output_tile& place : tiles)
        for (std::uint32_t column = 0; column < place.columns; ++column)
            vectors.push_back(gemm.activations_of(place.column + column, first, end));
    return vectors;
}

whole_operands describe(const sampled_gemm& gemm, const formats::tensor_core_arithmetic& how) {
    whole_operands whole;
    if (how.accumulator == formats::accumulator_type::s32) {
        whole.weights = layers::quantization_up_to(how.type, gemm.weights.scaled_magnitude());
        whole.activations = layers::quantization_up_to(how.type, gemm.activations.scaled_magnitude());
    }
    return whole;
}

/// All vectors of a strip; adds the non-zeros of each of its rows.
template <class Value, class Accumulator>
layers::outputs product_of(const sampled_gemm& gemm, const accelerator& hardware,
                           const formats::tensor_core_arithmetic& how, const strip& tiles,
                           std::vector<std::uint64_t>& nonzeros) {
    std::optional<tensor_core_sums<Value, Accumulator>> sums;
    const std::uint64_t slice = how.slice_k == 0 ? gemm.k : how.slice_k;
    for (std::uint64_t first = 0; first < gemm.k;) {
        const std::uint64_t end_of_slice = std::min<std::uint64_t>((first / slice + 1) * slice, gemm.k);
        const std::uint64_t end = std::min(end_of_slice, first + sampled_gemm::values_per_piece);
        const auto begin = static_cast<std::uint32_t>(first);
        const auto columns = static_cast<std::uint32_t>(end - first);
        const held_weights stored =
            hardware.stored_weights(layers::affine_weights(drawn_rows(gemm, tiles, begin, begin + columns)));
        const formats::csc<float>& held = *stored;
        for (std::uint32_t i = 0; i < held.stored(); ++i) nonzeros[held.row[i]] += held.value[i] != 0;
        const std::vector<std::vector<float>> vectors = drawn_vectors(gemm, tiles, begin, begin + columns);
        if (!sums) {
            whole_operands whole = describe(gemm, how);
            whole.is_structured = how.drops_zeros && patterns::has_structure(how.type, held, columns);
            sums.emplace(whole, held.rows, vectors.size(), std::vector<float>());
        }
        if (first != 0 && first % slice == 0) sums->begin_slice();
        sums->add(held, vectors, 0, columns);
        first = end;
    }
    return sums->outputs(gemm.function);
}

}  // namespace

std::vector<float> row_major(const layers::outputs& outputs) {
    std::vector<float> values;
    for (std::size_t row = 0; row < outputs.front().size(); ++row)
        for (const std::vector<float>& vector : outputs) values.push_back(vector[row]);
    return values;
}

sampled_reference reference_tiles(const sampled_gemm& gemm, const accelerator& hardware,
                                  const formats::tensor_core_arithmetic& how,
                                  const std::vector<output_tile>& places) {
    sampled_reference reference;
    std::vector<std::uint64_t> nonzeros;  // of every row of every strip
    for (auto begin = places.begin(), end = begin; begin != places.end(); begin = end) {
        while (end != places.end() && end - begin < most_together && end->row == begin->row &&
               end->rows == begin->rows)
            ++end;
        const strip tiles(begin, end);
        std::vector<std::uint64_t> of_strip(begin->rows, 0);
        const layers::outputs outputs = with_types(how, [&](auto value, auto accumulator) {
            return product_of<decltype(value), decltype(accumulator)>(gemm, hardware, how, tiles, of_strip);
        });
        nonzeros.insert(nonzeros.end(), of_strip.begin(), of_strip.end());
        auto vector = outputs.begin();
        for (output_tile tile : tiles) {
            tile.values = row_major({vector, vector + tile.columns});
            vector += tile.columns;
            reference.tiles.push_back(std::move(tile));
        }
    }
    const bool are_alike =
        std::adjacent_find(nonzeros.begin(), nonzeros.end(), std::not_equal_to<>()) == nonzeros.end();
    if (are_alike && !nonzeros.empty()) reference.nonzeros_in_row = nonzeros.front();
    return reference;
}

void check_places(const std::vector<output_tile>& tiles, std::uint64_t rows, std::uint64_t columns,
                  const std::string& what) {
    if (tiles.empty()) throw wrong_product(fmt::format("{}: no output was computed.", what));
    for (const output_tile& tile : tiles) {
        const std::string name = fmt::format("{}: the tile of {} x {} outputs from output {} of vector {} on",
                                             what, tile.rows, tile.columns, tile.row, tile.column);
        if (tile.values.size() != tile.size() || tile.size() == 0)
            throw wrong_product(fmt::format("{} has {} values.", name, tile.values.size()));
        if (std::uint64_t{tile.row} + tile.rows > rows || std::uint64_t{tile.column} + tile.columns > columns)
            throw wrong_product(
                fmt::format("{} lies beyond the {} outputs of {} vectors.", name, rows, columns));
    }
    std::set<std::pair<std::uint32_t, std::uint32_t>> begins;
    for (const output_tile& tile : tiles) {
        if (begins.emplace(tile.row, tile.column).second) continue;
        throw wrong_product(
            fmt::format("{}: two tiles begin at output {} of vector {}.", what, tile.row, tile.column));
    }
}

void check_tiles(const std::vector<output_tile>& computed, const std::vector<output_tile>& expected,
                 const std::string& what) {
    for (std::size_t t = 0; t < expected.size(); ++t) {
        const output_tile& tile = expected[t];
        for (std::size_t i = 0; i < tile.values.size(); ++i) {
            if (std::memcmp(&computed[t].values[i], &tile.values[i], sizeof(float)) == 0) continue;
            throw wrong_product(
                fmt::format("{}: output {} of vector {} is {}, but the reference product gives {}.", what,
                            tile.row + i / tile.columns, tile.column + i % tile.columns,
                            computed[t].values[i], tile.values[i]));
        }
    }
}

}  // namespace lacuna::run
