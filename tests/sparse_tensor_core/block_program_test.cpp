/// Does every mma of a thread block find the fragments of its k group, every load a k tile that has come, and
/// every copy a stage that nobody reads any more? Programs of random tiles, executed in order, barrier by
/// barrier.
#include "models/sparse_tensor_core/gemm/block_program.h"

#include <gtest/gtest.h>

#include "tests/sparse_tensor_core/random_gemm.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

/// The first of the sets of a kind, and their number in a buffer and buffers.
struct set_range {
    std::uint32_t first, of_buffer, buffers;
    bool holds(register_set set) const { return set >= first && set < first + of_buffer * buffers; }
    std::uint64_t buffer_of(register_set set) const { return (set - first) / of_buffer; }
};

/// A block that is executed as if every instruction took no time: warps one after the other to the next
/// barrier.
class sequential_block {
  public:
    sequential_block(const random_kernel& kernel, const tiled_gemm& gemm)
        : kernel_(kernel), gemm_(gemm), warps_(gemm.warps()) {
        const std::uint32_t rows = gemm.row_fragments();
        const std::uint32_t chains = rows * gemm.column_fragments();
        const std::uint32_t metadata = (gemm.bytes_of_warp_metadata() + 511) / 512;
        a_ = {chains, rows, 2};
        metadata_ = {chains + 2 * rows, metadata, 2};
        b_ = {chains + 2 * rows + 2 * metadata, gemm.column_fragments(), gemm.b_buffers()};
        for (std::uint32_t w = 0; w < warps_.size(); ++w) {
            for (const list_loop& loop : kernel.program.warps[w].loops)
                for (std::uint64_t i = 0; i < loop.iterations; ++i)
                    warps_[w].left.insert(warps_[w].left.end(), loop.body.begin(), loop.body.end());
            warps_[w].loads.resize(kernel.program.warps[w].sets);
            warps_[w].copies_of_tile =
                copies_of_tile(gemm) / gemm.warps() + (w < copies_of_tile(gemm) % gemm.warps() ? 1 : 0);
        }
    }

    void run() {
        for (bool goes_on = true; goes_on;) {
            goes_on = false;
            for (warp& w : warps_) goes_on |= run_to_barrier(w);
            come_ = kernel_.k_tiles;
            loaded_ = kernel_.k_tiles * gemm_.k_groups();
            for (const warp& w : warps_) {
                if (w.copies_of_tile != 0) come_ = std::min(come_, w.copies_seen / w.copies_of_tile);
                loaded_ = std::min(loaded_, groups_loaded(w));
            }
        }
        for (const warp& w : warps_) {
            EXPECT_EQ(w.mma, kernel_.k_tiles * gemm_.instructions());
            EXPECT_EQ(w.copies, kernel_.k_tiles * w.copies_of_tile);
            EXPECT_EQ(w.written, writes_of_block(gemm_) / gemm_.warps());
        }
    }

  private:
    struct warp {
        std::vector<warp_instruction> left;
        std::size_t next = 0;
        std::vector<std::uint64_t> loads;  // by set, in the main loop
        std::uint64_t mma = 0, copies = 0, copies_seen = 0, copies_of_tile = 0, written = 0;
        bool in_epilogue = false;
    };

    /// Whole groups, of which all fragments have been asked for.
    std::uint64_t groups_loaded(const warp& w) const {
        std::uint64_t least = kernel_.k_tiles * gemm_.k_groups();
        for (const set_range& kind : {a_, metadata_, b_}) {
            for (std::uint32_t i = 0; i < kind.of_buffer; ++i) {
                std::uint64_t groups = 0;
                for (std::uint32_t buffer = 0; buffer < kind.buffers; ++buffer)
                    groups += w.loads[kind.first + buffer * kind.of_buffer + i];
                least = std::min(least, groups);
            }
        }
        return least;
    }

    bool run_to_barrier(warp& w) {
        while (w.next < w.left.size()) {
            const warp_instruction& each = w.left[w.next++];
            if (each.what == operation::block_barrier) return true;
            execute(w, each);
        }
        return false;
    }

    void execute(warp& w, const warp_instruction& each) {
        switch (each.what) {
            case operation::mma: {
                const std::uint64_t group = w.mma++ / (gemm_.row_fragments() * gemm_.column_fragments());
                for (const register_set read : each.reads)
                    if (read != no_set) expect_filled(w, read, group);
                break;
            }
            case operation::load:
                if (each.cause == idle_cause::epilogue) break;
                for (std::uint32_t i = 0; i < each.sets; ++i)
                    load(w, static_cast<register_set>(each.set + i));
                break;
            case operation::copy: {
                const std::uint64_t tile = w.copies++ / w.copies_of_tile;
                if (tile >= gemm_.tile().stages) {
                    ASSERT_GE(loaded_, (tile - gemm_.tile().stages + 1) * gemm_.k_groups())
                        << "k tile " << tile << " overwrites a stage that is still to be read";
                }
                break;
            }
            case operation::wait_for_copies:
                w.copies_seen = w.copies - std::min<std::uint64_t>(w.copies, each.amount);
                break;
            case operation::store:
                ASSERT_EQ(w.mma, kernel_.k_tiles * gemm_.instructions());
                break;
            case operation::write_out:
                ++w.written;
                break;
            default:
                break;
        }
    }

    std::uint64_t buffers_of(register_set set) const { return b_.holds(set) ? b_.buffers : 2; }
    std::uint64_t buffer_of(register_set set) const {
        return b_.holds(set)          ? b_.buffer_of(set)
               : metadata_.holds(set) ? metadata_.buffer_of(set)
                                      : a_.buffer_of(set);
    }

    void expect_filled(const warp& w, register_set set, std::uint64_t group) const {
        ASSERT_EQ(buffer_of(set), group % buffers_of(set)) << "group " << group;
        ASSERT_EQ(w.loads[set], group / buffers_of(set) + 1) << "group " << group << ", set " << set;
    }

    void load(warp& w, register_set set) const {
        const std::uint64_t group = w.loads[set]++ * buffers_of(set) + buffer_of(set);
        ASSERT_LT(group, kernel_.k_tiles * gemm_.k_groups());
        ASSERT_GT(come_, group / gemm_.k_groups()) << "group " << group << " is loaded before it has come";
    }

    const random_kernel& kernel_;
    const tiled_gemm& gemm_;
    std::vector<warp> warps_;
    set_range a_, metadata_, b_;
    std::uint64_t come_ = 0;    // k tiles that every warp has seen to be there, at the last barrier
    std::uint64_t loaded_ = 0;  // groups that every warp has asked for, at the last barrier
};

TEST(block_program, finds_every_operand_where_and_when_it_is_needed) {
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        const random_kernel kernel = random_kernel_of(seed);
        const tiled_gemm gemm(kernel.tile, kernel.program.instruction,
                              static_cast<std::uint32_t>(kernel.p.registers_per_lane), 32);
        SCOPED_TRACE(testing::Message() << "seed " << seed << ", " << gemm.k_groups() << " k groups, "
                                        << kernel.k_tiles << " k tiles, " << gemm.tile().stages << " stages, "
                                        << gemm.b_buffers() << " buffers of B");
        sequential_block(kernel, gemm).run();
        if (testing::Test::HasFailure()) return;
    }
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
