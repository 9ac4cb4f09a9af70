#include "models/sparse_tensor_core/gemm/gemm_sample.h"

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <set>

#include "sim/formats/mma.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::mma;

constexpr std::uint64_t most_macs_computed = std::uint64_t{1} << 26;
constexpr std::uint64_t sampled_products = std::uint64_t{1} << 24;
constexpr std::uint64_t outputs_of_tile = std::uint64_t{mma::m} * mma::n;

std::uint64_t tiles_along(std::uint64_t size, int tile) {
    const auto each = static_cast<std::uint64_t>(tile);
    return (size + each - 1) / each;
}

}  // namespace

bool is_sampled(std::uint64_t m, std::uint64_t n, std::uint64_t k) {
    return m * n * k > most_macs_computed;
}

std::vector<tile_place> all_tiles(std::uint64_t m, std::uint64_t n) {
    std::vector<tile_place> all;
    for (std::uint64_t row = 0; row < tiles_along(m, mma::m); ++row)
        for (std::uint64_t column = 0; column < tiles_along(n, mma::n); ++column)
            all.push_back({row, column});
    return all;
}

std::vector<tile_place> computed_tiles(std::uint64_t m, std::uint64_t n, std::uint64_t k,
                                       std::uint64_t seed) {
    const std::uint64_t rows = tiles_along(m, mma::m), columns = tiles_along(n, mma::n);
    const std::uint64_t count = std::max<std::uint64_t>(2, sampled_products / outputs_of_tile / k);
    if (!is_sampled(m, n, k) || count >= rows * columns) return all_tiles(m, n);

    std::set<tile_place> chosen;
    const tile_place corners[] = {{0, 0}, {rows - 1, columns - 1}, {0, columns - 1}, {rows - 1, 0}};
    for (const tile_place& corner : corners)
        if (chosen.size() < count) chosen.insert(corner);
    boost::random::mt19937_64 random(seed);
    boost::random::uniform_int_distribution<std::uint64_t> any_row(0, rows - 1), any_column(0, columns - 1);
    while (chosen.size() < count) {
        const std::uint64_t row = any_row(random);
        chosen.insert({row, any_column(random)});
    }
    return {chosen.begin(), chosen.end()};
}

}  // namespace lacuna::sparse_tensor_core
