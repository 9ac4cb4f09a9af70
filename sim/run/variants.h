/// The accelerators that one entry of a config asks for: a single one, or one for each point of a grid of
/// parameters.
#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/accelerator/model.h"
#include "sim/config/yaml.h"

namespace lacuna::run {

constexpr std::size_t most_variants = 4096;

struct variant {
    nlohmann::ordered_json values;  ///< what it has of its own: {"pes": 4}; empty where nothing varies
    std::unique_ptr<model_parameters> parameters;

    /// As reports show it after the name of the accelerator: "pes 4, clock_mhz 800".
    std::string label() const;
};

/// Reads the maps `parameters` (names to values) and `variants` (names to lists of values) of an accelerator,
/// each nullptr where it is absent. The variants are the grid of the lists, the first name slowest. Throws
/// input_error with the file:line of the value that is wrong; of a combination that the model refuses only
/// where these are checked.
std::vector<variant> read_variants(const std::string& accelerator, const model& kind,
                                   const config::node* parameters, const config::node* variants,
                                   bool check_combinations);

}  // namespace lacuna::run
