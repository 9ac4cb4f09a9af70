#include "tests/sparse_tensor_core/stepped_timing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace lacuna::sparse_tensor_core::test {
namespace {

using edge = std::int64_t;
constexpr edge unknown = std::int64_t{1} << 60;

enum class reason { operand_wait, dependency, barrier, no_warp };

struct operation {
    bool loop = false, first_of_loop = false;
    std::size_t chain = 0;
};

struct warp_state {
    std::vector<operation> operations;
    std::size_t at = 0;
    edge fragments = 0;
    edge last_mma = -unknown;
    std::map<std::size_t, edge> accumulator_free, data_ready;

    bool ends() const { return at == operations.size(); }
    const operation& next() const { return operations[at]; }
};

struct load_in_queue {
    edge arrival = 0;
    std::size_t warp = 0, chain = 0;
    std::int64_t phases = 0;
};

struct subcore_state {
    std::vector<warp_state> warps;
    std::vector<std::size_t> number_in_sm;
    std::size_t first_choice = 0;
    edge collector_free = 0;
    std::vector<load_in_queue> queue;  // slots taken, oldest first
    edge last_phase = -unknown;
    std::vector<reason> reasons;  // of each edge
    std::vector<edge> mma_issues;
};

class stepped_sm {
  public:
    stepped_sm(const sm_program& program, const parameters& p) : program_(program), p_(p) {
        if (const auto* instruction = std::get_if<formats::mma>(&program.instruction)) {
            mma_ = instruction;
            const std::int64_t bits = formats::value_bits(instruction->a);
            steps_ = std::max<std::int64_t>(1, instruction->kept_columns() * bits / p.step_bits);
            tiles_ = (16 / p.tile_rows) * (8 / p.tile_columns);
            a_ = instruction->a_registers();
            b_ = instruction->b_registers();
            c_ = instruction->accumulator_registers();
            e_ = instruction->sparse ? 1 : 0;
            hold_ = std::max({tiles_ * steps_, a_, b_, c_, e_,
                              instruction->sparse ? p.selector_initiation_interval : std::int64_t{0}});
            latency_ = p.issue_cycles + p.first_read_cycles + p.select_cycles + p.multiply_cycles + tiles_ -
                       1 + (steps_ - 1) * std::max(tiles_, p.accumulate_cycles) + p.accumulate_cycles +
                       p.writeback_cycles;
        }
        subcores_.resize(static_cast<std::size_t>(p.subcores));
        std::int64_t fragments = 0;
        for (std::size_t w = 0; w < program.warps.size(); ++w) {
            warp_state warp;
            std::int64_t chains = 0;
            for (const warp_loop& loop : program.warps[w].loops) {
                chains = std::max<std::int64_t>(chains, loop.chains);
                for (std::uint64_t i = 0; i < loop.iterations; ++i) {
                    for (std::uint32_t c = 0; c < loop.chains; ++c)
                        warp.operations.push_back({false, false, c});
                    for (std::int64_t l = 0; l < p.loop_instructions; ++l)
                        warp.operations.push_back({true, l == 0, 0});
                }
            }
            fragments += chains * (a_ + b_ + e_);
            if (program.starts_cold) {
                const std::int64_t per_cycle = p.fragment_registers_per_cycle;
                warp.fragments = p.instruction_fetch_cycles;
                if (mma_ != nullptr)
                    warp.fragments +=
                        fragments / per_cycle + (fragments % per_cycle != 0) - 1 + p.global_latency_cycles;
            }
            subcore_state& s = subcores_[w % subcores_.size()];
            s.warps.push_back(warp);
            s.number_in_sm.push_back(w);
        }
    }

    timing run() {
        for (now_ = 0; !finished(); ++now_) {
            for (subcore_state& s : subcores_) schedule(s);
            arbitrate();
        }
        timing result;
        result.cycles = static_cast<std::uint64_t>(elapsed_);
        result.stopped = static_cast<std::uint64_t>(stopped_);
        for (const subcore_state& s : subcores_) result.subcores.push_back(account(s));
        for (edge e = 0; e < elapsed_; ++e) {
            const char what =
                static_cast<std::size_t>(e) < memory_.size() ? memory_[static_cast<std::size_t>(e)] : 'n';
            ++(what == 'b'   ? result.shared_memory.busy_cycles
               : what == 'w' ? result.shared_memory.way_busy
                             : result.shared_memory.no_request);
        }
        result.shared_memory.reads = phases_;
        for (const subcore_counts& each : result.subcores)
            result.shared_memory.bytes += each.load_writes * 128;
        return result;
    }

