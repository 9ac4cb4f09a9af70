/// What models derive from the weights of a layer -- banks, what an engine prepares -- kept with the weights,
/// so that design points that need the same share it. The last few alone: each can take as much memory as the
/// weights.
#pragma once

#include <algorithm>
#include <any>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <utility>

namespace lacuna::layers {

class derivations {
  public:
    static constexpr std::size_t most_kept = 6;

    /// The thing of that name, made where it is not kept. A name stands for one type, and names every
    /// parameter that the thing depends on.
    template <class Thing, class Make>
    std::shared_ptr<const Thing> get(const std::string& name, Make make) {
        using kept = std::shared_ptr<const Thing>;
        const auto known =
            std::find_if(kept_.begin(), kept_.end(), [&](const auto& each) { return each.first == name; });
        if (known != kept_.end()) {
            kept_.splice(kept_.begin(), kept_, known);
            return std::any_cast<kept>(known->second);
        }
        auto made = std::make_shared<const Thing>(make());
        kept_.emplace_front(name, made);
        if (kept_.size() > most_kept) kept_.pop_back();
        return made;
    }

  private:
    std::list<std::pair<std::string, std::any>> kept_;  // the one used last first
};

}  // namespace lacuna::layers
