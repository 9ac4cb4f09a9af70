#include "models/sparse_tensor_core/gemm/waves.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "models/sparse_tensor_core/gemm/block_program.h"

namespace lacuna::sparse_tensor_core {
namespace {

std::uint64_t parts_of(std::uint64_t whole, std::uint64_t part) {
    return (whole + part - 1) / part;
}

/// Part `number` of `part`, of a whole that may end before.
std::uint64_t size_of_part(std::uint64_t number, std::uint64_t part, std::uint64_t whole) {
    return std::min(part, whole - number * part);
}

/// A row of tiles' A or a column's B, of one slice of k: what L2 keeps or loses as one.
struct panel {
    bool is_a;
    std::uint64_t number, slice;
    bool operator<(const panel& other) const {
        return std::tie(is_a, number, slice) < std::tie(other.is_a, other.number, other.slice);
    }
};

/// What L2 holds: a panel until as many bytes as it has came after it, least recently used first.
class l2_contents {
  public:
    explicit l2_contents(std::uint64_t capacity) : capacity_(capacity) {}

    /// A wave uses a panel. Returns whether it is there still.
    bool use(std::uint64_t wave, const panel& used, std::uint64_t bytes) {
        const auto [place, is_new] = last_use_.try_emplace(used, wave);
        const bool is_there = !is_new && bytes_since(place->second) <= capacity_;
        if (!is_new) bytes_of_wave_[place->second] -= bytes;
        bytes_of_wave_[wave] += bytes;
        place->second = wave;
        return is_there;
    }
    /// A wave writes bytes that nobody reads again.
    void write(std::uint64_t wave, std::uint64_t bytes) { bytes_of_wave_[wave] += bytes; }

  private:
    /// In waves from that one on.
    std::uint64_t bytes_since(std::uint64_t wave) const {
        std::uint64_t sum = 0;
        for (auto later = bytes_of_wave_.rbegin(); later != bytes_of_wave_.rend() && later->first >= wave;
             ++later) {
            sum += later->second;
            if (sum > capacity_) break;
        }
        return sum;
    }

    std::uint64_t capacity_;
    std::map<panel, std::uint64_t> last_use_;
    std::map<std::uint64_t, std::uint64_t> bytes_of_wave_;  // that no later wave has used
};

std::uint64_t slices_of(const gemm_size& size, const tiled_gemm& gemm, std::uint32_t split_k) {
    return parts_of(parts_of(size.k, gemm.tile().block_k), k_tiles_of(size, gemm, split_k));
}

class planner {
  public:
    planner(const gemm_size& size, const tiled_gemm& gemm, std::uint32_t swizzle, std::uint32_t split_k,
            const gpu_memory& gpu)
        : size_(size),
          gemm_(gemm),
          swizzle_(swizzle),
          slices_(slices_of(size, gemm, split_k)),
          gpu_(gpu),
          rows_(parts_of(size.m, gemm.tile().block_m)),
          columns_(parts_of(size.n, gemm.tile().block_n)),
          k_tiles_(k_tiles_of(size, gemm, split_k)),
          l2_(gpu.l2_bytes) {}

    gemm_plan plan(std::uint32_t blocks_per_sm) {
        gemm_plan planned;
        planned.blocks = rows_ * columns_ * slices_;
        planned.k_tiles = k_tiles_;
        const std::uint64_t of_wave = gpu_.sms * blocks_per_sm;
        for (std::uint64_t first = 0, number = 0; first < planned.blocks; first += of_wave, ++number) {
            const wave next{sms_of(number, first, std::min(of_wave, planned.blocks - first)), 1};
            if (!planned.waves.empty() && planned.waves.back().sms == next.sms)
                ++planned.waves.back().times;
            else
                planned.waves.push_back(next);
        }
        if (slices_ > 1) add_slices(planned);
        planned.bytes = moved_;
        return planned;
    }

  private:
    std::uint64_t bytes_of_accumulator() const {
        return gemm_.instruction().accumulator == formats::accumulator_type::f16 ? 2 : 4;
    }

    std::uint64_t bytes_of_sums() const { return size_.m * size_.n * bytes_of_accumulator(); }
    bool slices_stay_in_l2() const { return slices_ * bytes_of_sums() <= gpu_.l2_bytes; }

    /// Values of k in a slice; what fills its last k tile is not read.
    std::uint64_t k_of(std::uint64_t slice) const {
        const std::uint64_t of_slice = k_tiles_ * gemm_.tile().block_k;
        return size_of_part(slice, of_slice, size_.k);
    }

