#include "sim/layers/sampled_gemm.h"

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>

#include "sim/config/interruption.h"
#include "sim/layers/drawing.h"

namespace lacuna::layers {
namespace {

using engine = boost::random::mt19937_64;

constexpr std::uint64_t matrix_a = 0;
constexpr std::uint64_t matrix_b = 1;

/// The output of SplitMix64 after the state.
std::uint64_t mix(std::uint64_t state) {
    state += 0x9e3779b97f4a7c15u;
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
    state = (state ^ (state >> 27)) * 0x94d049bb133111ebu;
    return state ^ (state >> 31);
}

engine engine_of(std::uint32_t seed, std::uint64_t matrix, std::uint32_t number, std::uint32_t piece) {
    std::uint64_t mixed = 0;
    for (const std::uint64_t part :
         {std::uint64_t{seed}, matrix, std::uint64_t{number}, std::uint64_t{piece}})
        mixed = mix(mixed + part);
    return engine(mixed);
}

/// Values [first, end) of a vector; uniform ones are `least` to 1.
std::vector<float> draw_vector(const drawn_vectors& from, std::uint64_t matrix, float least,
                               std::uint32_t number, std::uint32_t first, std::uint32_t end) {
    constexpr std::uint32_t piece_size = sampled_gemm::values_per_piece;
    std::vector<float> values;
    values.reserve(end - first);
    for (std::uint32_t at = first; at < end;) {
        give_up_if_stopped();
        const std::uint32_t piece = at / piece_size;
        const std::uint32_t from_piece = at % piece_size;
        const std::uint32_t count = std::min(piece_size - from_piece, end - at);
        engine random = engine_of(from.seed, matrix, number, piece);
        with_draw(from.values, least, [&](auto draw) {
            for (std::uint32_t i = 0; i < from_piece + count; ++i) {
                float value;
                do value = draw(random);
                while (value == 0);
                if (i >= from_piece) values.push_back(value);
            }
        });
        at += count;
    }
    return values;
}

}  // namespace

std::vector<float> sampled_gemm::row_of_weights(std::uint32_t row) const {
    return weights_of(row, 0, k);
}

std::vector<float> sampled_gemm::column_of_activations(std::uint32_t column) const {
    return activations_of(column, 0, k);
}

std::vector<float> sampled_gemm::weights_of(std::uint32_t row, std::uint32_t first, std::uint32_t end) const {
    return draw_vector(weights, matrix_a, -1, row, first, end);
}

std::vector<float> sampled_gemm::activations_of(std::uint32_t column, std::uint32_t first,
                                                std::uint32_t end) const {
    return draw_vector(activations, matrix_b, 0, column, first, end);
}

}  // namespace lacuna::layers