  private:
    /// Long enough after the last event for every edge that counts to have its reason.
    bool finished() const {
        for (const subcore_state& s : subcores_) {
            if (!s.queue.empty()) return false;
            for (const warp_state& w : s.warps)
                if (!w.ends()) return false;
        }
        return now_ >= elapsed_;
    }

    bool eligible(const subcore_state& s, const warp_state& w) const {
        if (w.ends()) return false;
        const operation& next = w.next();
        if (next.loop) return !next.first_of_loop || mma_ == nullptr || now_ >= w.last_mma + hold_;
        if (now_ < w.fragments) return false;
        const auto& busy_until = mma_ != nullptr ? w.accumulator_free : w.data_ready;
        const auto found = busy_until.find(next.chain);
        if (found != busy_until.end() && now_ < found->second) return false;
        if (mma_ != nullptr) return now_ >= s.collector_free;
        return static_cast<std::int64_t>(s.queue.size()) < p_.memory_queue_slots;
    }

    reason reason_now(const subcore_state& s) const {
        bool operands = false, accumulators = false, any = false;
        for (const warp_state& w : s.warps) {
            if (w.ends()) continue;
            any = true;
            if (w.next().loop) continue;
            if (mma_ == nullptr || now_ < w.fragments) operands = true;
            const auto found = w.accumulator_free.find(w.next().chain);
            if (found != w.accumulator_free.end() && now_ < found->second) accumulators = true;
        }
        return operands       ? reason::operand_wait
               : accumulators ? reason::dependency
               : any          ? reason::barrier
                              : reason::no_warp;
    }

    void schedule(subcore_state& s) {
        s.reasons.push_back(reason_now(s));
        for (std::size_t i = 0; i < s.warps.size(); ++i) {
            const std::size_t choice = (s.first_choice + i) % s.warps.size();
            warp_state& w = s.warps[choice];
            if (!eligible(s, w)) continue;
            const operation now = w.next();
            ++w.at;
            s.first_choice = choice + 1;
            stopped_ = std::max(stopped_, now_ + 1);
            elapsed_ = std::max(elapsed_, now_ + 1);
            if (now.loop) return;
            if (mma_ != nullptr) {
                s.collector_free = now_ + hold_;
                w.last_mma = now_;
                w.accumulator_free[now.chain] = now_ + latency_;
                s.mma_issues.push_back(now_);
                elapsed_ = std::max({elapsed_, now_ + latency_, now_ + first_tile() + hold_});
            } else {
                w.data_ready[now.chain] = unknown;
                const std::size_t chain = s.number_in_sm[choice] * program_.ilp + now.chain;
                s.queue.push_back({now_ + p_.shared_request_cycles, choice, now.chain,
                                   static_cast<std::int64_t>(program_.phases[chain])});
            }
            return;
        }
    }

    void arbitrate() {
        bool waits = false;
        std::vector<subcore_state*> candidates;
        for (subcore_state& s : subcores_) {
            if (s.queue.empty() || s.queue.front().arrival > now_) continue;
            waits = true;
            if (s.last_phase + p_.phase_interval_cycles <= now_) candidates.push_back(&s);
        }
        std::stable_sort(candidates.begin(), candidates.end(), [](const auto* a, const auto* b) {
            return a->queue.front().arrival < b->queue.front().arrival;
        });
        std::int64_t started = 0;
        for (subcore_state* s : candidates) {
            if (started == p_.phases_per_cycle) break;
            ++started;
            ++phases_;
            s->last_phase = now_;
            load_in_queue& head = s->queue.front();
            if (--head.phases > 0) continue;
            const edge ready = now_ + p_.shared_return_cycles;
            s->warps[head.warp].data_ready[head.chain] = ready;
            elapsed_ = std::max(elapsed_, ready);
            s->queue.erase(s->queue.begin());  // after all schedulers of this edge: seen from the next on
        }
        memory_.push_back(started > 0 ? 'b' : waits ? 'w' : 'n');
    }

    edge first_tile() const { return p_.issue_cycles + p_.first_read_cycles - 1; }

