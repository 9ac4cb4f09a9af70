/// An energy table: what each action of a model costs, and what each of its boxes costs by being there, every
/// row with its source.
///
/// A table may have the rows of another, of an older technology, scaled by published factors (scaling.h).
///
/// After Accelergy (Wu et al., ICCAD 2019): energy = counts x table. `lacuna list energy TABLE` prints one.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/yaml.h"
#include "sim/energy/quantity.h"
#include "sim/energy/scaling.h"

namespace lacuna::energy {

/// What the figures hold for.
struct technology {
    std::string name;
    double node_nm = 0;
    std::optional<double> voltage_v;
    std::optional<double> temperature_k;
    std::string source;
};

/// The energy of an action, in pJ.
struct action_row {
    std::string name;  ///< "pe.pointer_read.read"
    config::place where;
    quantity pj;
    std::string source;
};

/// The cost of one instance of a box, whatever it does: power in mW and area in um2.
struct box_row {
    std::string name;  ///< "pe.pointer_read"
    config::place where;
    quantity static_mw;
    quantity area_um2;
    std::string source;
};

/// Whose rows a table has where it has none of its own.
struct origin {
    std::string table;  ///< as it was named
    scaling by;
};

struct table {
    std::string file;     ///< as it was named
    config::place where;  ///< of its first line
    std::string model;
    technology made_in;
    std::optional<origin> scaled_from;
    std::shared_ptr<const std::vector<curve>> curves;  ///< shared, since the rows point into it
    config::place actions_where;
    std::vector<action_row> actions;
    config::place boxes_where;
    std::vector<box_row> boxes;
};

/// Reads a table: model, technology, curves (each a map, or {file: PATH} of one), actions, boxes; a curve
/// that no row asks is refused. With scaled: {from: TABLE, by: SCALING} it has the rows of that table too,
/// each cost multiplied by the factor and each source saying so, but for those that it has itself, which
/// ask no curve and stand as they are. Throws input_error.
table read_table(const std::filesystem::path& file);

}  // namespace lacuna::energy
