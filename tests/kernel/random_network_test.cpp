/// Does the order in which boxes are evaluated matter? Random networks say it does not.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <numeric>
#include <vector>

#include "sim/kernel/register_channel.h"
#include "sim/kernel/wired_or.h"
#include "tests/formats/random_matrix.h"
#include "tests/kernel/toy_boxes.h"

namespace lacuna::kernel::test {
namespace {

/// Wanders from box to box until its time is over.
struct token {
    std::uint32_t number = 0;
    int hops = 0;
};

/// What a box did at one edge.
struct event {
    std::uint64_t cycle;
    std::uint32_t number;
    std::size_t way;  // to which box
    bool crowded;     // whether the wire was up
    bool operator==(const event& other) const {
        return cycle == other.cycle && number == other.number && way == other.way && crowded == other.crowded;
    }
};

/// Queues the tokens that arrive, sends one an edge on, on another way where the wire says that some queue is
/// long.
class node final : public sc_core::sc_module, public synchronous_if {
  public:
    node(sc_core::sc_module_name name, const clock_domain& clock, wired_or& crowded)
        : sc_module(name), clock_(clock), crowded_(crowded) {}

    void add_in(register_channel<token>& from) {
        in_.push_back(std::make_unique<register_in<token>>(sc_core::sc_gen_unique_name("in")));
        (*in_.back())(from);
    }
    void add_out(register_channel<token>& to) {
        out_.push_back(std::make_unique<register_out<token>>(sc_core::sc_gen_unique_name("out")));
        (*out_.back())(to);
    }
    void give(token first) { queue_.push_back(first); }

    bool on_clock() override {
        bool changed = false;
        if (!queue_.empty()) {
            token next = queue_.front();
            queue_.pop_front();
            const bool crowded = crowded_.read();
            const std::size_t way =
                (next.number + static_cast<std::size_t>(next.hops) + crowded) % out_.size();
            trace.push_back({clock_.elapsed(), next.number, way, crowded});
            if (--next.hops > 0) out_[way]->write(next);
            changed = true;
        }
        for (const auto& in : in_) {
            if (const token* arrived = in->read()) {
                queue_.push_back(*arrived);
                changed = true;
            }
        }
        const bool is_long = queue_.size() > 1;
        if (is_long && !holds_wire_) crowded_.raise();
        if (!is_long && holds_wire_) crowded_.lower();
        holds_wire_ = is_long;
        return changed;
    }

    std::vector<event> trace;

  private:
    const clock_domain& clock_;
    wired_or& crowded_;
    std::vector<std::unique_ptr<register_in<token>>> in_;
    std::vector<std::unique_ptr<register_out<token>>> out_;
    std::deque<token> queue_;
    bool holds_wire_ = false;
};

/// The network of a seed, its boxes bound to the clock in a shuffled order.
class network final : public sc_core::sc_module {
  public:
    network(sc_core::sc_module_name name, std::uint32_t seed, std::uint32_t order) : sc_module(name) {
        formats::random_source random(seed);
        const int size = random(2, 9);
        for (int i = 0; i < size; ++i)
            nodes_.push_back(std::make_unique<node>(sc_core::sc_gen_unique_name("node"), clock_, crowded_));
        for (int i = 0; i < size; ++i) {
            for (int way = random(1, 3); way > 0; --way) {
                channels_.push_back(std::make_unique<register_channel<token>>(
                    sc_core::sc_gen_unique_name("channel"), clock_));
                at(i).add_out(*channels_.back());
                at(random(0, size - 1)).add_in(*channels_.back());
            }
        }
        const int tokens = random(1, 12);
        for (int i = 0; i < tokens; ++i)
            at(random(0, size - 1)).give({static_cast<std::uint32_t>(i), random(1, 60)});
        bind(order);
    }

    std::uint64_t run() { return clock_.run(); }
    std::vector<std::vector<event>> traces() const {
        std::vector<std::vector<event>> all;
        for (const auto& each : nodes_) all.push_back(each->trace);
        return all;
    }

  private:
    node& at(int i) { return *nodes_[static_cast<std::size_t>(i)]; }

    /// Order 0 is that of construction.
    void bind(std::uint32_t order) {
        std::vector<int> places(nodes_.size());
        std::iota(places.begin(), places.end(), 0);
        formats::random_source random(order);
        for (int i = static_cast<int>(places.size()) - 1; i > 0 && order > 0; --i)
            std::swap(places[static_cast<std::size_t>(i)], places[static_cast<std::size_t>(random(0, i))]);
        for (const int place : places) clock_.boxes(at(place));
    }

    clock_domain clock_{"clock", nanosecond()};
    wired_or crowded_{"crowded", clock_};
    std::vector<std::unique_ptr<register_channel<token>>> channels_;
    std::vector<std::unique_ptr<node>> nodes_;
};

TEST(random_network, every_order_of_evaluation_gives_the_same_trace) {
    constexpr std::uint32_t seeds = 40, orders = 6;
    std::vector<std::unique_ptr<network>> networks;  // all exist before the first one runs
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        for (std::uint32_t order = 0; order < orders; ++order)
            networks.push_back(
                std::make_unique<network>(sc_core::sc_gen_unique_name("network"), seed, order));
    }
    std::size_t events = 0, crowded = 0;
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        network& first = *networks[seed * orders];
        const std::uint64_t cycles = first.run();
        for (const auto& trace : first.traces()) {
            events += trace.size();
            for (const event& each : trace) crowded += each.crowded;
        }
        for (std::uint32_t order = 1; order < orders; ++order) {
            SCOPED_TRACE(testing::Message() << "seed " << seed << ", order " << order);
            network& other = *networks[seed * orders + order];
            EXPECT_EQ(other.run(), cycles);
            EXPECT_TRUE(other.traces() == first.traces());
        }
    }
    EXPECT_GT(events, 1000u) << "the networks are too small to ask anything";
    EXPECT_GT(crowded, 100u) << "the wire was hardly ever up";
}

}  // namespace
}  // namespace lacuna::kernel::test
