#include "sim/energy/curve.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"

namespace lacuna::energy {

namespace {

/// Logarithms differ in their last bits between libraries and processors; results are to be the same bytes.
double without_last_bits(double value) {
    constexpr int bits = 36;
    int exponent = 0;
    const double mantissa = std::frexp(value, &exponent);
    return std::ldexp(std::nearbyint(std::ldexp(mantissa, bits)), exponent - bits);
}

}  // namespace

double attribute_of(const statistics::box& box, const std::string& attribute, const std::string& what,
                    const std::string& where) {
    std::vector<std::string> known;
    for (const auto& [name, value] : box.attributes) {
        if (name == attribute) return value;
        known.push_back(name);
    }
    const std::string hint = known.empty() ? "; it has none" : config::nearest_name_hint(attribute, known);
    refuse("{}: {} depends on {}, which is no attribute of the box {}{}.", where, what,
           config::in_quotes(attribute), box.name, hint);
}

curve::curve(std::string name, const config::node& map) : name_(std::move(name)) {
    constexpr std::size_t most_attributes = 4;
    config::table table(map, "the curve " + config::shown(name_));
    const config::node& attributes = table.required("attributes");
    for (const config::node& attribute : config::as_sequence(attributes)) {
        attributes_.push_back(config::as_text(attribute));
    }
    if (attributes_.size() > most_attributes) {
        refuse("{}: the curve {} has {} attributes; {} are the most.", attributes.where.text(),
               config::shown(name_), attributes_.size(), most_attributes);
    }
    const bool powers =
        config::as_choice(table.required("interpolation"), {"linear", "log_log"}) == "log_log";
    rule_ = powers ? rule::log_log : rule::linear;
    source_ = config::as_text(table.required("source"));
    for (const config::node& each : config::as_sequence(table.required("points"))) read_point(each);
    table.finish();
}

void curve::read_point(const config::node& map) {
    config::table table(map, "a point of the curve " + config::shown(name_));
    const config::real_range allowed{0, 1e15, rule_ == rule::log_log};
    if (points_.empty()) {
        for (const auto& [key, value] : map.entries) {
            if (std::find(attributes_.begin(), attributes_.end(), key) == attributes_.end())
                columns_.push_back(key);
        }
    }
    if (columns_.empty()) {
        refuse("{}: a point of the curve {} has no figures beside its {}.", map.where.text(),
               config::shown(name_), fmt::join(attributes_, ", "));
    }
    point read;
    for (const std::string& attribute : attributes_)
        read.position.push_back(config::as_real(table.required(attribute), allowed));
    for (const std::string& column : columns_)
        read.figures.push_back(config::as_real(table.required(column), allowed));
    table.finish();
    if (find(read.position) != nullptr) {
        refuse("{}: the curve {} has a second point for the same {}.", map.where.text(), config::shown(name_),
               fmt::join(attributes_, ", "));
    }
    points_.push_back(std::move(read));
}

const curve::point* curve::find(const std::vector<double>& position) const {
    const auto place = std::find_if(points_.begin(), points_.end(),
                                    [&](const point& each) { return each.position == position; });
    return place == points_.end() ? nullptr : &*place;
}

curve::bracket curve::bracket_of(std::size_t attribute, double value, const std::string& where) const {
    double least = points_.front().position[attribute];
    double most = least;
    for (const point& each : points_) {
        least = std::min(least, each.position[attribute]);
        most = std::max(most, each.position[attribute]);
    }
    if (!(value >= least && value <= most)) {
        throw unknown_cost(fmt::format(
            "{}: the curve {} is asked for {} = {}, but its points reach from {} to {}, and beyond them no cost is known.",
            where, config::shown(name_), attributes_[attribute], value, least, most));
    }
    for (const point& each : points_) {
        const double position = each.position[attribute];
        if (position <= value) least = std::max(least, position);
        if (position >= value) most = std::min(most, position);
    }
    if (least == most) return {least, most, 0};
    const double fraction = rule_ == rule::linear ? (value - least) / (most - least)
                                                  : std::log2(value / least) / std::log2(most / least);
    return {least, most, fraction};
}

double curve::at(const std::string& column, const statistics::box& box, const std::string& where) const {
    const auto place = std::find(columns_.begin(), columns_.end(), column);
    const auto figure = static_cast<std::size_t>(place - columns_.begin());
    std::vector<bracket> brackets;
    std::string asked;
    bool exact = true;
    for (std::size_t a = 0; a < attributes_.size(); ++a) {
        const double value = attribute_of(box, attributes_[a], "the curve " + config::shown(name_), where);
        brackets.push_back(bracket_of(a, value, where));
        exact = exact && brackets[a].fraction == 0;
        asked += fmt::format("{}{} = {}", a ? ", " : "", attributes_[a], value);
    }
    // Every corner of the cell that the box lies in, with the weight of its nearness.
    double sum = 0;
    for (unsigned corner = 0; corner < 1u << brackets.size(); ++corner) {
        double weight = 1;
        std::vector<double> position;
        for (std::size_t a = 0; a < brackets.size(); ++a) {
            const bool upper = (corner >> a & 1) != 0;
            weight *= upper ? brackets[a].fraction : 1 - brackets[a].fraction;
            position.push_back(upper ? brackets[a].upper : brackets[a].lower);
        }
        if (weight == 0) continue;
        const point* stands = find(position);
        if (stands == nullptr) {
            refuse("{}: the curve {} is asked for {}, but has no point at {} = {} beside it.", where,
                   config::shown(name_), asked, fmt::join(attributes_, ", "), fmt::join(position, ", "));
        }
        if (exact) return stands->figures[figure];
        sum +=
            weight * (rule_ == rule::linear ? stands->figures[figure] : std::log2(stands->figures[figure]));
    }
    return rule_ == rule::linear ? sum : without_last_bits(std::exp2(sum));
}

}  // namespace lacuna::energy
