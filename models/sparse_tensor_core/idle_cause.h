/// Why a warp scheduler issues no mma.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lacuna::sparse_tensor_core {

/// In the order in which a cause is looked for among the warps.
enum class idle_cause : std::uint8_t { operand_wait, dependency, copy_wait, barrier, epilogue, no_warp };

constexpr std::size_t idle_causes = 6;

}  // namespace lacuna::sparse_tensor_core
