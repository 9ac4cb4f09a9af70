/// What EIE counts: the definition of every counter, which both engines register.
#pragma once

#include "sim/statistics/registry.h"

namespace lacuna::eie::counters {

using statistics::definition;
using statistics::kind;

// central_control
inline constexpr definition central_control_busy_cycles{"busy_cycles", kind::busy, "cycles",
                                                        "an activation is broadcast"};
inline constexpr definition central_control_queue_full{
    "queue_full", kind::stall, "cycles", "an activation is found, but some activation queue is full"};
inline constexpr definition central_control_next_row{"next_row", kind::stall, "cycles",
                                                     "no non-zero is left in the row: the next one is taken"};
inline constexpr definition central_control_lnzd_wait{"lnzd_wait", kind::stall, "cycles",
                                                      "the LNZD tree detects in a new row"};
inline constexpr definition central_control_finished{"finished", kind::stall, "cycles",
                                                     "all activations are sent: the PEs drain"};
inline constexpr definition central_control_batch_switch{
    "batch_switch", kind::stall, "cycles",
    "the next batch of activations is brought from the activation SRAM"};
inline constexpr definition central_control_broadcast{"broadcast", kind::action, "activations",
                                                      "activations sent to all PEs, the bias included"};

// dma
inline constexpr definition dma_weight_loading_cycles{
    "weight_loading_cycles", kind::amount, "cycles",
    "I/O mode, apart from computing: codebook, column pointers and entries are loaded"};
inline constexpr definition dma_activation_loading_cycles{
    "activation_loading_cycles", kind::amount, "cycles",
    "I/O mode, apart from computing: input activations are loaded"};
inline constexpr definition dma_sum_spilling_cycles{
    "sum_spilling_cycles", kind::amount, "cycles",
    "I/O mode, apart from computing: partial sums are stored and loaded between passes over the inputs"};
inline constexpr definition dma_output_storing_cycles{"output_storing_cycles", kind::amount, "cycles",
                                                      "I/O mode, apart from computing: outputs are stored"};

// pe[i].activation_queue
inline constexpr definition activation_queue_push{"push", kind::action, "activations",
                                                  "activations written into the queue"};
inline constexpr definition activation_queue_pop{"pop", kind::action, "activations",
                                                 "activations read from the queue"};

// pe[i], and pe[i].pointer_read
inline constexpr definition pe_busy_cycles{"busy_cycles", kind::busy, "cycles",
                                           "an entry, weight or filler, leaves for the weight SRAM"};
inline constexpr definition pe_empty_column{"empty_column", kind::stall, "cycles",
                                            "the broadcast column has no entry in this PE"};
inline constexpr definition pe_starved{"starved", kind::stall, "cycles",
                                       "the activation queue has nothing for the PE"};
inline constexpr definition pointer_read_read{"read", kind::action, "pointer pairs",
                                              "pointer pairs read, one a column"};

// pe[i].sparse_matrix_read
inline constexpr definition sparse_matrix_read_read{"read", kind::action, "rows",
                                                    "rows of the weight SRAM read"};

// pe[i].arithmetic_unit
inline constexpr definition arithmetic_unit_mac{"mac", kind::action, "MACs",
                                                "products added to an accumulator"};
inline constexpr definition arithmetic_unit_filler{"filler", kind::action, "entries",
                                                   "fillers that passed through"};
inline constexpr definition arithmetic_unit_bypass{"bypass", kind::action, "operands",
                                                   "accumulators taken from the adder of the cycle before"};
inline constexpr definition arithmetic_unit_overflows{
    "overflows", kind::amount, "numbers", "products and sums beyond the range of their fixed-point format"};

// pe[i].activation_read_write
inline constexpr definition activation_read_write_source_read{"source_read", kind::action, "activations",
                                                              "input activations presented to the LNZD tree"};
inline constexpr definition activation_read_write_accumulator_read{"accumulator_read", kind::action,
                                                                   "registers", "accumulators read"};
inline constexpr definition activation_read_write_accumulator_write{"accumulator_write", kind::action,
                                                                    "registers", "accumulators written"};

inline constexpr definition activation_read_write_sram_read{
    "sram_read", kind::action, "activations",
    "input activations brought from the activation SRAM into source registers"};
inline constexpr definition activation_read_write_sram_write{
    "sram_write", kind::action, "activations",
    "outputs brought from destination registers into the activation SRAM"};

// lnzd_node[i]
inline constexpr definition lnzd_node_select{"select", kind::action, "activations",
                                             "non-zero activations passed towards the root"};

}  // namespace lacuna::eie::counters
