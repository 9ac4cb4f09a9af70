#include "sim/patterns/structured.h"

#include <algorithm>
#include <vector>

#include "sim/formats/metadata_nibble.h"

namespace lacuna::patterns {

bool has_structure(formats::operand_type type, const formats::csc<float>& weights, std::uint32_t columns) {
    const auto group = static_cast<std::uint32_t>(formats::sparsity_of(type).group);
    std::vector<unsigned> non_zeros(weights.rows, 0);  // of each row a bit for each value of the group
    for (std::uint32_t first = 0; first < columns; first += group) {
        const std::uint32_t end = std::min(first + group, columns);
        for (std::uint32_t column = first; column < end; ++column) {
            for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i)
                if (weights.value[i] != 0) non_zeros[weights.row[i]] |= 1u << (column - first);
        }
        for (unsigned& bits : non_zeros) {
            if (bits == 0) continue;
            if (!formats::nibble_keeping(type, bits)) return false;
            bits = 0;
        }
    }
    return true;
}

}  // namespace lacuna::patterns
