/// The parameters of EIE: the published design point as defaults (Han et al., ISCA 2016).
#pragma once

#include <cstdint>
#include <string>

#include "sim/accelerator/model.h"

namespace lacuna::eie {

struct parameters final : model_parameters {
    std::int64_t pes = 64;
    std::int64_t activation_queue_slots = 8;
    std::int64_t sram_entries_per_row = 8;
    std::int64_t run_bits = 4;
    std::int64_t code_bits = 4;
    std::string broadcast = "positive";  // or "nonzero"
    double clock = 800;                  // MHz

    std::string arithmetic = "float32";  // or "fixed_point"
    std::int64_t operand_bits = 16;
    std::int64_t weight_fraction_bits = 12;
    std::int64_t activation_fraction_bits = 8;
    std::string rounding = "nearest_even";  // or "truncate"
    std::string overflow = "saturate";      // or "wrap"

    std::string capacity = "enforce";  // or "reload", "unbounded"
    std::int64_t matrix_sram_entries = 131072;
    std::int64_t pointer_entries = 16384;
    std::int64_t pointer_bits = 16;
    std::int64_t source_registers = 64;
    std::int64_t accumulators = 64;
    std::int64_t activation_sram_entries = 1024;

    std::int64_t lnzd_latency_cycles = 0;
    std::int64_t broadcast_latency_cycles = 0;
    std::int64_t batch_switch_cycles = 0;
    std::int64_t dma_bits_per_cycle = 64;

    config::parameter_list list() override;
    void check(const config::node& map) const override;
    std::string refuses_negative_activations() const override;
    double clock_mhz() const override { return clock; }
    std::vector<statistics::box> boxes() const override;
    std::string encoding() const override;
    std::unique_ptr<accelerator> build(const std::string& name, engine which) const override;

    /// How the arithmetic units compute.
    formats::arithmetic computes() const;
};

}  // namespace lacuna::eie
