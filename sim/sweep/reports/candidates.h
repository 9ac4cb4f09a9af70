/// The designs that a sweep compares: each is a point, an accelerator and a pattern, with figures of all its
/// layers together.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/sweep/store/table.h"

namespace lacuna::sweep {

struct candidate {
    std::uint64_t point = 0;
    std::string accelerator;
    std::string pattern;
    std::vector<value> figures;  ///< one for each that was asked
};

/// Which candidates, and what of them.
struct candidate_query {
    std::vector<std::string> figures;  ///< columns of the table
    std::string layer;                 ///< that one alone; empty: all
    std::string where;                 ///< an SQL expression over the columns of the table; empty: all
};

/// How many were left out, and why.
struct left_out {
    std::uint64_t unfinished_points = 0;  ///< whose layers are not all there
    std::uint64_t not_ok = 0;             ///< candidates with a row of another status
    std::uint64_t against_where = 0;
};

/// Calls for every candidate, by its point and then in the order of `lacuna run`. Memory does not grow with
/// the points, but for their numbers. Throws input_error: no such column or layer, figures that layers do not
/// have together (see layer_figures), interrupted.
left_out for_each_candidate(table& of, const candidate_query& asked,
                            const std::function<void(const candidate&)>& call);

}  // namespace lacuna::sweep
