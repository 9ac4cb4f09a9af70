/// Two results side by side: their rows of the same work as pairs, and the rows without a counterpart.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "sim/reports/result.h"

namespace lacuna::reports {

/// Layer, pattern, batch, accelerator: what tells the rows of a result apart.
using row_key = std::tuple<std::string, std::string, std::uint32_t, std::string>;

/// The key of a row, as if it were of that accelerator.
row_key key_of(const row& of, const std::string& accelerator);

/// A row of A and the row of B that does the same work.
struct row_pair {
    row a;
    row b;

    bool is_measured() const { return a.measured && b.measured; }
};

/// A row that the other result lacks, and the accelerators there on which it was looked for; none where none
/// is compared with the row's.
struct lone_row {
    row of;
    std::vector<std::string> missing_on;
};

struct comparison {
    std::vector<row_pair> pairs;  ///< in the order of B
    std::vector<lone_row> only_a;
    std::vector<lone_row> only_b;
};

/// The names of the accelerators, in the order of their first rows.
std::vector<std::string> accelerators_of(const result& all);

/// The result with those rows alone whose accelerator meets the condition.
result rows_on(const result& all, const std::function<bool(const std::string&)>& accelerator);

/// For accelerators of B, the one of A that each is compared with: the only one of A where it has one alone,
/// else the one of the same name, where there is one.
std::map<std::string, std::string> counterparts(const result& a, const result& b);

/// Pairs the rows that agree in layer, pattern and batch, of accelerators that are counterparts. No two rows
/// of a result have the same key.
comparison compare(const result& a, const result& b);

/// Where a result comes from.
struct origin {
    std::string file;
    std::string name;
    std::string version;
    bool complete = true;
};

/// A comparison and the results that it is of.
struct compared_results {
    origin a;
    origin b;
    comparison rows;
};

}  // namespace lacuna::reports
