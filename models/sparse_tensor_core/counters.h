/// What the sparse tensor core counts: the definition of every counter, which both engines register.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "sim/formats/sparse_mma.h"
#include "sim/statistics/registry.h"

namespace lacuna::sparse_tensor_core::counters {

using statistics::definition;
using statistics::kind;

// subcore[i]: each cycle by what leaves the operand collector
inline constexpr definition subcore_busy_cycles{"busy_cycles", kind::busy, "cycles",
                                                "a tile of operands leaves the operand collector"};
inline constexpr definition subcore_selector_busy{
    "selector_busy", kind::stall, "cycles",
    "every tile of an instruction has left, but the selector still keeps its operand latches"};
inline constexpr definition subcore_operand_wait{
    "operand_wait", kind::stall, "cycles",
    "operands are being read, or are not yet in the registers: fragments and loads on their way"};
inline constexpr definition subcore_dependency{
    "dependency", kind::stall, "cycles", "the accumulators of the next instruction are still being computed"};
inline constexpr definition subcore_copy_wait{"copy_wait", kind::stall, "cycles",
                                              "warps ask for the copies of a k tile, or wait for them"};
inline constexpr definition subcore_barrier{
    "barrier", kind::stall, "cycles",
    "warps wait for the others of their block, or are in the instructions of their loop: synchronise, count, "
    "branch"};
inline constexpr definition subcore_epilogue{"epilogue", kind::stall, "cycles",
                                             "warps bring their accumulators to global memory"};
inline constexpr definition subcore_no_warp{"no_warp", kind::stall, "cycles",
                                            "no warp has an instruction left, or there is none"};

// subcore[i].warp_scheduler
inline constexpr definition warp_scheduler_issue{"issue", kind::action, "instructions",
                                                 "instructions issued to a warp, those of its loop included"};
inline constexpr definition warp_scheduler_mma{"mma_instructions", kind::amount, "instructions",
                                               "of these mma and mma.sp"};
inline constexpr definition warp_scheduler_load{"load_instructions", kind::amount, "instructions",
                                                "of these loads from shared memory"};
inline constexpr definition warp_scheduler_store{"store_instructions", kind::amount, "instructions",
                                                 "of these stores to shared memory"};
inline constexpr definition warp_scheduler_copy{"copy_instructions", kind::amount, "instructions",
                                                "of these copies from global to shared memory"};
inline constexpr definition warp_scheduler_write{"write_instructions", kind::amount, "instructions",
                                                 "of these writes to global memory"};

// subcore[i].operand_collector
inline constexpr definition operand_collector_read{"read", kind::action, "registers",
                                                   "registers of a warp (32 x 32 bits) of A, B and C read"};

// subcore[i].metadata_delivery
inline constexpr definition metadata_delivery_read{"read", kind::action, "registers",
                                                   "registers of a warp (32 x 32 bits) of metadata read"};

// subcore[i].operand_selector
inline constexpr definition operand_selector_select{
    "select", kind::action, "bits",
    "bits of B picked by metadata: a value for each kept one of A and column"};
inline constexpr definition operand_selector_pass{
    "pass", kind::action, "bits", "bits of B that pass where A is dense: a value for each of A and column"};

// subcore[i].dot_product_units: multipliers of each width cost something else
inline constexpr std::array<definition, 5> dot_product_units_multiply{{
    {"multiply_f16", kind::action, "products", "products of a value of A and one of B, both f16"},
    {"multiply_bf16", kind::action, "products", "products of a value of A and one of B, both bf16"},
    {"multiply_tf32", kind::action, "products", "products of a value of A and one of B, both tf32"},
    {"multiply_int8", kind::action, "products", "products of a value of A and one of B, both s8 or u8"},
    {"multiply_int4", kind::action, "products", "products of a value of A and one of B, both s4 or u4"},
}};

/// Which of these counts the products of that type.
constexpr std::size_t multiply_of(formats::operand_type type) {
    using formats::operand_type;
    switch (type) {
        case operand_type::f16:
            return 0;
        case operand_type::bf16:
            return 1;
        case operand_type::tf32:
            return 2;
        case operand_type::s8:
        case operand_type::u8:
            return 3;
        case operand_type::s4:
        case operand_type::u4:
            return 4;
    }
    return 0;
}

// subcore[i].accumulation: adders of each type cost something else
inline constexpr std::array<definition, 3> accumulation_add{{
    {"add_f16", kind::action, "terms", "products added to an f16 accumulator, those of a k-step at once"},
    {"add_f32", kind::action, "terms", "products added to an f32 accumulator, those of a k-step at once"},
    {"add_s32", kind::action, "terms", "products added to an s32 accumulator, those of a k-step at once"},
}};

/// Which of these counts the terms of that type.
constexpr std::size_t add_of(formats::accumulator_type type) {
    using formats::accumulator_type;
    switch (type) {
        case accumulator_type::f16:
            return 0;
        case accumulator_type::f32:
            return 1;
        case accumulator_type::s32:
            return 2;
    }
    return 0;
}

// subcore[i].write_back
inline constexpr definition write_back_write{"write", kind::action, "registers",
                                             "registers of a warp (32 x 32 bits) of D written"};

// subcore[i].load_store_unit
inline constexpr definition load_store_unit_request{"request", kind::action, "requests",
                                                    "loads and stores sent to shared memory"};
inline constexpr definition load_store_unit_write{
    "write", kind::action, "registers", "registers of a warp (32 x 32 bits) that loads have filled"};

// shared_memory
inline constexpr definition shared_memory_busy_cycles{"busy_cycles", kind::busy, "cycles",
                                                      "a phase of at most 128 bytes is read or written"};
inline constexpr definition shared_memory_way_busy{
    "way_busy", kind::stall, "cycles",
    "requests wait, but the way to each of their sub-cores still carries a phase"};
inline constexpr definition shared_memory_no_request{"no_request", kind::stall, "cycles", "no request waits"};
inline constexpr definition shared_memory_read{
    "read", kind::action, "phases", "phases of at most 128 bytes read from the banks, one a conflict way"};
inline constexpr definition shared_memory_write{
    "write", kind::action, "phases", "phases of 128 bytes written to the banks, by stores and copies"};
inline constexpr definition shared_memory_bytes{"bytes", kind::amount, "bytes",
                                                "bytes that loads asked for, of every lane"};

// copy_engine
inline constexpr definition copy_engine_copy{"copy", kind::action, "requests",
                                             "requests of 512 bytes brought from L2 for shared memory"};
inline constexpr definition copy_engine_write{"write", kind::action, "requests",
                                              "requests of 512 bytes sent to L2"};

// l2, hbm: of all SMs
inline constexpr definition l2_read{"read", kind::action, "bytes",
                                    "bytes that SMs read, those of HBM included"};
inline constexpr definition l2_write{"write", kind::action, "bytes", "bytes that SMs write"};
inline constexpr definition hbm_read{"read", kind::action, "bytes", "bytes that L2 did not hold"};
inline constexpr definition hbm_write{"write", kind::action, "bytes", "bytes that L2 gives back"};

/// Registers the counters of a box that are alike but for the type: one for each definition, in their order.
template <std::size_t N>
void add_all(statistics::registry& statistics, const std::string& box, const std::array<definition, N>& what,
             std::array<std::uint64_t, N>& values) {
    for (std::size_t i = 0; i < N; ++i) statistics.add(box, what[i], values[i]);
}

}  // namespace lacuna::sparse_tensor_core::counters
