/// A condition that the designs of a sweep meet or not: an SQL expression over their columns.
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/sql/database.h"

namespace lacuna::sweep {

class candidate_condition {
  public:
    /// Empty text: every design meets it. Throws input_error where it is no expression over those columns;
    /// `what` begins the sentence.
    candidate_condition(const std::string& expression, const std::vector<std::string>& columns,
                        const std::string& what);

    /// The columns that it may use.
    const std::vector<std::string>& used() const { return used_; }
    /// Whether it is true, as in a WHERE of SQL, where NULL is not. One value for each column used.
    bool holds(const std::vector<value>& of_used);

  private:
    std::vector<std::string> used_;
    database evaluator_;
    std::vector<statement> query_;  // one, or none where there is no expression
};

}  // namespace lacuna::sweep
