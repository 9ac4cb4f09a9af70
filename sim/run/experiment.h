/// What a config asks for: accelerators, layers, and the sparsity patterns to put on them.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/accelerator/model.h"
#include "sim/config/yaml.h"
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
    std::shared_ptr<const energy::table> energy =
        {};  ///< what its results are priced with, where the config names one
};

struct experiment {
    std::filesystem::path file;
    std::string name;
    std::vector<configured_accelerator> accelerators;
    std::vector<layers::layer> layers;
    std::vector<patterns::specification> patterns;
    nlohmann::ordered_json
        effective;          ///< the configuration with every default filled in, paths as they were written
    bool is_swept = false;  ///< whether it describes a sweep, of which this is the point that it stands at
};

/// A config that was parsed, of which experiments are read: as it is, or with values of their own.
class config_document {
  public:
    /// Parses the file and sets the assignments ("accelerators.eie.parameters.pes=32") in it. Throws
    /// input_error with file:line.
    config_document(std::filesystem::path file, const std::vector<std::string>& assignments);

    const std::filesystem::path& file() const { return file_; }
    /// What it says of a sweep (sim/sweep), nullptr where nothing.
    const config::node* sweep() const { return root_.find("sweep"); }

    /// The experiment, after more assignments. Throws input_error with file:line.
    experiment read(const std::vector<std::string>& assignments = {}) const;

    /// Its accelerators alone. Combinations of parameters that single ranges allow but a model refuses are
    /// refused where they are checked.
    std::vector<configured_accelerator> accelerators(const std::vector<std::string>& assignments,
                                                     bool check_combinations = true) const;

  private:
    config::node with(const std::vector<std::string>& assignments) const;
    std::vector<configured_accelerator> accelerators_of(const config::node& root,
                                                        bool check_combinations) const;
    std::shared_ptr<const energy::table> energy_table(const config::node& named) const;

    std::filesystem::path file_;
    config::node root_;
    /// By path and by how the config names it; read once, however many points ask.
    mutable std::map<std::pair<std::filesystem::path, std::string>, std::shared_ptr<const energy::table>>
        energy_tables_;
};

/// Reads a config, after assignments have been set in it. Throws input_error with file:line.
experiment read_experiment(const std::filesystem::path& file, const std::vector<std::string>& assignments);

}  // namespace lacuna::run
