/// A figure of an energy table: a sum of terms, each a number or a curve's figure, in proportion to
/// attributes where it says so.
///
///     pj: 1.4
///     pj: {curve: sram, column: read_pj, scale: 1.9, per: {banks: 1}}
///     static_mw: [{value: 0.49, per: {clock_mhz: 800}}, {curve: sram, column: leakage_mw}]
///
/// `scale` multiplies; `per: {clock_mhz: 800}` multiplies with clock_mhz / 800: so much for every 800 of it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/energy/curve.h"

namespace lacuna::energy {

class quantity {
  public:
    /// Reads a number, a term, or a sequence of terms. The curves must outlive it. Throws input_error.
    quantity(const config::node& value, const std::vector<curve>& curves);

    /// Multiplies it by a number of at least 0.
    void scale(double factor);

    /// The figure for a box, at least 0. Throws input_error with the term's place.
    double of(const statistics::box& box) const;

    /// Names of the curves it asks.
    std::vector<std::string> curves() const;

  private:
    struct term {
        std::string where;
        double factor = 1;
        const curve* asked = nullptr;  // nothing for a plain number
        std::string column;
        std::vector<std::pair<std::string, double>> per;
    };

    static term read_term(const config::node& value, const std::vector<curve>& curves);

    std::vector<term> terms_;
};

}  // namespace lacuna::energy
