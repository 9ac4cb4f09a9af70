/// What is derived from the data of a layer -- banks, what an engine prepares, what outputs are compared with
/// -- kept with the data, so that design points that need the same share it. The last few of each type alone:
/// each can take as much memory as the weights.
#pragma once

#include <algorithm>
#include <any>
#include <cstddef>
#include <iterator>
#include <list>
#include <memory>
#include <string>
#include <typeinfo>
#include <utility>

namespace lacuna::layers {

class derivations {
  public:
    static constexpr std::size_t most_kept = 3;  ///< of each type

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
        drop_surplus(typeid(kept));
        return made;
    }

  private:
    void drop_surplus(const std::type_info& type) {
        std::size_t of_type = 0;
        for (auto each = kept_.begin(); each != kept_.end();) {
            const bool is_surplus = each->second.type() == type && ++of_type > most_kept;
            each = is_surplus ? kept_.erase(each) : std::next(each);
        }
    }

    std::list<std::pair<std::string, std::any>> kept_;  // the one used last first
};

}  // namespace lacuna::layers
