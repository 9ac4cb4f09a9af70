/// The designs of a sweep that no other one beats in everything that matters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/sweep/reports/candidates.h"

namespace lacuna::sweep {

struct objective {
    std::string column;
    bool is_maximized = false;
};

struct pareto_query {
    std::vector<objective> objectives;
    std::string where;  ///< as in candidate_query
    std::string layer;  ///< as in candidate_query
};

/// A design on the front.
struct front_member {
    std::uint64_t point = 0;
    std::string accelerator;
    std::string pattern;
    std::vector<value> parameters;
    std::vector<value> figures;  ///< one for each objective, an integer or a real
};

struct pareto_front {
    std::vector<front_member> members;  ///< the best in the first objective first
    std::uint64_t candidates = 0;       ///< that were compared
    left_out left;
    std::uint64_t without_figure = 0;       ///< candidates that lack an objective, such as the energy
    std::vector<std::string> accelerators;  ///< of the candidates
    std::vector<std::string> patterns;
};

/// Of equal candidates all stay. Throws input_error: no such column, an objective that is no number, no
/// candidate.
pareto_front find_pareto_front(table& of, const pareto_query& asked);

}  // namespace lacuna::sweep
