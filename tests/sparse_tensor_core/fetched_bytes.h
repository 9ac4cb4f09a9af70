/// What L2 and HBM move for a GEMM, by a plain list of all that went through L2: for tests to compare with.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "models/sparse_tensor_core/gemm/waves.h"

namespace lacuna::sparse_tensor_core::test {

/// Rows of A, columns of B: operand, number of the tile, slice.
using fetched_panel = std::tuple<char, std::uint64_t, std::uint64_t>;

class plain_l2 {
  public:
    explicit plain_l2(std::uint64_t capacity) : capacity_(capacity) {}

    /// Bytes that come from HBM where a wave uses a panel of so many: those that came after its last use, and
    /// of the waves in which they did all, leave no place for it.
    std::uint64_t use(std::uint64_t wave, const fetched_panel& panel, std::uint64_t bytes) {
        std::optional<std::uint64_t> last;
        for (const entry& each : log_)
            if (each.panel == panel) last = each.wave;
        if (last == wave) return 0;
        const bool is_there = last && bytes_since(*last) <= capacity_;
        log_.push_back({wave, panel, bytes});
        return is_there ? 0 : bytes;
    }
    void write(std::uint64_t wave, std::uint64_t bytes) { log_.push_back({wave, std::nullopt, bytes}); }

  private:
    struct entry {
        std::uint64_t wave;
        std::optional<fetched_panel> panel;
        std::uint64_t bytes;
    };

    std::uint64_t bytes_since(std::uint64_t wave) const {
        std::set<fetched_panel> counted;
        std::uint64_t bytes = 0;
        for (const entry& each : log_)
            if (each.wave >= wave && (!each.panel || counted.insert(*each.panel).second)) bytes += each.bytes;
        return bytes;
    }

    std::uint64_t capacity_;
    std::vector<entry> log_;
};

inline bytes_moved fetched_bytes(const gemm_size& size, const tiled_gemm& gemm, std::uint32_t blocks_per_sm,
                                 std::uint32_t swizzle, std::uint32_t split_k, const gpu_memory& gpu) {
    const formats::mma& of = gemm.instruction();
    const gemm_tile& tile = gemm.tile();
    const auto bits = [](formats::operand_type type) {
        return static_cast<std::uint64_t>(formats::value_bits(type));
    };
    const std::uint64_t k_tiles = (size.k + tile.block_k - 1) / tile.block_k;
    const std::uint64_t of_slice = (k_tiles + split_k - 1) / split_k * tile.block_k;
    const std::uint64_t slices = (size.k + of_slice - 1) / of_slice;
    const std::uint64_t of_wave = gpu.sms * blocks_per_sm;
    const std::uint64_t of_output = of.accumulator == formats::accumulator_type::f16 ? 2 : 4;
    const std::uint64_t sums = size.m * size.n * of_output;
    const bool are_kept = slices > 1 && slices * sums <= gpu.l2_bytes;  // until they are added
    plain_l2 l2(gpu.l2_bytes);
    bytes_moved moved;
    const std::uint64_t blocks = blocks_of(size, gemm, split_k);
    for (std::uint64_t first = 0; first < blocks; first += of_wave) {
        std::uint64_t written = 0;
        for (std::uint64_t i = first; i < std::min(blocks, first + of_wave); ++i) {
            const block_place at = place_of_block(i, size, gemm, swizzle);
            const std::uint64_t rows = std::min<std::uint64_t>(tile.block_m, size.m - at.row * tile.block_m);
            const std::uint64_t columns =
                std::min<std::uint64_t>(tile.block_n, size.n - at.column * tile.block_n);
            const std::uint64_t from = std::min(size.k, at.slice * of_slice);
            const std::uint64_t k = std::min(of_slice, size.k - from);
            const std::uint64_t groups = k / static_cast<unsigned>(formats::sparsity_of(of.a).group);
            const std::uint64_t a = rows * (of.sparse ? k / 2 * bits(of.a) + 4 * groups : k * bits(of.a)) / 8;
            const std::uint64_t b = columns * k * bits(of.b) / 8;
            moved.l2_read += a + b;
            moved.hbm_read += l2.use(first, {'A', at.row, at.slice}, a);
            moved.hbm_read += l2.use(first, {'B', at.column, at.slice}, b);
            written += rows * columns * of_output;
        }
        l2.write(first, written);
        moved.l2_written += written;
        if (!are_kept) moved.hbm_written += written;
    }
    if (slices == 1) return moved;
    moved.l2_read += slices * sums;
    if (!are_kept) moved.hbm_read += slices * sums;
    moved.l2_written += sums;
    moved.hbm_written += sums;
    return moved;
}

}  // namespace lacuna::sparse_tensor_core::test
