/// Results as JSON: the format that other programs read.
#pragma once

#include <string>

#include "sim/reports/result.h"

namespace lacuna::reports {

/// The result as a document; per-box counters appear as "instances" where the rows have them.
nlohmann::ordered_json to_document(const result& all);

/// One row, as the document's "runs" hold it.
nlohmann::ordered_json to_document(const row& r);

/// Writes what a run cost into its object in a document: energy_uj, power_mw, area_mm2, energy_breakdown_uj.
void set_energy(nlohmann::ordered_json& run, const energy::bill& bill);

/// The document, indented by two spaces, with a final newline.
std::string to_json(const result& all);

}  // namespace lacuna::reports
