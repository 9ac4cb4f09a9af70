/// A sort of box of an accelerator as its model states it: how many there are, and the sizes that their cost
/// depends on.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace lacuna::statistics {

struct box {
    std::string name;             ///< path without indices: "pe.sparse_matrix_read"
    std::uint64_t instances = 1;  ///< in the whole accelerator
    std::vector<std::pair<std::string, double>>
        attributes;  ///< of each, with the unit in the name: {"bytes", 131072}
};

}  // namespace lacuna::statistics
