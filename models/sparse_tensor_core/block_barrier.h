/// The barrier of a thread block: holds its warps until all of them have come.
///
/// A warp that has come sees the others' coming at the edge after the last. Source: README.md, rule 9.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "sim/kernel/clock_domain.h"

namespace lacuna::sparse_tensor_core {

/// The side of the warp scheduler. Warps are numbered in the SM.
class block_barrier_if : virtual public sc_core::sc_interface {
  public:
    virtual void arrive(std::uint32_t warp) = 0;
    /// Whether every warp of the block has come as often as this one.
    virtual bool has_passed(std::uint32_t warp) const = 0;
};

class block_barrier final : public sc_core::sc_module, public block_barrier_if {
  public:
    block_barrier(sc_core::sc_module_name name, const kernel::clock_domain& clock)
        : sc_module(name), clock_(clock) {}

    /// Readies it for so many warps, blocks of `warps_of_block` each.
    void start(std::size_t warps, std::uint32_t warps_of_block) {
        warps_of_block_ = warps_of_block;
        times_.assign(warps, 0);
        blocks_.assign((warps + warps_of_block - 1) / warps_of_block, {});
    }

    void arrive(std::uint32_t warp) override {
        block& of = blocks_[warp / warps_of_block_];
        ++times_[warp];
        if (++of.here < warps_of_block_) return;
        of.here = 0;
        of.last_passed_at = clock_.now();
        ++of.passed;
    }

    bool has_passed(std::uint32_t warp) const override {
        const block& of = blocks_[warp / warps_of_block_];
        return times_[warp] <= of.passed && of.last_passed_at < clock_.now();
    }

  private:
    struct block {
        std::uint32_t here = 0;    // warps that have come and wait
        std::uint64_t passed = 0;  // how often all have come
        std::uint64_t last_passed_at = 0;
    };

    const kernel::clock_domain& clock_;
    std::uint32_t warps_of_block_ = 1;
    std::vector<std::uint64_t> times_;  // by warp, how often it has come
    std::vector<block> blocks_;
};

}  // namespace lacuna::sparse_tensor_core
