/// What the sparse tensor core counts: the definition of every counter, which both engines register.
#pragma once

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
inline constexpr definition subcore_barrier{
    "barrier", kind::stall, "cycles",
    "warps are in the instructions of their loop: synchronise, count, branch"};
inline constexpr definition subcore_no_warp{"no_warp", kind::stall, "cycles",
                                            "no warp has an instruction left, or there is none"};

// subcore[i].warp_scheduler
inline constexpr definition warp_scheduler_issue{"issue", kind::action, "instructions",
                                                 "instructions issued to a warp, those of its loop included"};
inline constexpr definition warp_scheduler_mma{"mma_instructions", kind::amount, "instructions",
                                               "of these mma and mma.sp"};
inline constexpr definition warp_scheduler_load{"load_instructions", kind::amount, "instructions",
                                                "of these loads from shared memory"};

// subcore[i].operand_collector
inline constexpr definition operand_collector_read{"read", kind::action, "registers",
                                                   "registers of a warp (32 x 32 bits) of A, B and C read"};

// subcore[i].metadata_delivery
inline constexpr definition metadata_delivery_read{"read", kind::action, "registers",
                                                   "registers of a warp (32 x 32 bits) of metadata read"};

// subcore[i].operand_selector
inline constexpr definition operand_selector_select{
    "select", kind::action, "operands", "values of B picked by metadata, one a kept value of A and column"};
inline constexpr definition operand_selector_pass{
    "pass", kind::action, "operands", "values of B that pass where A is dense, one a value of A and column"};

// subcore[i].dot_product_units
inline constexpr definition dot_product_units_multiply{"multiply", kind::action, "products",
                                                       "products of a value of A and one of B"};

// subcore[i].accumulation
inline constexpr definition accumulation_add{
    "add", kind::action, "sums", "sums of the products of a k-step and an accumulator, aligned at once"};

// subcore[i].write_back
inline constexpr definition write_back_write{"write", kind::action, "registers",
                                             "registers of a warp (32 x 32 bits) of D written"};

// subcore[i].load_store_unit
inline constexpr definition load_store_unit_request{"request", kind::action, "requests",
                                                    "loads sent to shared memory"};
inline constexpr definition load_store_unit_write{
    "write", kind::action, "registers", "registers of a warp (32 x 32 bits) that loads have filled"};

// shared_memory
inline constexpr definition shared_memory_busy_cycles{"busy_cycles", kind::busy, "cycles",
                                                      "a phase of at most 128 bytes is read"};
inline constexpr definition shared_memory_way_busy{
    "way_busy", kind::stall, "cycles",
    "requests wait, but the way to each of their sub-cores still carries a phase"};
inline constexpr definition shared_memory_no_request{"no_request", kind::stall, "cycles", "no request waits"};
inline constexpr definition shared_memory_read{
    "read", kind::action, "phases", "phases of at most 128 bytes read from the banks, one a conflict way"};
inline constexpr definition shared_memory_bytes{"bytes", kind::amount, "bytes",
                                                "bytes that loads asked for, of every lane"};

}  // namespace lacuna::sparse_tensor_core::counters
