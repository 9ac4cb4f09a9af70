#include "sim/formats/arithmetic.h"

#include <fmt/format.h>

namespace lacuna::formats {

std::string arithmetic::name() const {
    if (!is_fixed_) return "32-bit floating point";
    return fmt::format("fixed point of {} bits, {} of weights and {} of activations below the point, {}, {}",
                       how_.bits, how_.weight_fraction_bits, how_.activation_fraction_bits,
                       how_.rounds == rounding::truncate ? "truncating" : "rounding to nearest even",
                       how_.beyond == overflow::wrap ? "wrapping" : "saturating");
}

}  // namespace lacuna::formats
