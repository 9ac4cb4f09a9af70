/// The boxes of a sparse tensor core as their cost is stated: how many, and of which sizes. `bytes` and
/// `width_bits` are those of the memory that a box reads or writes, and of all that it takes of it at once:
/// of the register file of its sub-core a register of 32 lanes, of shared memory a phase of all banks.
#include "models/sparse_tensor_core/parameters.h"

namespace lacuna::sparse_tensor_core {

std::vector<statistics::box> parameters::boxes() const {
    constexpr double register_bits = 32;
    constexpr double lanes = formats::mma::lanes;
    constexpr double multiplexer_inputs = 4;  // of 2:4 the values of a group
    constexpr double adders = 2;              // one for each k-step of an instruction
    constexpr double banks = 32;              // of shared memory
    const std::uint64_t of_sms = sms_used();
    const std::uint64_t count = static_cast<std::uint64_t>(subcores) * of_sms;
    const auto real = [](std::int64_t value) { return static_cast<double>(value); };
    const double register_file_bytes = real(register_file_registers) * register_bits / 8;
    const double dots = real(tile_rows) * real(tile_columns);
    const double warps_each = real((most_warps + subcores - 1) / subcores);
    return {
        {"subcore", count, {{"dot_products", dots}}},
        {"subcore.warp_scheduler", count, {{"warps", warps_each}, {"clock_mhz", clock}}},
        {"subcore.operand_collector",
         count,
         {{"bytes", register_file_bytes}, {"width_bits", lanes * register_bits}, {"clock_mhz", clock}}},
        {"subcore.metadata_delivery",
         count,
         {{"bytes", register_file_bytes}, {"width_bits", lanes * register_bits}, {"clock_mhz", clock}}},
        {"subcore.operand_selector",
         count,
         {{"dot_products", dots},
          {"width_bits", real(step_bits)},
          {"multiplexer_inputs", multiplexer_inputs},
          {"clock_mhz", clock}}},
        {"subcore.dot_product_units",
         count,
         {{"dot_products", dots}, {"width_bits", real(step_bits)}, {"clock_mhz", clock}}},
        {"subcore.accumulation",
         count,
         {{"dot_products", dots}, {"adders", adders}, {"width_bits", register_bits}, {"clock_mhz", clock}}},
        {"subcore.write_back",
         count,
         {{"bytes", register_file_bytes}, {"width_bits", lanes * register_bits}, {"clock_mhz", clock}}},
        {"subcore.load_store_unit",
         count,
         {{"slots", real(memory_queue_slots)},
          {"bytes", register_file_bytes},
          {"width_bits", lanes * register_bits},
          {"clock_mhz", clock}}},
        {"copy_engine", of_sms, {{"width_bits", banks * register_bits}, {"clock_mhz", clock}}},
        {"shared_memory",
         of_sms,
         {{"banks", banks},
          {"bytes", real(shared_memory_bytes)},
          {"width_bits", banks * register_bits},
          {"clock_mhz", clock}}},
        {"l2", 1, {{"bytes", real(l2_bytes)}, {"clock_mhz", clock}}},
        {"hbm", 1, {{"clock_mhz", clock}}},
    };
}

}  // namespace lacuna::sparse_tensor_core
