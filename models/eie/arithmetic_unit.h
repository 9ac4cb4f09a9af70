/// The arithmetic unit of a PE: decodes the weight, accumulates its address, multiplies, and adds, in four
/// stages, in floating or fixed point (sim/formats/arithmetic.h).
///
/// Source: ISCA 2016, section IV "Arithmetic Unit"; timing: README.md, rule 6. Stage 1 looks the code up in
/// the codebook and adds the run to the address of the entry before; stage 2 multiplies and reads the
/// accumulator; stage 3 shifts the product and adds; the write commits at the end of stage 3. The one hazard,
/// the same accumulator in adjacent cycles, is bypassed, so nothing stalls. A filler passes through all
/// stages and writes nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>
#include <vector>

#include "models/eie/activation_read_write.h"
#include "models/eie/sparse_matrix_read.h"

namespace lacuna::eie {

class arithmetic_unit final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    kernel::register_in<weight_operand> operand{"operand"};
    sc_core::sc_port<activation_read_write> accumulators{"accumulators"};

    /// `computes` must live as long as the unit.
    arithmetic_unit(sc_core::sc_module_name name, const formats::arithmetic& computes,
                    statistics::registry& statistics);

    /// Fills the codebook; entry 0 is 0.
    void load(std::shared_ptr<const std::vector<float>> codebook);

    bool on_clock() override;

  private:
    /// What a stage holds.
    enum class content : std::uint8_t { bubble, filler, weight };

    struct multiply_stage {
        content holds = content::bubble;
        std::uint32_t address = 0;
        float weight = 0;
        float activation = 0;
    };
    struct add_stage {
        content holds = content::bubble;
        std::uint32_t address = 0;
        float product = 0;
        float accumulated = 0;
    };

    void end_of_elaboration() override {
        operand_ = operand[0];
        accumulators_ = accumulators[0];
    }

    // Used every cycle, so kept together (kernel/clock_domain.h).
    alignas(64) const kernel::register_channel<weight_operand>* operand_ = nullptr;
    activation_read_write* accumulators_ = nullptr;
    const formats::arithmetic& computes_;                 // the same in all PEs
    std::shared_ptr<const std::vector<float>> codebook_;  // the same in all PEs
    std::uint32_t next_address_ = 0;  // 1 past the entry before, 0 at the beginning of a column
    multiply_stage multiply_;
    add_stage add_;

    std::uint64_t macs_ = 0;
    std::uint64_t fillers_ = 0;
    std::uint64_t bypasses_ = 0;
    std::uint64_t overflows_ = 0;
};

}  // namespace lacuna::eie
