/// The counters of one accelerator: registered once, by the box that counts, with unit and meaning.
///
/// A counter is a plain std::uint64_t member, so counting costs an increment. Boxes are named by their path
/// below the accelerator, "pe[3].pointer_read"; the reports sum over instances, "pe.pointer_read".
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lacuna::statistics {

enum class kind {
    busy,    ///< cycles in which the box did its work
    stall,   ///< cycles in which it could not, by cause; with busy they sum to the elapsed cycles
    action,  ///< something that costs energy: named by a verb
    amount,  ///< anything else worth knowing: named by a noun
};

/// "busy", "stall", "action", "amount".
std::string_view name_of(kind what);

/// A counter as the box declares it that counts.
struct definition {
    const char* name;  ///< a verb for an action that costs energy, a noun for the rest
    kind what;
    const char* unit;
    const char* meaning;
};

/// What `lacuna list statistics` says of a counter.
struct description {
    std::string name;  ///< "pe.pointer_read.read": path without indices, and the counter's own name
    kind what = kind::action;
    std::string unit;
    std::string meaning;
};

/// A counter's value summed over all instances of its box.
struct total {
    const description* what = nullptr;
    std::uint64_t value = 0;
};

/// The counters of one instance of a box.
struct instance {
    std::string box;  ///< "pe[3].pointer_read"
    std::vector<total> counters;
};

class registry {
  public:
    registry() = default;
    registry(const registry&) = delete;
    registry& operator=(const registry&) = delete;

    /// Registers a counter, which must live as long as the registry is asked.
    void add(const std::string& box, const definition& what, std::uint64_t& counter);

    /// Counters of alike boxes, "pe[0]", "pe[1]" and so on, and of the boxes inside each.
    class array {
      public:
        /// `counter_of(i)` is the counter of the i-th, which must live as long as the registry is asked;
        /// `below` is the path of a box inside it, ".pointer_read", or "" for itself.
        void add(const std::string& below, const definition& what,
                 std::function<std::uint64_t&(std::size_t)> counter_of);

      private:
        friend class registry;
        array(registry& all, std::size_t group) : all_(all), group_(group) {}
        registry& all_;
        std::size_t group_;
    };
    /// So many boxes; what is then added to the array is as if it had been added to one after the other. None
    /// of them is registered otherwise.
    array add_array(const std::string& name, std::size_t boxes);

    /// Sets every counter to 0.
    void reset();

    /// What every counter has counted, for repeat_since().
    std::vector<std::uint64_t> values() const;
    /// What was counted since then happens `times` times in all, at least once.
    void repeat_since(const std::vector<std::uint64_t>& values, std::uint64_t times);
    /// Adds to every instance of the counter. Throws std::logic_error for an unknown name.
    void add_to_each(std::string_view name, std::uint64_t amount);

    /// Every kind of counter once, in the order of registration.
    const std::vector<description>& descriptions() const { return descriptions_; }
    /// Sums over instances, in the same order.
    std::vector<total> totals() const;
    /// Every instance, in the order of registration.
    std::vector<instance> instances() const;
    /// The sum of one counter over its instances. Throws std::logic_error for an unknown name.
    std::uint64_t total_of(std::string_view name) const;

    /// Throws std::logic_error where busy and stall cycles of a box do not sum to the elapsed cycles: the
    /// sentence names it.
    void check_conservation(std::uint64_t elapsed_cycles) const;

  private:
    struct counter {
        std::size_t part;         // in the parts of its group
        std::size_t description;  // in descriptions_
        std::function<std::uint64_t&(std::size_t)> of;
    };
    /// A box, or an array of alike ones.
    struct group {
        std::string name;
        bool is_array;
        std::size_t size;
        std::vector<std::string> parts;  // paths of the boxes in it, "" being itself
        std::vector<counter> counters;
    };

    std::size_t described(const std::string& box, const definition& what);
    static std::string box_of(const group& of, std::size_t i, std::size_t part);

    std::vector<group> groups_;
    std::unordered_map<std::string, std::size_t> group_index_;  // by name
    std::vector<description> descriptions_;
    std::unordered_map<std::string, std::size_t> description_index_;  // by name
};

/// "pe[3].pointer_read" as the reports sum it: "pe.pointer_read".
std::string without_indices(std::string_view box);

}  // namespace lacuna::statistics
