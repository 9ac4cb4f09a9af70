/// A result that `lacuna run --format json` wrote, read back to be priced anew without simulating.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "sim/energy/prices.h"
#include "sim/reports/result.h"

namespace lacuna::reports {

class saved_result {
  public:
    /// Reads a file of at most 64 MiB, and checks all that pricing needs. Throws input_error with the file
    /// and the field.
    explicit saved_result(const std::filesystem::path& file);

    /// The accelerators of the result, by name.
    const std::vector<std::pair<std::string, energy::hardware>>& accelerators() const {
        return accelerators_;
    }

    /// Prices every run of that accelerator, and names the table in the configuration. The prices are of its
    /// hardware.
    void price(const std::string& accelerator, const energy::prices& prices, const std::string& table);

    /// The document as it was read, but for what was priced since.
    const nlohmann::ordered_json& document() const { return document_; }
    /// What pricing knows of it: rows with their names, times and bills, and no other figures.
    const result& priced() const { return priced_; }

  private:
    nlohmann::ordered_json document_;
    std::vector<std::pair<std::string, energy::hardware>> accelerators_;
    std::vector<energy::action_counts> counts_;  // by run; none where it was not measured
    result priced_;
};

}  // namespace lacuna::reports
