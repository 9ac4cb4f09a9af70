/// A sparsity pattern as configs and traces ask for it: as_is, dense, {unstructured: {density: 0.25}}.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sim/config/yaml.h"

namespace lacuna::patterns {

struct specification {
    enum class kind { as_is, dense, unstructured };

    kind what = kind::as_is;
    double density = 1;  ///< of unstructured: the share of weights kept, 0 to 1

    /// "as_is", "dense", "unstructured 0.25": the name in results.
    std::string label() const;
    /// As a config writes it.
    nlohmann::ordered_json written() const;
};

/// Throws input_error with file:line for an unknown pattern (naming the nearest) or a density outside 0 to 1.
specification read(const config::node& value);

}  // namespace lacuna::patterns
