#include "sim/sweep/space/grid_walk.h"

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"

namespace lacuna::sweep {
namespace {

constexpr std::uint64_t most_steps = 1'000'000'000;
constexpr std::uint64_t between_looks = 65536;  // at whether to stop

/// The values of all parameters, counted up like the digits of a number.
class counter {
  public:
    counter(const std::vector<parameter>& parameters, conditions& all)
        : parameters_(parameters), all_(all), index_(parameters.size()) {
        set_from(0);
    }

    /// The next value of the digit, and the first of those behind it; where it has none, the next of the one
    /// before. Gives the place of the digit that went up, or -1 at the end.
    int advance(std::size_t digit) {
        while (++index_[digit] == parameters_[digit].texts.size()) {
            if (digit == 0) return -1;
            --digit;
        }
        for (std::size_t i = digit + 1; i < index_.size(); ++i) index_[i] = 0;
        set_from(digit);
        return static_cast<int>(digit);
    }

    std::uint64_t point() const {
        std::uint64_t point = 0;
        for (std::size_t i = 0; i < index_.size(); ++i)
            point = point * parameters_[i].texts.size() + index_[i];
        return point;
    }

  private:
    void set_from(std::size_t digit) {
        if (all_.empty()) return;
        for (; digit < index_.size(); ++digit) all_.set(digit, parameters_[digit].shown[index_[digit]]);
    }

    const std::vector<parameter>& parameters_;
    conditions& all_;
    std::vector<std::size_t> index_;
};

}  // namespace

void walk_grid(const std::vector<parameter>& parameters, conditions& all, const config::place& where,
               const std::function<bool(std::uint64_t point)>& call) {
    counter at(parameters, all);
    int changed = 0;
    for (std::uint64_t steps = 0; changed >= 0; ++steps) {
        if (steps % between_looks == 0) give_up_if_stopped();
        if (steps == most_steps) {
            refuse(
                "{}: the conditions allow so few points of the grid that {} steps have not found them all; "
                "give fewer values, or a sample such as {{random: 1000, seed: 1}}.",
                where.text(), steps);
        }
        std::size_t last = parameters.size() - 1;  // the digit to go up next
        if (all.hold(static_cast<std::size_t>(changed), last) && !call(at.point())) return;
        changed = at.advance(last);
    }
}

}  // namespace lacuna::sweep
