/// A sparsity pattern as configs and traces ask for it: as_is, dense, {unstructured: {density: 0.25}}, "2:4",
/// {block: {shape: [4, 4], density: 0.25}} and so on (pattern.h lists them).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "sim/config/yaml.h"
#include "sim/patterns/block.h"
#include "sim/patterns/n_of_m.h"

namespace lacuna::patterns {

/// What each kind of pattern is given; a density is the share of weights kept, 0 to 1.
namespace kind {

struct as_is {};
struct dense {};
struct unstructured {
    double density = 1;
};
using n_of_m = patterns::n_of_m;
struct tile {};
struct block {
    block_shape shape;
    double density = 1;
};
struct vector_wise {
    std::uint32_t length = 1;
    double density = 1;
};
struct bank_balanced {
    std::uint32_t banks = 1;
    double density = 1;
};
struct row {
    double density = 1;
};
struct column {
    double density = 1;
};

}  // namespace kind

struct specification {
    std::variant<kind::as_is, kind::dense, kind::unstructured, kind::n_of_m, kind::tile, kind::block,
                 kind::vector_wise, kind::bank_balanced, kind::row, kind::column>
        what = kind::as_is{};

    template <class Kind>
    bool is() const {
        return std::holds_alternative<Kind>(what);
    }
    /// The share of weights that the pattern is to keep: N / M of N:M; 1 of as_is and dense.
    double density() const;
    /// "as_is", "dense", "unstructured 0.25", "2:4", "4:8 pairs", "block 4x4 0.25", "bank_balanced 4 0.25":
    /// the name in results, another one for every other pattern.
    std::string label() const;
    /// As a config writes it.
    nlohmann::ordered_json written() const;
};

/// Throws input_error with file:line for an unknown pattern (naming the nearest), a setting that is missing
/// or unknown, a density outside 0 to 1, or an N:M that is none.
specification read(const config::node& value);

}  // namespace lacuna::patterns
