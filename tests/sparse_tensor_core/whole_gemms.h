/// Random GEMMs on random small GPUs, for tests of whole GEMMs.
#pragma once

#include <algorithm>

#include "models/sparse_tensor_core/gemm/gemm_occupancy.h"
#include "tests/sparse_tensor_core/draw.h"
#include "tests/sparse_tensor_core/products.h"
#include "tests/sparse_tensor_core/random_work.h"

namespace lacuna::sparse_tensor_core::test {

/// A GPU of 1 to 7 SMs with a tile of a few instructions, slow and odd in every way.
inline parameters random_gpu(std::uint32_t seed) {
    draw random(seed);
    parameters p = random_parameters(seed);
    const formats::mma instruction = p.instruction_for(p.instructions == "mma.sp");
    p.warp_tile = {16 * random.integer(1, 2), 8 * random.integer(1, 4)};
    p.tile = {p.warp_tile[0] * random.integer(1, 3), p.warp_tile[1] * random.integer(1, 2),
              instruction.k * random.integer(1, 4)};
    p.stages = random.integer(2, 4);
    p.swizzle = random.integer(1, 5);
    if (p.accumulator != "f16" && random.integer(0, 1) == 0) p.split_k = random.integer(2, 4);
    p.reserved_registers = random.integer(0, 32);
    if (random.integer(0, 1) == 0) {
        // Perhaps registers for one set of B fragments only, and for few warps.
        p.registers_per_lane = 8;
        p.registers_per_lane = tiled(p, instruction).registers() + random.integer(0, 12);
    }
    if (random.integer(0, 1) == 0) {
        const auto least = static_cast<std::int64_t>(tiled(p, instruction).shared_memory_bytes() / 128 + 9);
        p.shared_memory_bytes = 128 * random.integer(least, std::max<std::int64_t>(least, 500));
    }
    const std::int64_t read = p.issue_cycles + 4;  // registers of an operand, at most
    p.shared_return_cycles = std::max(p.shared_return_cycles, read - p.shared_request_cycles);
    p.sms = random.integer(1, 7);
    p.launch_cycles = random.integer(0, 30);
    p.l2_bytes_per_cycle = random.integer(20, 2000);
    p.l2_port_bytes_per_cycle = random.integer(10, 300);
    p.l2_latency_cycles = random.integer(1, 60);
    p.global_latency_cycles = random.integer(1, 150);
    p.l2_bytes = random.integer(0, 1) == 0 ? random.integer(0, 20000) : 1 << 20;
    p.hbm_bytes_per_cycle = random.integer(10, 500);
    return p;
}

/// Sizes that fall into whole groups of the structure, but not into tiles.
inline layers::workload random_gemm_for(const parameters& p, std::uint32_t seed) {
    draw random(seed);
    const auto number = [&](std::int64_t most) {
        return static_cast<std::uint32_t>(random.integer(1, std::max<std::int64_t>(1, most)));
    };
    const auto group = static_cast<std::uint32_t>(formats::sparsity_of(p.computes().type).group);
    const std::uint32_t m = number(4 * p.tile[0]), n = number(4 * p.tile[1]);
    const std::uint32_t k = group * number((random.integer(0, 5) == 0 ? 25 : 7) * p.tile[2] / group);
    const auto function = random.one_of<layers::activation_function>(
        {layers::activation_function::relu, layers::activation_function::none});
    layers::workload work{"a gemm", {}};
    if (random.integer(0, 1) == 0) {
        work.sampled = layers::sampled_gemm{
            m,       n, k, {layers::distribution::normal, seed}, {layers::distribution::uniform, seed + 1},
            function};
    } else {
        formats::random_source values(seed);
        work.products.push_back(
            random_product(values, p.computes().type, m, k, n, 7, random.integer(0, 1) == 0));
    }
    return work;
}

}  // namespace lacuna::sparse_tensor_core::test
