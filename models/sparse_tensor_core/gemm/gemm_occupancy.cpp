#include "models/sparse_tensor_core/gemm/gemm_occupancy.h"

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::sparse_tensor_core {
namespace {

using formats::mma;

constexpr std::uint64_t reserved_shared_memory = 1024;  // bytes of a block, for the system
constexpr std::uint64_t register_unit = 8;              // a lane's are allocated in such

std::uint64_t count_of(std::int64_t parameter) {
    return static_cast<std::uint64_t>(parameter);
}

}  // namespace

gemm_tile tile_of(const parameters& p) {
    const auto part = [](std::int64_t size) { return static_cast<std::uint32_t>(size); };
    return {part(p.tile[0]),      part(p.tile[1]),      part(p.tile[2]),
            part(p.warp_tile[0]), part(p.warp_tile[1]), part(p.stages)};
}

tiled_gemm tiled(const parameters& p, const mma& instruction) {
    return {tile_of(p), instruction, static_cast<std::uint32_t>(p.registers_per_lane),
            static_cast<std::uint32_t>(p.reserved_registers)};
}

std::string refusal_of_tile(const gemm_tile& tile, const mma& instruction) {
    const auto refuse = [](const char* whole, std::uint32_t size, const char* part, std::uint32_t of) {
        return fmt::format("The {} of {} does not fall into {} of {}.", whole, size, part, of);
    };
    if (tile.block_m % tile.warp_m != 0) return refuse("tile's m", tile.block_m, "warp tiles", tile.warp_m);
    if (tile.block_n % tile.warp_n != 0) return refuse("tile's n", tile.block_n, "warp tiles", tile.warp_n);
    if (tile.warp_m % mma::m != 0) return refuse("warp tile's m", tile.warp_m, "instructions", mma::m);
    if (tile.warp_n % mma::n != 0) return refuse("warp tile's n", tile.warp_n, "instructions", mma::n);
    const auto k = static_cast<std::uint32_t>(instruction.k);
    if (tile.block_k % k != 0) return refuse("tile's k", tile.block_k, instruction.name().c_str(), k);
    return {};
}

occupancy occupancy_of(const tiled_gemm& gemm, const parameters& p) {
    const std::uint64_t bytes = gemm.shared_memory_bytes() + reserved_shared_memory;
    const std::uint64_t registers = (gemm.registers() + register_unit - 1) / register_unit * register_unit;
    const std::uint64_t warps = gemm.warps();
    const std::uint64_t of_lane = count_of(p.registers_per_lane);
    // Of one sub-core, which runs every so many-th warp.
    const std::uint64_t warps_of_file =
        count_of(p.register_file_registers) / (registers * static_cast<std::uint64_t>(mma::lanes));
    const std::uint64_t most_warps = std::min(count_of(p.most_warps), warps_of_file * count_of(p.subcores));
    occupancy found;
    const auto say = [&](const std::string& sentence) {
        found.refusal += (found.refusal.empty() ? "" : " ") + sentence;
    };
    if (bytes > count_of(p.shared_memory_bytes))
        say(fmt::format(
            "{} stages of {} bytes, and {} for the system, are {} bytes of shared memory, more than the {} of "
            "an SM (shared_memory_bytes).",
            gemm.tile().stages, gemm.bytes_of_stage(), reserved_shared_memory, bytes, p.shared_memory_bytes));
    if (gemm.registers() > of_lane)
        say(fmt::format(
            "A lane needs {} registers for accumulators, fragments and addresses of a warp tile of {} x {}, "
            "more than the {} that it can name (registers_per_lane).",
            gemm.registers(), gemm.tile().warp_m, gemm.tile().warp_n, of_lane));
    else if (warps > most_warps)
        say(fmt::format(
            "The {} warps of a block, {} registers a lane, are more than the {} that the SM's registers and "
            "slots hold (register_file_registers, most_warps).",
            warps, registers, most_warps));
    if (!found.refusal.empty()) return found;
    found.blocks =
        static_cast<std::uint32_t>(std::min(count_of(p.shared_memory_bytes) / bytes, most_warps / warps));
    return found;
}

}  // namespace lacuna::sparse_tensor_core
