/// Programs of one instruction for tests, with no start-up unless they ask for it.
#pragma once

#include <cstdint>
#include <string>

#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/warp_program.h"
#include "tests/layers/named_mma.h"

namespace lacuna::sparse_tensor_core::test {

/// `warps` warps that each run one loop of `ilp` chains.
inline sm_program stream_of(const std::string& instruction, std::uint32_t warps, std::uint32_t ilp,
                            std::uint64_t iterations, bool starts_cold = false) {
    sm_program program;
    program.instruction = layers::test::mma_named(instruction);
    program.warps.assign(warps, {{{iterations, ilp}}});
    program.starts_cold = starts_cold;
    program.ilp = ilp;
    return program;
}

// Of each sort of timing one: a dense instruction of two and of one k-step, a sparse one of two and of one.

inline const std::string dense_two_steps = "mma.m16n8k16.f32.f16.f16.f32";
inline const std::string dense_one_step = "mma.m16n8k8.f32.f16.f16.f32";
inline const std::string sparse_two_steps = "mma.sp.m16n8k32.f32.f16.f16.f32";
inline const std::string sparse_one_step = "mma.sp.m16n8k16.f32.f16.f16.f32";

}  // namespace lacuna::sparse_tensor_core::test
