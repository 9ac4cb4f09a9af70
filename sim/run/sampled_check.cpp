#include "sim/run/sampled_check.h"

#include <fmt/format.h>

#include <cmath>
#include <variant>

#include "sim/run/reference_tile.h"

namespace lacuna::run {
namespace {

using layers::output_tile;

checked_tiles checked(const std::vector<output_tile>& tiles, std::uint64_t outputs) {
    std::uint64_t computed = 0;
    checked_tiles all;
    for (const output_tile& tile : tiles) {
        computed += tile.size();
        for (std::size_t i = 0; all.beyond.empty() && i < tile.values.size(); ++i) {
            if (std::isfinite(tile.values[i])) continue;
            all.beyond = fmt::format("Output {} of vector {} is {}", tile.row + i / tile.columns,
                                     tile.column + i % tile.columns, tile.values[i]);
        }
    }
    all.check = computed == outputs ? "exact" : "sampled";
    if (computed != outputs)
        all.note =
            fmt::format("{} of {} outputs were computed and compared with the reference, in {} whole tile{}.",
                        computed, outputs, tiles.size(), tiles.size() == 1 ? "" : "s");
    return all;
}

const formats::tensor_core_arithmetic& arithmetic_of(const numerics& how) {
    return std::get<formats::tensor_core_arithmetic>(how);
}

}  // namespace

checked_tiles check_sample(const layers::product& product, const formats::csc<float>& held,
                           const accelerator& hardware, const outcome& done, const std::string& what) {
    const std::uint64_t outputs = held.rows;
    check_places(done.tiles, outputs, product.activations.size(), what);
    const numerics how = hardware.arithmetic();
    check_tiles(done.tiles,
                reference_tiles(held, product.activations, product.function, arithmetic_of(how), done.tiles),
                what);
    return checked(done.tiles, outputs * product.activations.size());
}

checked_tiles check_sample(const layers::sampled_gemm& gemm, const accelerator& hardware, const outcome& done,
                           const std::string& what) {
    check_places(done.tiles, gemm.m, gemm.n, what);
    const numerics how = hardware.arithmetic();
    const sampled_reference reference = reference_tiles(gemm, hardware, arithmetic_of(how), done.tiles);
    check_tiles(done.tiles, reference.tiles, what);
    checked_tiles all = checked(done.tiles, gemm.outputs());
    all.nonzeros_in_row = reference.nonzeros_in_row;
    return all;
}

}  // namespace lacuna::run
