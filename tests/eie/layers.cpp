#include "tests/eie/layers.h"

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>

namespace lacuna::eie::test {

namespace {

using generator = boost::random::mt19937;

std::uint32_t pick(generator& random, std::uint32_t least, std::uint32_t most) {
    return boost::random::uniform_int_distribution<std::uint32_t>(least, most)(random);
}

/// 0 and 1 often, else anything between.
double pick_density(generator& random) {
    switch (pick(random, 0, 5)) {
        case 0:
            return 0;
        case 1:
            return 1;
        case 2:
            return 0.05;
        default:
            return boost::random::uniform_real_distribution<double>(0, 1)(random);
    }
}

bool with_chance(generator& random, double chance) {
    return boost::random::uniform_real_distribution<double>(0, 1)(random) < chance;
}

}  // namespace

layers::workload layer_of(std::uint32_t outputs, const std::vector<float>& activations,
                          const std::vector<std::pair<std::uint32_t, std::uint32_t>>& entries) {
    formats::csc<float> matrix;
    matrix.rows = outputs;
    matrix.columns = static_cast<std::uint32_t>(activations.size()) + 1;
    for (std::uint32_t column = 0; column < matrix.columns; ++column) {
        std::vector<std::uint32_t> rows;
        for (const auto& [row, entry_column] : entries) {
            if (entry_column == column) rows.push_back(row);
        }
        std::sort(rows.begin(), rows.end());
        matrix.row.insert(matrix.row.end(), rows.begin(), rows.end());
        matrix.column_begin.push_back(matrix.stored());
    }
    matrix.value.assign(matrix.row.size(), 1.0f);
    layers::workload work;
    work.products.push_back(
        {layers::affine_weights(std::move(matrix)), {activations}, layers::activation_function::relu});
    return work;
}

layers::workload random_layer(std::uint32_t seed, bool negative, std::uint32_t batch) {
    generator random(seed);
    formats::shared_weights weights;
    for (int code = 0; code < 16; ++code)
        weights.codebook.push_back(static_cast<float>(code) * 0.37f - (code ? 2.9f : 0.0f));
    formats::csc<std::uint8_t>& codes = weights.codes;
    codes.rows = pick(random, 1, 300);
    const std::uint32_t inputs = pick(random, 1, 200);
    codes.columns = inputs + 1;
    const double density = pick_density(random);
    const double empty_columns = with_chance(random, 0.5) ? 0.3 : 0;
    const std::uint32_t first_row = pick(random, 0, 3) == 0 ? codes.rows / 2 : 0;  // rows before it are empty
    for (std::uint32_t column = 0; column < codes.columns; ++column) {
        const bool empty = with_chance(random, empty_columns);
        for (std::uint32_t row = first_row; row < codes.rows && !empty; ++row) {
            if (!with_chance(random, density)) continue;
            codes.row.push_back(row);
            codes.value.push_back(
                static_cast<std::uint8_t>(pick(random, with_chance(random, 0.1) ? 0 : 1, 15)));
        }
        codes.column_begin.push_back(codes.stored());
    }
    std::vector<std::vector<float>> vectors;
    for (std::uint32_t v = 0; v < batch; ++v) {
        const double activation_density = pick_density(random);
        std::vector<float> activations;
        for (std::uint32_t i = 0; i < inputs; ++i) {
            const float value = with_chance(random, activation_density)
                                    ? static_cast<float>(pick(random, 1, 1000)) * 0.013f
                                    : 0.0f;
            activations.push_back(negative && with_chance(random, 0.5) ? -value : value);
        }
        vectors.push_back(std::move(activations));
    }
    layers::workload work;
    work.products.push_back(
        {layers::affine_weights(std::move(weights)), std::move(vectors),
         with_chance(random, 0.5) ? layers::activation_function::relu : layers::activation_function::none});
    return work;
}

parameters random_parameters(std::uint32_t seed) {
    generator random(seed * 7919 + 1);
    parameters p;
    p.capacity = "unbounded";
    p.pes = pick(random, 0, 1) ? pick(random, 1, 256) : pick(random, 1, 8);
    p.activation_queue_slots = pick(random, 0, 2) ? pick(random, 2, 9) : pick(random, 2, 512);
    p.sram_entries_per_row = pick(random, 0, 1) ? pick(random, 1, 9) : pick(random, 1, 1000);
    p.run_bits = pick(random, 0, 1) ? 4 : pick(random, 1, 8);
    p.broadcast = pick(random, 0, 1) ? "positive" : "nonzero";
    if (pick(random, 0, 2) == 0) p.lnzd_latency_cycles = pick(random, 1, 6);
    if (pick(random, 0, 2) == 0) p.broadcast_latency_cycles = pick(random, 1, 20);
    if (pick(random, 0, 1)) p.source_registers = pick(random, 1, 9);
    if (pick(random, 0, 1)) p.batch_switch_cycles = pick(random, 1, 9);
    p.dma_bits_per_cycle = pick(random, 1, 200);
    if (pick(random, 0, 1)) {
        p.arithmetic = "fixed_point";
        p.operand_bits = pick(random, 4, 24);
        p.weight_fraction_bits = pick(random, 0, 24);
        p.activation_fraction_bits = pick(random, 0, static_cast<std::uint32_t>(p.operand_bits) - 2);
        p.rounding = pick(random, 0, 1) ? "nearest_even" : "truncate";
        p.overflow = pick(random, 0, 1) ? "saturate" : "wrap";
    }
    return p;
}

parameters reloading_parameters(std::uint32_t seed) {
    parameters p = random_parameters(seed);
    generator random(seed * 7907 + 3);
    p.capacity = "reload";
    p.pes = pick(random, 1, 12);
    if (pick(random, 0, 1)) p.accumulators = pick(random, 1, 40);
    if (pick(random, 0, 1)) p.activation_sram_entries = pick(random, 1, 30);
    if (pick(random, 0, 1)) p.pointer_entries = pick(random, 2, 100);
    if (pick(random, 0, 1)) p.matrix_sram_entries = pick(random, 50, 2000);
    if (pick(random, 0, 1)) p.pointer_bits = pick(random, 7, 12);
    return p;
}

}  // namespace lacuna::eie::test
