/// A row of a result as a table has it: one name and one value a column, in the order of the JSON document.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace lacuna::reports {

/// Names are those of the JSON fields, nested ones with a dot ("macs.dense", "stalls.pe.starved"). Values are
/// numbers, texts, null; what a list holds is one text, separated by spaces.
using flat_row = std::vector<std::pair<std::string, nlohmann::ordered_json>>;

/// Of an object; each box's counters, for which a table has no cell, are left to JSON.
flat_row flattened(const nlohmann::ordered_json& row);

/// Adds those of a row's columns that are missing, each after the one it follows there.
void add_columns(std::vector<std::string>& columns, const std::vector<std::string>& of_row);

}  // namespace lacuna::reports
