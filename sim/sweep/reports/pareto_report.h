/// A Pareto front as people and programs read it.
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/reports/pareto.h"

namespace lacuna::sweep {

/// The columns of a front as a table: point, parameters, accelerator, pattern, objectives.
std::vector<std::string> front_columns(const table& of, const pareto_query& asked);
/// A line of it.
std::vector<value> front_row(const front_member& member, const std::vector<std::string>& columns,
                             const pareto_query& asked);

/// The front as aligned text. The accelerator and the pattern stand in it where candidates differ in them.
std::string front_text(const table& of, const pareto_query& asked, const pareto_front& front);

/// "509 designs compared; left out: 3 points not finished".
std::string comparison_text(const pareto_front& front);

}  // namespace lacuna::sweep
