#include "sim/sweep/space/reserved_names.h"

namespace lacuna::sweep {

const std::vector<std::string>& reserved_names() {
    static const std::vector<std::string> all = {
        // Of the tables of the database.
        "point", "data", "encoding", "part", "parts", "finished", "row", "shape", "ordinal", "rowid", "oid",
        // Of the rows of a result.
        "accelerator", "variant", "model", "engine", "layer", "pattern", "batch", "status", "message",
        "cycles", "simulated_cycles", "io_cycles", "passes", "limits_passed", "clock_mhz", "time_us",
        "energy_uj", "power_mw", "area_mm2", "utilization", "load_balance", "limiting_stall", "macs",
        "density", "storage_bytes", "fillers", "stalls", "counts", "energy_breakdown_uj", "instances",
        "stream", "check", "violation", "deviation", "deviation_from_float", "magnitude_kept",
        "magnitude_kept_of_best", "reference", "notes"};
    return all;
}

}  // namespace lacuna::sweep
