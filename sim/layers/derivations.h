/// What models derive from the weights of a layer -- shared weights, banks, what an engine prepares -- kept
/// as long as the weights are, so that design points that need the same share it.
#pragma once

#include <any>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace lacuna::layers {

class derivations {
  public:
    /// The thing of that name, made when it is first asked for. A name stands for one type, and names every
    /// parameter that the thing depends on.
    template <class Thing, class Make>
    std::shared_ptr<const Thing> get(const std::string& name, Make make) {
        using kept = std::shared_ptr<const Thing>;
        const auto known = kept_.find(name);
        if (known != kept_.end()) return std::any_cast<kept>(known->second);
        auto made = std::make_shared<const Thing>(make());
        kept_.emplace(name, made);
        return made;
    }

  private:
    std::map<std::string, std::any> kept_;
};

}  // namespace lacuna::layers
