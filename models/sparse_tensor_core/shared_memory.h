/// The shared memory of an SM: 32 banks of 4-byte words behind one arbiter, which starts the phases of the
/// sub-cores' loads and stores, and of the copies from global memory.
///
/// A phase reads at most one word of every bank; lanes that ask for different words of a bank take further
/// phases, bank conflicts. The arbiter takes the oldest arrival first; the way to a sub-core is busy for
/// phase_interval_cycles with each phase, that of the copies for a cycle. Source: README.md, rule 6.
#pragma once

#include <cstdint>
#include <optional>
#include <systemc>
#include <vector>

#include "models/sparse_tensor_core/load_store_unit.h"
#include "sim/kernel/clock_domain.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::sparse_tensor_core {

class shared_memory final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    static constexpr std::uint32_t banks = 32;

    /// Of the sub-cores, in their order, and of the copies.
    sc_core::sc_port<shared_memory_queue_if, 0, sc_core::SC_ONE_OR_MORE_BOUND> queues{"queues"};

    shared_memory(sc_core::sc_module_name name, const kernel::clock_domain& clock, const parameters& p,
                  statistics::registry& statistics);

    /// Readies it for a stream of loads: fills the banks with what the stream finds, and forgets an earlier
    /// run.
    void start(const layers::instruction_stream& loads);
    /// Readies it for requests without data, if there are any.
    void start(bool serves);

    bool on_clock() override;

    /// Of each chain what its last load left in the registers of its warp, lane by lane.
    const std::vector<std::vector<std::uint32_t>>& registers() const { return registers_; }

  private:
    struct way {
        shared_memory_queue_if* queue = nullptr;
        std::uint64_t interval = 0;
        std::uint64_t free_from = 0;  // the edge at which it can take the next phase
        std::uint64_t taken_at = 0;   // the edge of its last phase
    };

    void end_of_elaboration() override;
    way* oldest_ready();
    void read_banks(const shared_memory_request& load);
    std::uint32_t word_at(std::uint64_t address) const {
        return words_[address / 4 % banks][address / 4 / banks];
    }

    const kernel::clock_domain& clock_;
    std::uint64_t bytes_;
    std::int64_t phases_per_cycle_;
    std::vector<way> ways_;
    bool serves_ = false;
    std::optional<layers::instruction_stream> stream_;   // of loads with data
    std::vector<std::vector<std::uint32_t>> words_;      // by bank
    std::vector<std::vector<std::uint32_t>> registers_;  // by chain
    std::uint64_t busy_cycles_ = 0;
    std::uint64_t way_busy_ = 0;
    std::uint64_t no_request_ = 0;
    std::uint64_t reads_ = 0;
    std::uint64_t writes_ = 0;
    std::uint64_t bytes_asked_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
