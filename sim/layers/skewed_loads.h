/// How many non-zeros each row of a random matrix has, where some rows are to have many more than others.
///
/// Hardware that gives each row to one worker waits for the fullest row; how uneven rows are is said by their
/// coefficient of variation, the standard deviation (of the whole population) over the mean. Loads follow a
/// log-normal law, exp(sigma z) with z normal, each cut at the length of a row: sigma 0 gives even rows, and
/// as it grows, rows fill up one after the other in the order of z.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/compressed_rows.h"
#include "sim/layers/random_values.h"

namespace lacuna::layers {

inline constexpr std::uint32_t most_skewed_rows = 1u << 24;

/// The greatest coefficient of variation of loads of at most `columns` that sum to `total`: full rows, one
/// that holds what is left over, and empty rows. 0 where total is 0.
double greatest_variation(std::uint32_t rows, std::uint32_t columns, std::uint64_t total);

/// `rows` loads of 0 to `columns` that sum to exactly `total`, and whose coefficient of variation is as near
/// `variation` as moving single non-zeros from row to row can bring it. Which rows are full is drawn from the
/// seed. Throws input_error where more is asked for than rows x columns, greatest_variation() or
/// most_skewed_rows, and interrupted.
std::vector<std::uint32_t> skewed_loads(std::uint32_t rows, std::uint32_t columns, std::uint64_t total,
                                        double variation, std::uint32_t seed);

/// A matrix whose rows hold so many non-zeros each, at random places, drawn from the distribution (with_draw
/// in drawing.h); a drawn 0 is drawn again. Throws input_error for a load of more than `columns`, and
/// interrupted.
formats::csr<float> generate_rows(const std::vector<std::uint32_t>& loads, std::uint32_t columns,
                                  distribution values, std::uint32_t seed);

}  // namespace lacuna::layers
