#include "sim/patterns/specification.h"

#include <fmt/format.h>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"
#include "sim/patterns/pattern.h"

namespace lacuna::patterns {

std::string specification::label() const {
    switch (what) {
        case kind::as_is:
            return "as_is";
        case kind::dense:
            return "dense";
        case kind::unstructured:
            return fmt::format("unstructured {}", density);
    }
    return {};
}

nlohmann::ordered_json specification::written() const {
    if (what != kind::unstructured) return label();
    return {{"unstructured", {{"density", density}}}};
}

specification read(const config::node& value) {
    using kind = specification::kind;
    const bool has_settings = value.type == config::node::kind::map && value.entries.size() == 1;
    if (!has_settings && value.type != config::node::kind::scalar) {
        refuse("{}: {} must be a pattern, such as dense or {{unstructured: {{density: 0.25}}}}, but is {}.",
               value.where.text(), config::name_of(value), value.description());
    }
    const std::string name = has_settings ? value.entries.front().first : value.scalar;
    if (!has_settings && name == "as_is") return {kind::as_is, 1};
    if (!has_settings && name == "dense") return {kind::dense, 1};
    if (has_settings && name == "unstructured") {
        config::table settings(value.entries.front().second, "the pattern unstructured");
        const double density = config::as_real(settings.required("density"), {0, 1});
        settings.finish();
        return {kind::unstructured, density};
    }
    std::vector<std::string> known;
    for (const pattern_description& pattern : known_patterns()) {
        known.push_back(pattern.name);
        if (pattern.name == name) {
            refuse("{}: the pattern {} is written {}.", value.where.text(), name, pattern.syntax);
        }
    }
    refuse("{}: {} is no pattern that Lacuna knows{}.", value.where.text(), config::in_quotes(name),
           config::nearest_name_hint(name, known));
}

}  // namespace lacuna::patterns
