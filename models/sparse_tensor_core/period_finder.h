/// Finds where a sequence of states repeats, and by how much its tallies grew meanwhile: Brent's algorithm,
/// which keeps one state and compares the others with it.
///
/// Source: R. P. Brent, "An improved Monte Carlo factorization algorithm", BIT 20, 1980.
#pragma once

#include <cstdint>
#include <vector>

namespace lacuna::sparse_tensor_core {

class period_finder {
  public:
    using words = std::vector<std::uint64_t>;

    /// Forgets everything seen.
    void restart() {
        until_kept_ = span_ = 1;
        kept_state_.clear();
    }

    /// Sees the next state, which is not empty, with its tallies, numbers that never fall. Where the state is
    /// the kept one, returns the growth of each tally since then, valid until the next call; else nullptr.
    const words* look(const words& state, const words& tallies) {
        if (state == kept_state_) {
            growth_.resize(tallies.size());
            for (std::size_t i = 0; i < tallies.size(); ++i) growth_[i] = tallies[i] - kept_tallies_[i];
            return &growth_;
        }
        if (--until_kept_ == 0) {
            span_ *= 2;
            until_kept_ = span_;
            kept_state_ = state;
            kept_tallies_ = tallies;
        }
        return nullptr;
    }

  private:
    std::uint64_t span_ = 1;
    std::uint64_t until_kept_ = 1;
    words kept_state_;
    words kept_tallies_;
    words growth_;
};

}  // namespace lacuna::sparse_tensor_core