    subcore_counts account(const subcore_state& s) const {
        subcore_counts counts;
        std::size_t issue = 0;
        for (edge e = 0; e < elapsed_; ++e) {
            while (issue < s.mma_issues.size() && s.mma_issues[issue] + first_tile() + hold_ <= e) ++issue;
            if (issue < s.mma_issues.size() && s.mma_issues[issue] + first_tile() <= e) {
                const edge j = e - s.mma_issues[issue] - first_tile();
                ++(j < tiles_ * steps_              ? counts.busy_cycles
                   : j < std::max({a_, b_, c_, e_}) ? counts.operand_wait
                                                    : counts.selector_busy);
            } else if (e < first_tile()) {
                ++counts.operand_wait;
            } else {
                const reason why = s.reasons[static_cast<std::size_t>(e - first_tile())];
                ++(why == reason::operand_wait ? counts.operand_wait
                   : why == reason::dependency ? counts.dependency
                   : why == reason::barrier    ? counts.barrier
                                               : counts.no_warp);
            }
        }
        for (const warp_state& w : s.warps) {
            for (const operation& each : w.operations) {
                ++counts.issues;
                if (!each.loop) add_instruction(counts);
            }
        }
        return counts;
    }

    void add_instruction(subcore_counts& counts) const {
        if (mma_ == nullptr) {
            ++counts.load_instructions;
            ++counts.requests;
            const int matrices = std::get<layers::shared_memory_load>(program_.instruction).matrices;
            counts.load_writes += static_cast<std::uint64_t>(std::max(1, matrices));
            return;
        }
        const std::uint64_t products = std::uint64_t{128} * static_cast<unsigned>(mma_->kept_columns());
        ++counts.mma_instructions;
        counts.operand_reads += static_cast<std::uint64_t>(a_ + b_ + c_);
        counts.metadata_reads += static_cast<std::uint64_t>(e_);
        (mma_->sparse ? counts.selects : counts.passes) +=
            std::uint64_t{128 * 128} * static_cast<unsigned>(steps_);  // bits
        counts.multiplies += products;
        counts.adds += products;
        counts.writes += static_cast<std::uint64_t>(c_);
    }

    const sm_program& program_;
    const parameters& p_;
    const formats::mma* mma_ = nullptr;
    std::int64_t steps_ = 0, tiles_ = 0, a_ = 0, b_ = 0, c_ = 0, e_ = 0, hold_ = 0, latency_ = 0;
    std::vector<subcore_state> subcores_;
    std::string memory_;  // by edge: busy, way busy, no request
    std::uint64_t phases_ = 0;
    edge now_ = 0, elapsed_ = 0, stopped_ = 0;
};

}  // namespace

timing stepped_timing(const sm_program& program, const parameters& p) {
    return stepped_sm(program, p).run();
}

void expect_same(const timing& expected, const timing& actual) {
    EXPECT_EQ(expected.cycles, actual.cycles);
    EXPECT_EQ(expected.stopped, actual.stopped);
    ASSERT_EQ(expected.subcores.size(), actual.subcores.size());
    for (std::size_t i = 0; i < expected.subcores.size(); ++i) {
        SCOPED_TRACE(testing::Message() << "sub-core " << i);
        const subcore_counts& e = expected.subcores[i];
        const subcore_counts& a = actual.subcores[i];
        EXPECT_EQ(e.busy_cycles, a.busy_cycles);
        EXPECT_EQ(e.selector_busy, a.selector_busy);
        EXPECT_EQ(e.operand_wait, a.operand_wait);
        EXPECT_EQ(e.dependency, a.dependency);
        EXPECT_EQ(e.barrier, a.barrier);
        EXPECT_EQ(e.no_warp, a.no_warp);
        EXPECT_EQ(e.issues, a.issues);
        EXPECT_EQ(e.mma_instructions, a.mma_instructions);
        EXPECT_EQ(e.load_instructions, a.load_instructions);
        EXPECT_EQ(e.operand_reads, a.operand_reads);
        EXPECT_EQ(e.metadata_reads, a.metadata_reads);
        EXPECT_EQ(e.selects, a.selects);
        EXPECT_EQ(e.passes, a.passes);
        EXPECT_EQ(e.multiplies, a.multiplies);
        EXPECT_EQ(e.adds, a.adds);
        EXPECT_EQ(e.writes, a.writes);
        EXPECT_EQ(e.requests, a.requests);
        EXPECT_EQ(e.load_writes, a.load_writes);
        EXPECT_EQ(a.busy_cycles + a.selector_busy + a.operand_wait + a.dependency + a.barrier + a.no_warp,
                  actual.cycles);
    }
    EXPECT_EQ(expected.shared_memory.busy_cycles, actual.shared_memory.busy_cycles);
    EXPECT_EQ(expected.shared_memory.way_busy, actual.shared_memory.way_busy);
    EXPECT_EQ(expected.shared_memory.no_request, actual.shared_memory.no_request);
    EXPECT_EQ(expected.shared_memory.reads, actual.shared_memory.reads);
    EXPECT_EQ(expected.shared_memory.bytes, actual.shared_memory.bytes);
}

}  // namespace lacuna::sparse_tensor_core::test
