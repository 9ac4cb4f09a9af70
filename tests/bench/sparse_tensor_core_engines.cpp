/// Compares the two engines of the sparse tensor core on random streams, layers and parameters, every counter
/// of every box: sparse_tensor_core_engines [PAIRS [SEED]]
///
/// Prints how many pairs agreed; exits 1 at the first that does not, with its seeds.
#include <cstdlib>
#include <memory>
#include <systemc>

#include "tests/sparse_tensor_core/comparison.h"
#include "tests/sparse_tensor_core/random_work.h"

int sc_main(int argc, char* argv[]) {
    using namespace lacuna;
    using namespace lacuna::sparse_tensor_core;
    constexpr std::uint32_t works_each = 50;
    const std::uint32_t pairs = argc > 1 ? static_cast<std::uint32_t>(std::atoi(argv[1])) : 10000;
    const std::uint32_t seed = argc > 2 ? static_cast<std::uint32_t>(std::atoi(argv[2])) : 1;

    struct design_point {
        std::unique_ptr<accelerator> clocked, transaction;
    };
    std::vector<design_point> points;
    for (std::uint32_t i = 0; i * works_each < pairs; ++i) {
        const parameters p = test::random_parameters(seed * 100003 + i);
        points.push_back(
            {p.build(fmt::format("core{}", i), engine::clocked), p.build("", engine::transaction)});
    }
    std::uint32_t agreed = 0;
    for (std::uint32_t i = 0; i < points.size(); ++i) {
        for (std::uint32_t w = 0; w < works_each && agreed < pairs; ++w, ++agreed) {
            const std::uint32_t work_seed = seed * 1000003 + i * works_each + w;
            const layers::workload work =
                w % 3 == 2 ? test::random_layer(work_seed) : test::random_stream(work_seed);
            const std::string first = test::difference(*points[i].clocked, *points[i].transaction, work);
            if (first.empty()) continue;
            fmt::print("After {} pairs that agree, parameters {} and work of seed {} differ: {}\n", agreed, i,
                       work_seed, first);
            return EXIT_FAILURE;
        }
    }
    fmt::print("{} pairs, no difference in any counter of any box (seed {}).\n", agreed, seed);
    return EXIT_SUCCESS;
}
