#include "sim/energy/quantity.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"

namespace lacuna::energy {

namespace {

/// What any single cost may be, in pJ, mW or um2: far beyond a chip, and far from the ends of a double.
constexpr double most = 1e15;

const curve& find_curve(const config::node& name, const std::vector<curve>& curves) {
    const std::string asked = config::as_text(name);
    std::vector<std::string> known;
    for (const curve& each : curves) {
        if (each.name() == asked) return each;
        known.push_back(each.name());
    }
    const std::string hint = known.empty() ? "; it has none" : config::nearest_name_hint(asked, known);
    refuse("{}: {} is no curve of this energy table{}.", name.where.text(), config::in_quotes(asked), hint);
}

}  // namespace

quantity::quantity(const config::node& value, const std::vector<curve>& curves) {
    if (value.type != config::node::kind::sequence) {
        terms_.push_back(read_term(value, curves));
        return;
    }
    for (const config::node& each : config::as_sequence(value)) terms_.push_back(read_term(each, curves));
}

quantity::term quantity::read_term(const config::node& value, const std::vector<curve>& curves) {
    term read;
    read.where = value.where.text();
    if (value.type != config::node::kind::map) {
        read.factor = config::as_real(value, {0, most});
        return read;
    }
    config::table table(value, config::name_of(value));
    if (const config::node* name = table.optional("curve")) {
        read.asked = &find_curve(*name, curves);
        read.column = config::as_choice(table.required("column"), read.asked->columns());
        if (const config::node* scale = table.optional("scale"))
            read.factor = config::as_real(*scale, {0, most});
    } else {
        read.factor = config::as_real(table.required("value"), {0, most});
    }
    if (const config::node* per = table.optional("per")) {
        if (per->type != config::node::kind::map || per->entries.empty()) {
            refuse("{}: {} must be a map of attributes to numbers, but is {}.", per->where.text(),
                   config::name_of(*per), per->description());
        }
        for (const auto& [attribute, number] : per->entries)
            read.per.emplace_back(attribute, config::as_real(number, {0, most, true}));
    }
    table.finish();
    return read;
}

void quantity::scale(double factor) {
    for (term& each : terms_) each.factor *= factor;
}

double quantity::of(const statistics::box& box) const {
    double sum = 0;
    for (const term& each : terms_) {
        double figure = each.factor;
        if (each.asked != nullptr) figure *= each.asked->at(each.column, box, each.where);
        for (const auto& [attribute, unit] : each.per)
            figure *= attribute_of(box, attribute, "this cost", each.where) / unit;
        sum += figure;
        if (!(sum <= most)) {
            refuse("{}: the cost of the box {} comes to {}, beyond the {} that is allowed.", each.where,
                   box.name, sum, most);
        }
    }
    return sum;
}

std::vector<std::string> quantity::curves() const {
    std::vector<std::string> names;
    for (const term& each : terms_)
        if (each.asked != nullptr) names.push_back(each.asked->name());
    return names;
}

}  // namespace lacuna::energy
