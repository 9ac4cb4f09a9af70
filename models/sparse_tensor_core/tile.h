/// What passes from box to box of a sub-core: the issue slot, the tile, and the data of an instruction that
/// goes with them where values are computed.
///
/// A tile is tile_rows x tile_columns accumulators and the k-step of products that is added to each. The
/// tiles of an instruction go step by step, and in a step rows before columns.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/idle_cause.h"
#include "models/sparse_tensor_core/pipeline_numerics.h"
#include "sim/formats/mma.h"

namespace lacuna::sparse_tensor_core {

/// The data of one instruction between issue and write-back. Every array is row-major.
struct instruction_data {
    std::uint64_t index = 0;             ///< of its chain
    std::vector<decoded> a;              ///< m x kept columns
    std::vector<std::uint8_t> metadata;  ///< m x groups nibbles
    std::vector<decoded> b;              ///< k x n
    std::vector<std::uint32_t> c;        ///< m x n bit patterns
    std::vector<std::uint32_t> d;        ///< m x n: partial sums, and D in the end
    std::vector<decoded> selected;       ///< m x n x kept columns: values of B that the multiplexers picked
    std::vector<product_term> products;  ///< m x n x kept columns
};

/// What the scheduler sends down the pipeline at every edge: an mma, or why there is none.
struct issue_slot {
    bool is_mma = false;
    idle_cause cause = idle_cause::no_warp;  ///< where it is none
    std::uint32_t warp = 0;                  ///< of the SM
    std::uint32_t chain = 0;
    instruction_data* data = nullptr;  ///< nullptr where it takes time alone
};

struct tile {
    std::uint32_t warp = 0;
    std::uint32_t chain = 0;
    std::uint16_t row = 0;     ///< first row of A
    std::uint16_t column = 0;  ///< first column of B
    std::uint8_t step = 0;     ///< of k
    bool first = false;        ///< of its instruction
    bool last = false;
    instruction_data* data = nullptr;
};

/// The accumulators of a chain are free.
struct completion {
    std::uint32_t warp = 0;
    std::uint32_t chain = 0;
};

}  // namespace lacuna::sparse_tensor_core
