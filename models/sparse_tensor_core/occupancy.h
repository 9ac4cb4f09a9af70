/// Whether the warps of a program fit the SM: their number, and their registers.
///
/// Every warp of a program is given as many registers as the one that needs most, as all warps of a kernel
/// are: those of A, B, C and metadata for each chain; of loads, those that they fill.
///
/// Source: NVIDIA, CUDA C++ Programming Guide, "Hardware Multithreading"; the limits are parameters.
#pragma once

#include <cstdint>

#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/warp_program.h"

namespace lacuna::sparse_tensor_core {

/// Of 32 bits, that a lane of the program's warps needs.
std::uint64_t registers_a_lane(const sm_program& program);

/// Throws does_not_fit, with a sentence for each limit that the program passes.
void check_fits(const parameters& p, const sm_program& program);

}  // namespace lacuna::sparse_tensor_core
