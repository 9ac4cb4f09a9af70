#include "sim/accelerator/accelerator.h"

#include <fmt/format.h>

namespace lacuna {

std::string name_of(const numerics& how) {
    if (const auto* in_order = std::get_if<formats::arithmetic>(&how)) return in_order->name();
    const auto& core = std::get<formats::tensor_core_arithmetic>(how);
    return fmt::format("tensor core, {}, sums in {}, zeros {}, slices of {}", formats::name_of(core.type),
                       formats::name_of(core.accumulator), core.drops_zeros ? "dropped" : "kept",
                       core.slice_k);
}

}  // namespace lacuna
