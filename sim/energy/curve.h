/// Figures that depend on sizes, as sourced points and a named rule between them: the energy of an SRAM by
/// capacity and width.
///
/// The rules: `linear`, linear in every attribute; `log_log`, linear between the logarithms of attributes and
/// figures, so that a power law is met exactly. Where a point stands, its figures are given as they are;
/// beyond the points nothing is known, and that is an error.
#pragma once

#include <string>
#include <vector>

#include "sim/config/input_error.h"
#include "sim/config/yaml.h"
#include "sim/statistics/box.h"

namespace lacuna::energy {

/// A box lies beyond the points of a curve: its cost is not known, and nothing is guessed.
class unknown_cost : public input_error {
  public:
    using input_error::input_error;
};

class curve {
  public:
    /// Reads {attributes, interpolation, source, points}; `name` is what tables call it. Throws input_error.
    curve(std::string name, const config::node& map);

    const std::string& name() const { return name_; }
    const std::string& source() const { return source_; }
    const std::vector<std::string>& attributes() const { return attributes_; }
    /// What its points tell: "read_pj", "area_um2".
    const std::vector<std::string>& columns() const { return columns_; }

    /// A figure for a box. `where` begins the sentence of the input_error thrown where the box lacks an
    /// attribute, and of the unknown_cost where it lies beyond the points.
    double at(const std::string& column, const statistics::box& box, const std::string& where) const;

  private:
    enum class rule { linear, log_log };

    struct point {
        std::vector<double> position;  // by attribute
        std::vector<double> figures;   // by column
    };
    /// The values of one attribute between which a box lies, and how far it is from the lower to the upper.
    struct bracket {
        double lower = 0;
        double upper = 0;
        double fraction = 0;
    };

    void read_point(const config::node& map);
    bracket bracket_of(std::size_t attribute, double value, const std::string& where) const;
    const point* find(const std::vector<double>& position) const;

    std::string name_;
    std::string source_;
    std::vector<std::string> attributes_;
    rule rule_ = rule::linear;
    std::vector<std::string> columns_;
    std::vector<point> points_;
};

/// The attribute of a box. Throws input_error where the box lacks it, naming those it has; `what` depends on
/// it.
double attribute_of(const statistics::box& box, const std::string& attribute, const std::string& what,
                    const std::string& where);

}  // namespace lacuna::energy
