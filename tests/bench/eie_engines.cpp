/// Compares the two engines of EIE on random layers and parameters, every counter of every box: eie_engines
/// [PAIRS [SEED]]
///
/// Prints how many pairs agreed; exits 1 at the first that does not, with its seeds.
#include <fmt/format.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <systemc>

#include "tests/eie/layers.h"

namespace {

using namespace lacuna;

struct design_point {
    eie::parameters parameters;
    std::unique_ptr<accelerator> clocked, transaction;
};

/// The first counter in which the engines differ, or nothing.
std::string difference(design_point& point, const layers::workload& work) {
    std::optional<outcome> a;
    std::optional<outcome> b;
    try {
        a = point.clocked->run(work);
    } catch (const does_not_fit&) {
    }
    try {
        b = point.transaction->run(work);
    } catch (const does_not_fit&) {
    }
    if (a.has_value() != b.has_value()) return "whether the layer fits";
    if (!a) return {};
    if (a->cycles != b->cycles) return fmt::format("cycles {} and {}", a->cycles, b->cycles);
    if (a->outputs != b->outputs) return "outputs";
    const auto boxes = point.clocked->statistics().instances();
    const auto others = point.transaction->statistics().instances();
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        for (std::size_t c = 0; c < boxes[i].counters.size(); ++c) {
            const auto& [what, value] = boxes[i].counters[c];
            const std::uint64_t other = others.at(i).counters.at(c).value;
            if (value != other)
                return fmt::format("{} {}: {} and {}", boxes[i].box, what->name, value, other);
        }
    }
    return {};
}

}  // namespace

int sc_main(int argc, char* argv[]) {
    constexpr std::uint32_t layers_each = 50;
    const std::uint32_t pairs = argc > 1 ? static_cast<std::uint32_t>(std::atoi(argv[1])) : 10000;
    const std::uint32_t seed = argc > 2 ? static_cast<std::uint32_t>(std::atoi(argv[2])) : 1;

    std::vector<design_point> points;
    for (std::uint32_t i = 0; i * layers_each < pairs; ++i) {
        const std::uint32_t point_seed = seed * 100003 + i;
        const eie::parameters p =
            i % 2 ? eie::test::reloading_parameters(point_seed) : eie::test::random_parameters(point_seed);
        points.push_back(
            {p, p.build(fmt::format("eie{}", i), engine::clocked), p.build("", engine::transaction)});
    }
    std::uint32_t agreed = 0;
    for (std::uint32_t i = 0; i < points.size(); ++i) {
        for (std::uint32_t layer = 0; layer < layers_each && agreed < pairs; ++layer, ++agreed) {
            const std::uint32_t layer_seed = seed * 1000003 + i * layers_each + layer;
            const auto work = eie::test::random_layer(layer_seed, points[i].parameters.broadcast == "nonzero",
                                                      layer % 3 + 1);
            const std::string first = difference(points[i], work);
            if (first.empty()) continue;
            fmt::print("After {} pairs that agree, parameters {} and layer of seed {} differ: {}\n", agreed,
                       i, layer_seed, first);
            return EXIT_FAILURE;
        }
    }
    fmt::print("{} pairs, no difference in any counter of any box (seed {}).\n", agreed, seed);
    return EXIT_SUCCESS;
}
