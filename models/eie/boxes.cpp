/// The boxes of EIE as their cost is stated: how many, and of which sizes.
#include "models/eie/broadcast_schedule.h"
#include "models/eie/lnzd_node.h"
#include "models/eie/parameters.h"

namespace lacuna::eie {

std::vector<statistics::box> parameters::boxes() const {
    constexpr double banks = 2;  // of the pointers: even and odd columns
    const auto count = static_cast<std::uint64_t>(pes);
    const auto entry_bits = static_cast<double>(code_bits + run_bits);
    const auto real = [](std::int64_t value) { return static_cast<double>(value); };
    return {
        {"dma", 1, {{"dma_bits_per_cycle", real(dma_bits_per_cycle)}}},
        {"central_control", 1, {{"pes", real(pes)}}},
        {"lnzd_node", lnzd_nodes(static_cast<std::size_t>(pes)), {{"fan_in", lnzd_node::fan_in}}},
        {"pe", count, {}},
        {"pe.activation_queue", count, {{"slots", real(activation_queue_slots)}, {"clock_mhz", clock}}},
        {"pe.pointer_read",
         count,
         {{"banks", banks},
          {"bytes", real(pointer_entries) * real(pointer_bits) / banks / 8},
          {"width_bits", real(pointer_bits)},
          {"clock_mhz", clock}}},
        {"pe.sparse_matrix_read",
         count,
         {{"bytes", real(matrix_sram_entries) * entry_bits / 8},
          {"width_bits", real(sram_entries_per_row) * entry_bits},
          {"clock_mhz", clock}}},
        {"pe.arithmetic_unit",
         count,
         {{"code_bits", real(code_bits)}, {"operand_bits", real(operand_bits)}, {"clock_mhz", clock}}},
        {"pe.activation_read_write",
         count,
         {{"registers", real(source_registers) + real(accumulators)},
          {"bytes", real(activation_sram_entries) * real(operand_bits) / 8},
          {"width_bits", real(operand_bits)},
          {"clock_mhz", clock}}},
    };
}

}  // namespace lacuna::eie
