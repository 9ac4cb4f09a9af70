#include "tests/sparse_tensor_core/random_work.h"

#include <string>
#include <vector>

#include "sim/layers/random_values.h"
#include "tests/sparse_tensor_core/draw.h"

namespace lacuna::sparse_tensor_core::test {
parameters random_parameters(std::uint32_t seed) {
    draw random(seed);
    parameters p;
    p.subcores = random.integer(1, 5);
    p.tile_rows = random.one_of<std::int64_t>({1, 2, 4, 8, 16});
    p.tile_columns = random.one_of<std::int64_t>({1, 2, 4, 8});
    for (std::int64_t* stage : {&p.issue_cycles, &p.first_read_cycles, &p.select_cycles, &p.multiply_cycles,
                                &p.accumulate_cycles, &p.writeback_cycles, &p.selector_initiation_interval})
        *stage = random.cycles();
    p.loop_instructions = random.integer(0, 5);
    p.instruction_fetch_cycles = random.integer(0, 40);
    p.global_latency_cycles = random.integer(0, 90);
    p.fragment_registers_per_cycle = random.integer(1, 4);
    p.shared_request_cycles = random.cycles();
    p.shared_return_cycles = random.cycles();
    p.phase_interval_cycles = random.integer(1, 5);
    p.phases_per_cycle = random.integer(1, 3);
    p.memory_queue_slots = random.integer(1, 6);
    p.type = random.one_of<std::string>({"f16", "bf16", "tf32", "s8", "s4"});
    if (p.type == "f16") p.accumulator = random.one_of<std::string>({"f32", "f16"});
    p.instruction_k = random.one_of<std::string>({"large", "small"});
    p.instructions = random.one_of<std::string>({"mma.sp", "mma"});
    p.on_violation = random.one_of<std::string>({"dense", "prune"});
    p.warps = random.integer(1, 9);
    p.chains = random.integer(1, 4);
    return p;
}

layers::workload random_stream(std::uint32_t seed) {
    draw random(seed);
    layers::instruction_stream stream;
    if (random.integer(0, 2) == 0) {
        const bool matrices = random.integer(0, 1) == 1;
        layers::shared_memory_load load;
        load.matrices = matrices ? random.one_of<int>({1, 2, 4}) : 0;
        load.stride_bytes = static_cast<int>(matrices ? 16 * random.integer(1, 9) : 4 * random.integer(0, 9));
        stream.instruction = load;
    } else {
        stream.instruction = random.one_of(formats::mma_instructions());
    }
    stream.warps = static_cast<std::uint32_t>(random.integer(1, 12));
    stream.ilp = static_cast<std::uint32_t>(random.integer(1, 4));
    stream.iterations = static_cast<std::uint64_t>(random.integer(1, 40));
    stream.seed = seed;
    return {"a stream", {}, stream};
}

layers::workload random_layer(std::uint32_t seed) {
    draw random(seed);
    const auto outputs = static_cast<std::uint32_t>(random.integer(1, 70));
    const auto inputs = static_cast<std::uint32_t>(8 * random.integer(1, 20));
    const auto batch = static_cast<std::uint32_t>(random.integer(1, 20));
    const double density = static_cast<double>(random.integer(0, 10)) / 10;
    formats::csc<float> weights =
        layers::generate_pruned_weights(outputs, inputs, layers::distribution::normal, seed, density).kept;
    const bool has_bias = random.integer(0, 1) == 1;
    for (std::uint32_t row = 0; has_bias && row < outputs; ++row) {
        weights.row.push_back(row);
        weights.value.push_back(static_cast<float>(random.integer(-20, 20)) / 8);
    }
    ++weights.columns;
    weights.column_begin.push_back(weights.stored());
    layers::workload work{"a layer", {}, {}};
    work.products.push_back(
        {layers::affine_weights(std::move(weights)),
         layers::generate_activations(batch, inputs, layers::distribution::normal, seed + 1, 0.7),
         random.integer(0, 1) ? layers::activation_function::relu : layers::activation_function::none});
    return work;
}

}  // namespace lacuna::sparse_tensor_core::test
