/// The tables of `lacuna trace prune`: what a pattern keeps, and how evenly what is left is spread.
#pragma once

#include <cstdint>
#include <string>

#include "sim/layers/pruned_layer.h"
#include "sim/patterns/specification.h"

namespace lacuna::command_line {

std::string pruning_report(const layers::layer& description, const patterns::specification& pattern,
                           const layers::pruned_layer& pruned, std::uint32_t pes);

}  // namespace lacuna::command_line
