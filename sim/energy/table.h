/// An energy table: what each action of a model costs, and what each of its boxes costs by being there, every
/// row with its source.
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

struct table {
    std::string file;     ///< as it was named
    config::place where;  ///< of its first line
    std::string model;
    technology made_in;
    std::shared_ptr<const std::vector<curve>> curves;  ///< shared, since the rows point into it
    config::place actions_where;
    std::vector<action_row> actions;
    config::place boxes_where;
    std::vector<box_row> boxes;
};

/// Reads a table: model, technology, curves (each a map, or {file: PATH} of one), actions, boxes. Throws
/// input_error; a curve that no row asks is refused.
table read_table(const std::filesystem::path& file);

}  // namespace lacuna::energy