    /// Those of a wave of so many blocks.
    std::vector<alike_sms> sms_of(std::uint64_t number, std::uint64_t first, std::uint64_t blocks) {
        std::uint64_t most_rows = 0, most_columns = 0, from_hbm = 0, written = 0;
        bool all_there = true;
        const std::uint64_t bytes_of_row =
            (gemm_.bytes_of_a() + gemm_.bytes_of_metadata()) / gemm_.tile().block_m;
        const std::uint64_t bytes_of_column = gemm_.bytes_of_b() / gemm_.tile().block_n;
        std::set<panel> used;
        const auto use = [&](const panel& of, std::uint64_t bytes) {
            if (!used.insert(of).second || l2_.use(number, of, bytes)) return;
            from_hbm += bytes;
            all_there = false;
        };
        for (std::uint64_t i = first; i < first + blocks; ++i) {
            const block_place b = place_of_block(i, size_, gemm_, static_cast<std::uint32_t>(swizzle_));
            const std::uint64_t rows = size_of_part(b.row, gemm_.tile().block_m, size_.m);
            const std::uint64_t columns = size_of_part(b.column, gemm_.tile().block_n, size_.n);
            most_rows = std::max(most_rows, rows);
            most_columns = std::max(most_columns, columns);
            const std::uint64_t k = k_of(b.slice);
            use({true, b.row, b.slice}, rows * bytes_of_row * k / gemm_.tile().block_k);
            use({false, b.column, b.slice}, columns * bytes_of_column * k / gemm_.tile().block_k);
            moved_.l2_read += (rows * bytes_of_row + columns * bytes_of_column) * k / gemm_.tile().block_k;
            written += rows * columns * bytes_of_accumulator();
        }
        l2_.write(number, written);
        moved_.l2_written += written;
        moved_.hbm_read += from_hbm;
        // Slices' sums that stay in L2 until they are added go no further.
        const std::uint64_t to_hbm = slices_ > 1 && slices_stay_in_l2() ? 0 : written;
        moved_.hbm_written += to_hbm;

        const std::uint64_t active = std::min(blocks, gpu_.sms);
        const auto through_l2 = [&](std::uint64_t bytes) {
            return std::max(parts_of(bytes * active, gpu_.l2_bytes_per_cycle),
                            parts_of(bytes, gpu_.l2_port_bytes_per_cycle));
        };
        memory_share share;
        share.requests_of_tile = copies_of_tile(gemm_);
        share.latency = all_there ? gpu_.l2_latency : gpu_.hbm_latency;
        const std::uint64_t tile = std::uint64_t{gemm_.tile().block_m} * gemm_.tile().block_n;
        share.write_cycles = std::max<std::uint64_t>(
            1, through_l2(parts_of(bytes_of_request * most_rows * most_columns, tile)));
        const std::uint64_t hbm_cycles = parts_of(from_hbm + to_hbm, k_tiles_ * gpu_.hbm_bytes_per_cycle);
        const std::uint64_t l2_cycles = through_l2(most_rows * bytes_of_row + most_columns * bytes_of_column);

        std::vector<alike_sms> all;
        const auto add = [&](std::uint64_t sms, std::uint64_t blocks_each) {
            if (sms == 0) return;
            alike_sms alike{sms, static_cast<std::uint32_t>(blocks_each), share};
            if (blocks_each == 0) alike.memory = {};
            if (blocks_each != 0)
                alike.memory.cycles_of_tile = std::max(l2_cycles, parts_of(hbm_cycles, blocks_each));
            all.push_back(alike);
        };
        add(blocks % gpu_.sms, blocks / gpu_.sms + 1);
        add(gpu_.sms - blocks % gpu_.sms, blocks / gpu_.sms);
        return all;
    }

    /// Every slice's sums are read and added, and the sum is written.
    void add_slices(gemm_plan& planned) {
        const std::uint64_t sums = bytes_of_sums();
        const std::uint64_t read = slices_ * sums;
        const bool in_l2 = slices_stay_in_l2();
        moved_.l2_read += read;
        moved_.l2_written += sums;
        moved_.hbm_read += in_l2 ? 0 : read;
        moved_.hbm_written += sums;
        planned.reduction_cycles = std::max(parts_of(read + sums, gpu_.l2_bytes_per_cycle),
                                            parts_of((in_l2 ? 0 : read) + sums, gpu_.hbm_bytes_per_cycle)) +
                                   (in_l2 ? gpu_.l2_latency : gpu_.hbm_latency);
    }

    const gemm_size size_;
    const tiled_gemm& gemm_;
    std::uint64_t swizzle_, slices_;
    const gpu_memory gpu_;
    std::uint64_t rows_, columns_;  // of tiles
    std::uint64_t k_tiles_;
    l2_contents l2_;
    bytes_moved moved_;
};

}  // namespace

block_place place_of_block(std::uint64_t number, const gemm_size& size, const tiled_gemm& gemm,
                           std::uint32_t swizzle) {
    const std::uint64_t rows = parts_of(size.m, gemm.tile().block_m);
    const std::uint64_t columns = parts_of(size.n, gemm.tile().block_n);
    const std::uint64_t tile = number % (rows * columns);
    const std::uint64_t group = tile / (rows * swizzle);
    const std::uint64_t in_group = tile - group * rows * swizzle;
    const std::uint64_t width = size_of_part(group, swizzle, columns);
    return {in_group / width, group * swizzle + in_group % width, number / (rows * columns)};
}

std::uint64_t k_tiles_of(const gemm_size& size, const tiled_gemm& gemm, std::uint32_t split_k) {
    return parts_of(parts_of(size.k, gemm.tile().block_k), split_k);
}

std::uint64_t blocks_of(const gemm_size& size, const tiled_gemm& gemm, std::uint32_t split_k) {
    return parts_of(size.m, gemm.tile().block_m) * parts_of(size.n, gemm.tile().block_n) *
           slices_of(size, gemm, split_k);
}

gemm_plan plan(const gemm_size& size, const tiled_gemm& gemm, std::uint32_t blocks_per_sm,
               std::uint32_t swizzle, std::uint32_t split_k, const gpu_memory& gpu) {
    return planner(size, gemm, swizzle, split_k, gpu).plan(blocks_per_sm);
}

}  // namespace lacuna::sparse_tensor_core
