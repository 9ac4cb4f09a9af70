#include "sim/run/sampled_check.h"

#include <fmt/format.h>

#include <cmath>
#include <variant>

#include "sim/run/reference_tile.h"

namespace lacuna::run {
namespace {

using layers::output_tile;

checked_tiles checked(const std::vector<output_tile>& tiles, std::uint64_t outputs) {
    checked_tiles all{0, outputs, tiles.size()};
    for (const output_tile& tile : tiles) {
        all.computed += tile.size();
        for (std::size_t i = 0; all.beyond.empty() && i < tile.values.size(); ++i) {
            if (std::isfinite(tile.values[i])) continue;
            all.beyond = fmt::format("Output {} of vector {} is {}", tile.row + i / tile.columns,
                                     tile.column + i % tile.columns, tile.values[i]);
        }
    }
    return all;
}

const formats::tensor_core_arithmetic& arithmetic_of(const numerics& how) {
    return std::get<formats::tensor_core_arithmetic>(how);
}

}  // namespace

std::string checked_tiles::check() const {
    return computed == outputs ? "exact" : "sampled";
}

std::string checked_tiles::note() const {
    if (computed == outputs) return {};
    return fmt::format("{} of {} outputs were computed and compared with the reference, in {} whole tile{}.",
                       computed, outputs, tiles, tiles == 1 ? "" : "s");
}

void checked_tiles::add(const checked_tiles& other) {
    computed += other.computed;
    outputs += other.outputs;
    tiles += other.tiles;
    if (beyond.empty()) beyond = other.beyond;
}

checked_tiles check_sample(const product_reference& reference, const accelerator& hardware,
                           const std::vector<output_tile>& tiles, const std::string& what) {
    const std::uint64_t outputs = reference.weights()->rows;
    const std::uint64_t vectors = reference.product().activations.size();
    check_places(tiles, outputs, vectors, what);
    const numerics how = hardware.arithmetic();
    check_tiles(tiles, *reference.tiles(arithmetic_of(how), tiles), what);
    return checked(tiles, outputs * vectors);
}

checked_tiles check_sample(const layers::sampled_gemm& gemm, const accelerator& hardware,
                           const std::vector<output_tile>& tiles, const std::string& what) {
    check_places(tiles, gemm.m, gemm.n, what);
    const numerics how = hardware.arithmetic();
    const sampled_reference reference = reference_tiles(gemm, hardware, arithmetic_of(how), tiles);
    check_tiles(tiles, reference.tiles, what);
    checked_tiles all = checked(tiles, gemm.outputs());
    all.nonzeros_in_row = reference.nonzeros_in_row;
    return all;
}

}  // namespace lacuna::run
