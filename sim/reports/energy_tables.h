/// What the runs of a result cost, for a person at a terminal.
#pragma once

#include <string>
#include <vector>

#include "sim/reports/row_columns.h"

namespace lacuna::reports {

/// Whether any row is priced.
bool is_priced(const result& all);

/// Energy in uJ and mean power in mW; "-" where a row is not priced.
std::vector<row_column> energy_columns();

/// Each box's share of the energy, the static part of all, and the area; nothing where no row is priced.
std::string energy_shares(const result& all);

/// Time, energy, power and the shares: a result that is only priced.
std::string energy_summary(const result& all);

}  // namespace lacuna::reports
