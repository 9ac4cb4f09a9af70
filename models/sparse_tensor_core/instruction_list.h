/// What a warp executes, instruction by instruction: lists that are repeated, with the registers that each
/// instruction reads and fills. Both engines run it; the loops of chains (warp_program.h) are its simplest
/// case.
///
/// Source: README.md, rules 1 and 9.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/idle_cause.h"

namespace lacuna::sparse_tensor_core {

enum class operation : std::uint8_t {
    mma,              ///< adds to the accumulators `set` what the sets `reads` multiply
    load,             ///< fills `sets` sets from `set` on with `amount` phases of shared memory
    store,            ///< writes the set `set` to shared memory in `amount` phases
    copy,             ///< asks for 512 bytes of global memory to be written to shared memory
    wait_for_copies,  ///< until no more than `amount` of the warp's copies are on their way
    block_barrier,    ///< until all warps of the block are here
    write_out,        ///< sends the set `set` to global memory, 512 bytes
    synchronise,      ///< until the warp's last mma has left the operand collector
    loop,             ///< counts, branches
};

/// Registers of a warp that are filled or computed as one: the accumulators of a chain, or a fragment.
using register_set = std::uint16_t;
constexpr register_set no_set = 0xffff;

struct warp_instruction {
    operation what = operation::loop;
    /// What its sub-core, where it issues no mma, waits for while this one is next. Of an mma it is looked
    /// for.
    idle_cause cause = idle_cause::barrier;
    register_set set = no_set;
    std::uint16_t sets = 1;
    std::array<register_set, 3> reads{no_set, no_set, no_set};
    std::uint32_t amount = 0;
};

struct list_loop {
    std::uint64_t iterations = 0;  ///< at least 1
    std::vector<warp_instruction> body;
};

struct instruction_list {
    std::vector<list_loop> loops;  ///< one after the other; none for a warp that has nothing to do
    register_set sets = 0;         ///< numbered from 0; of these the first are the chains' accumulators
};

/// Where a warp stands in its list.
class list_place {
  public:
    enum class passed { instruction, iteration, loop };

    explicit list_place(const instruction_list& list) : list_(&list) { enter(); }

    bool done() const { return loop_ == list_->loops.size(); }
    /// Unless done().
    const warp_instruction& next() const { return *next_; }
    /// Number of the next instruction in an iteration.
    std::size_t position() const {
        return done() ? 0 : static_cast<std::size_t>(next_ - list_->loops[loop_].body.data());
    }
    /// Of the loop, the iteration that the warp is in included.
    std::uint64_t iterations_left() const { return left_; }
    std::uint64_t iterations_done() const { return done() ? 0 : list_->loops[loop_].iterations - left_; }

    /// The next instruction is issued: what it was the last of.
    passed advance() {
        if (++next_ != end_) return passed::instruction;
        if (--left_ != 0) {
            next_ = list_->loops[loop_].body.data();
            return passed::iteration;
        }
        ++loop_;
        enter();
        return passed::loop;
    }
    /// So many iterations, fewer than are left, go by.
    void skip(std::uint64_t iterations) { left_ -= iterations; }

  private:
    void enter() {
        if (done()) {
            left_ = 0;
            return;
        }
        const list_loop& loop = list_->loops[loop_];
        left_ = loop.iterations;
        next_ = loop.body.data();
        end_ = next_ + loop.body.size();
    }

    const instruction_list* list_;
    std::size_t loop_ = 0;
    std::uint64_t left_ = 0;
    const warp_instruction* next_ = nullptr;
    const warp_instruction* end_ = nullptr;
};

}  // namespace lacuna::sparse_tensor_core
