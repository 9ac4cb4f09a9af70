/// The scaling of costs from one technology to another, by published factors: each node's energy at a voltage
/// V is in proportion to a polynomial a V^2 + b V + c, and its area to one number.
///
/// After Stillmaker and Baas, "Scaling equations for the accurate prediction of CMOS device performance from
/// 180 nm to 7 nm", Integration 58 (2017), who fit the polynomials.
#pragma once

#include <string>

#include "sim/config/yaml.h"

namespace lacuna::energy {

/// A node at a voltage.
struct operating_point {
    double node_nm = 0;
    double voltage_v = 0;
    double a = 0, b = 0, c = 0;

    /// In proportion to what an operation takes.
    double energy() const { return (a * voltage_v + b) * voltage_v + c; }
};

struct scaling {
    operating_point from;
    operating_point to;
    double area = 1;  ///< what an area becomes
    std::string source;

    /// What an energy becomes, and power at the same clock.
    double energy() const { return to.energy() / from.energy(); }
};

/// Reads {from, to, area, source}; `from` and `to` are {node_nm, voltage_v, energy: {a, b, c}}. Throws
/// input_error, also where a polynomial is not above 0 at its voltage.
scaling read_scaling(const config::node& map);

}  // namespace lacuna::energy
