/// Conditions between the parameters of a sweep: SQL expressions over their names.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/config/yaml.h"
#include "sim/sweep/sql/database.h"

namespace lacuna::sweep {

/// One expression, compiled once and evaluated over many values. Arithmetic is SQL's: that of two integers
/// gives an integer, 7 / 2 = 3.
class condition {
  public:
    /// Throws input_error where it is no single expression over those names and pure functions.
    condition(database& in_memory, const std::string& expression, const config::place& where,
              const std::vector<std::string>& names);

    /// Sets the value of one of the names, which it keeps.
    void set(std::size_t name, const value& chosen);
    /// Whether it is true, that is a number but 0. Throws input_error where it is NULL or a text.
    bool holds();
    /// The place of the last name that it uses; 0 where it uses none. May be too large, never too small.
    std::size_t last_used() const { return last_used_; }

  private:
    [[noreturn]] void refuse_outcome(const value& outcome);

    std::string expression_;
    std::string what_;
    std::vector<std::string> names_;
    std::vector<value> chosen_;
    std::size_t last_used_ = 0;
    statement query_;
};

/// Several conditions that must all hold, over the same names.
class conditions {
  public:
    explicit conditions(std::vector<std::string> names);

    void add(const std::string& expression, const config::place& where);
    bool empty() const { return all_.empty(); }

    /// Sets the value of one of the names for all.
    void set(std::size_t name, const value& chosen);
    /// Whether those hold that use a name from `from` on (every condition for 0); the others are not asked.
    /// Where one does not, the place of the last name it uses is in `failed`: no choice of the names behind
    /// it can mend that.
    bool hold(std::size_t from, std::size_t& failed);

  private:
    std::vector<std::string> names_;
    database evaluator_;
    std::vector<condition> all_;  ///< by last_used()
};

}  // namespace lacuna::sweep
