/// The rows of a result that `lacuna run --format json` wrote, read back with the figures that results are
/// compared by.
#pragma once

#include <filesystem>

#include "sim/reports/json_reader.h"
#include "sim/reports/result.h"

namespace lacuna::reports {

/// What names a run of a document, and its status; no figures. Throws input_error with the field.
row read_names(const json_value& run);

/// The result of a file of at most 64 MiB: of every row its names, of those that ran cycles, time (us),
/// utilization (share), limiting stall, dense MACs, and energy (uJ) where it is
/// priced. Throws input_error with the file and the field, also where no run is in it, or where two have one
/// layer, pattern, batch and accelerator.
result read_figures(const std::filesystem::path& file);

}  // namespace lacuna::reports
