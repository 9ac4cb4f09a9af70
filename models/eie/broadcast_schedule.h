/// What the LNZD tree and the central control unit make of one vector's activations: the columns in the order
/// of their broadcast, and what finding them takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/eie/column_recurrence.h"
#include "models/eie/parameters.h"
#include "models/eie/passes.h"

namespace lacuna::eie {

struct broadcast_schedule {
    std::vector<scheduled_column> columns;
    std::uint64_t rows = 0;              ///< of one activation a PE
    std::vector<std::uint64_t> selects;  ///< by node of the LNZD tree, leaves first
    // Cycles of the control unit.
    std::uint64_t next_row = 0, lnzd_wait = 0, batch_switch = 0;
};

/// How many nodes the tree over so many PEs has.
std::size_t lnzd_nodes(std::size_t pes);

/// Of the inputs of a pass; `activations` are the whole vector.
broadcast_schedule schedule_of(const parameters& p, const pass& part, const std::vector<float>& activations);

/// The parameters that schedules depend on, beside the PEs.
std::string schedule_name(const parameters& p);

}  // namespace lacuna::eie
