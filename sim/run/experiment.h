/// What a config asks for: accelerators, layers, and the sparsity patterns to put on them.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sim/accelerator/model.h"
#include "sim/energy/table.h"
#include "sim/layers/layer.h"
#include "sim/patterns/specification.h"

namespace lacuna::run {

/// An accelerator that the config asks for.
struct configured_accelerator {
    std::string name;                ///< as reports show it: "eie", and of a variant "eie, pes 4"
    nlohmann::ordered_json variant;  ///< of a variant what it has of its own: {"pes": 4}; else empty
    std::string module_name;  ///< in SystemC's hierarchy: letters, digits, '-' and '_', unique in the config
    const model* kind = nullptr;
    std::unique_ptr<model_parameters> parameters;
    std::optional<energy::table> energy =
        {};  ///< what its results are priced with, where the config names one
};

struct experiment {
    std::filesystem::path file;
    std::string name;
    std::vector<configured_accelerator> accelerators;
    std::vector<layers::layer> layers;
    std::vector<patterns::specification> patterns;
    nlohmann::ordered_json
        effective;  ///< the configuration with every default filled in, paths as they were written
};

/// Reads a config, after `assignments` ("accelerators.eie.parameters.pes=32") have been set in it. Throws
/// input_error with file:line.
experiment read_experiment(const std::filesystem::path& file, const std::vector<std::string>& assignments);

}  // namespace lacuna::run
