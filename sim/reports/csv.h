/// Results as CSV (RFC 4180): one line a row, one column a figure, for spreadsheets.
#pragma once

#include <string>

#include "sim/reports/result.h"

namespace lacuna::reports {

/// Columns are named as the JSON fields, nested ones with a dot ("macs.dense", "stalls.pe.starved"); a row
/// leaves empty what it does not have.
std::string to_csv(const result& all);
/// The same of a document that is such a result.
std::string to_csv(const nlohmann::ordered_json& document);
/// The same of any array of objects.
std::string rows_to_csv(const nlohmann::ordered_json& rows);

/// One cell: a text, quoted where CSV needs it, or a number; empty for null. Lines end with CR LF.
std::string csv_cell(const nlohmann::ordered_json& value);

}  // namespace lacuna::reports
