/// How an instruction falls into tiles and k-steps on the dot-product units of a sub-core.
#pragma once

#include "models/sparse_tensor_core/parameters.h"

namespace lacuna::sparse_tensor_core {

struct tile_shape {
    int rows = 0;
    int columns = 0;
    int row_tiles = 0;     ///< of the 16 rows of A
    int column_tiles = 0;  ///< of the 8 columns of B
    int steps = 0;         ///< of k: 1 or 2
    int kept = 0;          ///< values of A in a row of a step

    tile_shape() = default;
    tile_shape(const parameters& p, const formats::mma& instruction)
        : rows(static_cast<int>(p.tile_rows)),
          columns(static_cast<int>(p.tile_columns)),
          row_tiles(formats::mma::m / rows),
          column_tiles(formats::mma::n / columns),
          steps(instruction.kept_columns() * formats::value_bits(instruction.a) /
                static_cast<int>(parameters::step_bits)),
          kept(instruction.kept_columns() / steps) {}

    int tiles_of_step() const { return row_tiles * column_tiles; }
    int tiles() const { return tiles_of_step() * steps; }
    int products() const { return rows * columns * kept; }
};

}  // namespace lacuna::sparse_tensor_core
