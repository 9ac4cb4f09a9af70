/// The check of products of which some output tiles were computed, not all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/accelerator/accelerator.h"
#include "sim/run/product_reference.h"

namespace lacuna::run {

/// What has been checked.
struct checked_tiles {
    std::uint64_t computed = 0;  ///< outputs
    std::uint64_t outputs = 0;   ///< of which those are
    std::size_t tiles = 0;
    std::string beyond = {};  ///< names the first output that is no finite number; empty where all are finite
    std::optional<std::uint64_t> nonzeros_in_row =
        {};  ///< of a GEMM's weights as held; none where rows differ

    /// "exact" where the tiles have every output, else "sampled".
    std::string check() const;
    /// How much was checked, a sentence; empty where everything was.
    std::string note() const;
    /// Those of another product of the same layer.
    void add(const checked_tiles& other);
};

// Each compares the tiles that were computed with the reference. Throws wrong_product. The arithmetic is that
// of a tensor core.

checked_tiles check_sample(const product_reference& reference, const accelerator& hardware,
                           const std::vector<layers::output_tile>& tiles, const std::string& what);
checked_tiles check_sample(const layers::sampled_gemm& gemm, const accelerator& hardware,
                           const std::vector<layers::output_tile>& tiles, const std::string& what);

}  // namespace lacuna::run
