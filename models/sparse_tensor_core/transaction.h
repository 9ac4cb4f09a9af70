/// The sparse tensor core's transaction engine: the counts of the clocked model, to the last one, from the
/// structure of the work.
///
/// event_timing.h finds cycles and counts; values are computed instruction by instruction, in the order of
/// each chain.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/counters.h"
#include "models/sparse_tensor_core/event_timing.h"
#include "models/sparse_tensor_core/sm_engine.h"

namespace lacuna::sparse_tensor_core {

class transaction final : public sm_engine {
  public:
    explicit transaction(const parameters& p);

    outcome run(const layers::workload& work) override;

    std::uint64_t execute(const sm_program& program, chain_values* values,
                          const layers::instruction_stream* loads) override;
    std::uint64_t execute(const kernel_program& program, chain_values* values) override;

  private:
    std::vector<std::vector<std::uint32_t>> loaded_registers() const override { return loaded_; }
    bool computes_apart() const override { return true; }

    /// What a sub-core has counted over all programs, products and terms by their type.
    struct subcore_totals {
        subcore_counts counts;
        std::array<std::uint64_t, counters::dot_product_units_multiply.size()> multiplies{};
        std::array<std::uint64_t, counters::accumulation_add.size()> adds{};
    };

    /// Of a program of such mma; nullptr where it has none.
    void count(const formats::mma* instruction, const timing& found);
    void compute(const sm_program& program, chain_values& values) const;
    void load_registers(const layers::instruction_stream& loads);

    std::vector<subcore_totals> subcores_;
    copy_engine_counts copy_engine_;
    shared_memory_counts shared_memory_;
    std::vector<std::vector<std::uint32_t>> loaded_;
};

}  // namespace lacuna::sparse_tensor_core
