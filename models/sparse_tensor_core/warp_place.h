/// Where a warp stands in its program: which instruction comes next, and how much of its loop is left.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/warp_program.h"

namespace lacuna::sparse_tensor_core {

class warp_place {
  public:
    /// What an issued instruction was the last of.
    enum class passed { instruction, iteration, loop };

    /// Before the first instruction. Loops of as many chains that follow each other are one to the scheduler,
    /// and are taken as one.
    warp_place(const warp_program& program, std::int64_t loop_instructions)
        : loop_instructions_(static_cast<std::uint32_t>(loop_instructions)) {
        for (const warp_loop& loop : program.loops) {
            if (!loops_.empty() && loops_.back().chains == loop.chains)
                loops_.back().iterations += loop.iterations;
            else
                loops_.push_back(loop);
            most_chains_ = std::max(most_chains_, loop.chains);
        }
        enter_loop();
    }

    bool done() const { return loop_ == loops_.size(); }
    /// Next comes an mma or a load, of chain slot(); else, unless done(), an instruction of the loop.
    bool at_chain() const { return slot_ < chains_; }
    bool at_first_loop_instruction() const { return slot_ == chains_ && !done(); }
    /// Number of the next instruction in an iteration.
    std::uint32_t slot() const { return slot_; }
    std::uint32_t most_chains() const { return most_chains_; }

    /// Of the loop, the iteration that the warp is in included.
    std::uint64_t iterations_left() const { return left_; }
    std::uint64_t iterations_done() const { return done() ? 0 : loops_[loop_].iterations - left_; }

    /// The next instruction is issued.
    passed advance() {
        if (++slot_ < chains_ + loop_instructions_) return passed::instruction;
        slot_ = 0;
        if (--left_ > 0) return passed::iteration;
        ++loop_;
        enter_loop();
        return passed::loop;
    }

    /// So many iterations, fewer than are left, go by.
    void skip(std::uint64_t iterations) { left_ -= iterations; }

    /// Whether another warp, neither having begun, executes the same.
    bool same_program(const warp_place& other) const {
        return std::equal(loops_.begin(), loops_.end(), other.loops_.begin(), other.loops_.end(),
                          [](const warp_loop& a, const warp_loop& b) {
                              return a.iterations == b.iterations && a.chains == b.chains;
                          });
    }

  private:
    void enter_loop() {
        chains_ = done() ? 0 : loops_[loop_].chains;
        left_ = done() ? 0 : loops_[loop_].iterations;
    }

    std::vector<warp_loop> loops_;
    std::uint32_t loop_instructions_;
    std::uint32_t most_chains_ = 0;
    std::size_t loop_ = 0;
    std::uint64_t left_ = 0;
    std::uint32_t chains_ = 0;
    std::uint32_t slot_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
