#include "models/sparse_tensor_core/output_tiles.h"

#include <algorithm>

namespace lacuna::sparse_tensor_core {
namespace {

std::uint64_t parts_of(std::uint64_t size, int part) {
    const auto each = static_cast<std::uint64_t>(part);
    return (size + each - 1) / each;
}

}  // namespace

output_tiles::place output_tiles::place_of(std::uint32_t warp, std::uint32_t chain,
                                           std::uint64_t index) const {
    const std::uint64_t group = warp + warps * (index / k_instructions);
    const std::uint64_t tile = group * chains + chain;
    return {tile % row_tiles, tile / row_tiles, index % k_instructions};
}

std::vector<warp_program> output_tiles::programs() const {
    const std::uint64_t whole_groups = tiles() / chains;
    const auto rest = static_cast<std::uint32_t>(tiles() % chains);
    std::vector<warp_program> programs(warps);
    for (std::uint32_t warp = 0; warp < warps; ++warp) {
        const std::uint64_t groups = (whole_groups + warps - 1 - warp) / warps;
        if (groups > 0) programs[warp].loops.push_back({groups * k_instructions, chains});
    }
    if (rest > 0) programs[whole_groups % warps].loops.push_back({k_instructions, rest});
    return programs;
}

output_tiles tiles_of(std::uint32_t outputs, std::uint32_t inputs, std::uint64_t batch,
                      const formats::mma& instruction, std::uint32_t warps, std::uint32_t chains) {
    return {parts_of(outputs, formats::mma::m), parts_of(batch, formats::mma::n),
            std::max<std::uint64_t>(1, parts_of(inputs, instruction.k)), warps, chains};
}

}  // namespace lacuna::sparse_tensor_core
