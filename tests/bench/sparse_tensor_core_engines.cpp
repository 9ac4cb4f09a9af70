/// Compares the two engines of the sparse tensor core on random streams, layers, thread blocks and
/// parameters, every counter of every box: sparse_tensor_core_engines [PAIRS [SEED]]
///
/// Prints how many pairs agreed; exits 1 at the first that does not, with its seeds.
#include <cstdlib>
#include <memory>
#include <systemc>

#include "models/sparse_tensor_core/sparse_tensor_core.h"
#include "models/sparse_tensor_core/transaction.h"
#include "tests/sparse_tensor_core/comparison.h"
#include "tests/sparse_tensor_core/random_gemm.h"
#include "tests/sparse_tensor_core/random_work.h"

namespace {

using namespace lacuna;
using namespace lacuna::sparse_tensor_core;

/// Of a stream, a layer, or thread blocks.
std::string difference_on(std::uint32_t seed, std::uint32_t number,
                          lacuna::sparse_tensor_core::sparse_tensor_core& clocked, transaction& by_events) {
    if (number % 4 == 3) {
        const kernel_program program = test::random_kernel_of(seed).program;
        clocked.reset();
        by_events.reset();
        const std::uint64_t cycles = clocked.execute(program, nullptr);
        if (by_events.execute(program, nullptr) != cycles) return "cycles of thread blocks";
        return test::difference_of_counters(clocked, by_events);
    }
    return test::difference(clocked, by_events,
                            number % 4 == 2 ? test::random_layer(seed) : test::random_stream(seed));
}

}  // namespace

int sc_main(int argc, char* argv[]) {
    constexpr std::uint32_t works_each = 50;
    const std::uint32_t pairs = argc > 1 ? static_cast<std::uint32_t>(std::atoi(argv[1])) : 10000;
    const std::uint32_t seed = argc > 2 ? static_cast<std::uint32_t>(std::atoi(argv[2])) : 1;

    struct design_point {
        std::unique_ptr<lacuna::sparse_tensor_core::sparse_tensor_core> clocked;
        std::unique_ptr<transaction> by_events;
    };
    std::vector<design_point> points;
    for (std::uint32_t i = 0; i * works_each < pairs; ++i) {
        const parameters p = test::random_parameters(seed * 100003 + i);
        points.push_back({std::make_unique<lacuna::sparse_tensor_core::sparse_tensor_core>(
                              fmt::format("core{}", i).c_str(), p),
                          std::make_unique<transaction>(p)});
    }
    std::uint32_t agreed = 0;
    for (std::uint32_t i = 0; i < points.size(); ++i) {
        for (std::uint32_t w = 0; w < works_each && agreed < pairs; ++w, ++agreed) {
            const std::uint32_t work_seed = seed * 1000003 + i * works_each + w;
            const std::string first = difference_on(work_seed, w, *points[i].clocked, *points[i].by_events);
            if (first.empty()) continue;
            fmt::print("After {} pairs that agree, parameters {} and work of seed {} differ: {}\n", agreed, i,
                       work_seed, first);
            return EXIT_FAILURE;
        }
    }
    fmt::print("{} pairs, no difference in any counter of any box (seed {}).\n", agreed, seed);
    return EXIT_SUCCESS;
}
