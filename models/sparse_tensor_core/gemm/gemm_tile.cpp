#include "models/sparse_tensor_core/gemm/gemm_tile.h"

#include <tuple>

namespace lacuna::sparse_tensor_core {
namespace {

using formats::mma;

constexpr std::uint32_t phase_bytes = 128;

std::uint32_t count_of(int number) {
    return static_cast<std::uint32_t>(number);
}

}  // namespace

bool gemm_tile::operator==(const gemm_tile& other) const {
    const auto all = [](const gemm_tile& t) {
        return std::tie(t.block_m, t.block_n, t.block_k, t.warp_m, t.warp_n, t.stages);
    };
    return all(*this) == all(other);
}

tiled_gemm::tiled_gemm(const gemm_tile& tile, const mma& instruction, std::uint32_t registers_per_lane,
                       std::uint32_t reserved_registers)
    : tile_(tile), instruction_(instruction), reserved_registers_(reserved_registers) {
    b_buffers_ = registers_with(2) <= registers_per_lane ? 2 : 1;
}

std::uint32_t tiled_gemm::warps() const {
    return tile_.block_m / tile_.warp_m * (tile_.block_n / tile_.warp_n);
}

std::uint32_t tiled_gemm::row_fragments() const {
    return tile_.warp_m / count_of(mma::m);
}

std::uint32_t tiled_gemm::column_fragments() const {
    return tile_.warp_n / count_of(mma::n);
}

std::uint32_t tiled_gemm::k_groups() const {
    return tile_.block_k / count_of(instruction_.k);
}

std::uint32_t tiled_gemm::instructions() const {
    return row_fragments() * column_fragments() * k_groups();
}

std::uint32_t tiled_gemm::bytes_of_a() const {
    const std::uint32_t kept = instruction_.sparse ? tile_.block_k / 2 : tile_.block_k;
    return tile_.block_m * kept * count_of(formats::value_bits(instruction_.a)) / 8;
}

std::uint32_t tiled_gemm::bytes_of_metadata() const {
    if (!instruction_.sparse) return 0;
    const std::uint32_t groups = tile_.block_k / count_of(formats::sparsity_of(instruction_.a).group);
    return tile_.block_m * groups / 2;  // a nibble each
}

std::uint32_t tiled_gemm::bytes_of_b() const {
    return tile_.block_k * tile_.block_n * count_of(formats::value_bits(instruction_.b)) / 8;
}

std::uint32_t tiled_gemm::bytes_of_a_fragment() const {
    return count_of(mma::m * instruction_.kept_columns() * formats::value_bits(instruction_.a)) / 8;
}

std::uint32_t tiled_gemm::bytes_of_b_fragment() const {
    return count_of(mma::n * instruction_.k * formats::value_bits(instruction_.b)) / 8;
}

std::uint32_t tiled_gemm::bytes_of_warp_metadata() const {
    return bytes_of_metadata() / (tile_.block_m / tile_.warp_m) / k_groups();
}

std::uint32_t tiled_gemm::phases_read() const {
    const std::uint32_t a = bytes_of_a() + bytes_of_metadata();  // by every column of warps
    const std::uint32_t b = bytes_of_b();                        // by every row of warps
    return (a * (tile_.block_n / tile_.warp_n) + b * (tile_.block_m / tile_.warp_m)) / phase_bytes;
}

std::uint32_t tiled_gemm::accumulator_registers() const {
    return row_fragments() * column_fragments() * count_of(instruction_.accumulator_registers());
}

std::uint32_t tiled_gemm::registers_with(std::uint32_t b_buffers) const {
    const std::uint32_t of_row = count_of(instruction_.a_registers() + instruction_.metadata_registers());
    return accumulator_registers() + 2 * row_fragments() * of_row +
           b_buffers * column_fragments() * count_of(instruction_.b_registers()) + reserved_registers_;
}

}  // namespace lacuna::sparse_tensor_core
