/// The check of products of which some output tiles were computed, not all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/accelerator/accelerator.h"

namespace lacuna::run {

/// What has been checked.
struct checked_tiles {
    std::string check;   ///< "exact" where the tiles have every output, else "sampled"
    std::string note;    ///< how much was checked, a sentence; empty where everything was
    std::string beyond;  ///< names the first output that is no finite number; empty where all are finite
    std::optional<std::uint64_t> nonzeros_in_row;  ///< of a GEMM's weights as held; none where rows differ
};

// Each compares the outcome's tiles with the reference. Throws wrong_product. The arithmetic is that of a
// tensor core.

checked_tiles check_sample(const layers::product& product, const formats::csc<float>& held,
                           const accelerator& hardware, const outcome& done, const std::string& what);
checked_tiles check_sample(const layers::sampled_gemm& gemm, const accelerator& hardware, const outcome& done,
                           const std::string& what);

}  // namespace lacuna::run
