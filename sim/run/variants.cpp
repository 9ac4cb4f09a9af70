#include "sim/run/variants.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"

namespace lacuna::run {

namespace {

/// A parameter that varies.
struct axis {
    std::string name;
    std::vector<config::node> written;
    std::vector<nlohmann::ordered_json> values;  ///< the same as they are read
};

std::unique_ptr<model_parameters> read_parameters(const model& kind, const config::node& map) {
    std::unique_ptr<model_parameters> read = kind.parameters();
    read->list().read(map, "model " + kind.name);
    return read;
}

std::string text_of(const nlohmann::ordered_json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_float()) return fmt::format("{}", value.get<double>());
    return value.dump();
}

/// `common` with one more parameter.
config::node with(config::node common, const std::string& name, const config::node& value) {
    common.entries.emplace_back(name, value);
    return common;
}

/// Reads the values one by one, so that 800 and 800.0 are seen to be one.
axis read_axis(const std::string& name, const config::node& list, const model& kind,
               const config::node& common) {
    axis read{name, config::as_sequence(list), {}};
    for (const config::node& written : read.written) {
        nlohmann::ordered_json value =
            read_parameters(kind, with(common, name, written))->list().effective()[name];
        if (std::find(read.values.begin(), read.values.end(), value) != read.values.end())
            refuse("{}: {} has the value {} twice.", written.where.text(), config::name_of(list),
                   text_of(value));
        read.values.push_back(std::move(value));
    }
    return read;
}

std::vector<axis> read_axes(const std::string& accelerator, const model& kind, const config::node& common,
                            const config::node& variants) {
    if (variants.type != config::node::kind::map || variants.entries.empty()) {
        refuse("{}: {} must be a map of parameters to lists of values, but is {}.", variants.where.text(),
               config::name_of(variants), variants.description());
    }
    std::vector<axis> axes;
    std::size_t points = 1;
    for (const auto& [name, list] : variants.entries) {
        if (const config::node* const fixed = common.find(name)) {
            refuse("{}: the parameter {} of the accelerator {} varies here, but is fixed in {}.",
                   list.where.text(), config::in_quotes(name), accelerator, fixed->where.text());
        }
        const std::size_t size = config::as_sequence(list).size();
        if (size > most_variants / points) {
            refuse("{}: with {} values of {} the accelerator {} has more than {} variants, the most allowed.",
                   list.where.text(), size, config::in_quotes(name), accelerator, most_variants);
        }
        points *= size;
        axes.push_back(read_axis(name, list, kind, common));
    }
    return axes;
}

}  // namespace

std::string variant::label() const {
    std::string text;
    for (const auto& [name, value] : values.items())
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, text_of(value));
    return text;
}

std::vector<variant> read_variants(const std::string& accelerator, const model& kind,
                                   const config::node* parameters, const config::node* variants,
                                   bool check_combinations) {
    std::vector<variant> all;
    if (variants == nullptr) {
        all.push_back({nullptr, parameters ? read_parameters(kind, *parameters) : kind.parameters()});
        if (parameters != nullptr && check_combinations) all.back().parameters->check(*parameters);
        return all;
    }
    config::node common;
    common.type = config::node::kind::map;
    common.where = variants->where;
    common.path = variants->path;
    if (parameters != nullptr) common = *parameters;
    read_parameters(kind, common);  // what is wrong there is said once, of the place where it stands

    const std::vector<axis> axes = read_axes(accelerator, kind, common, *variants);
    std::size_t points = 1;
    for (const axis& each : axes) points *= each.values.size();
    for (std::size_t point = 0; point < points; ++point) {
        config::node map = common;
        nlohmann::ordered_json values;
        std::size_t stride = points;
        for (const axis& each : axes) {
            stride /= each.values.size();
            const std::size_t index = point / stride % each.values.size();
            map.entries.emplace_back(each.name, each.written[index]);
            values[each.name] = each.values[index];
        }
        all.push_back({std::move(values), read_parameters(kind, map)});
        if (check_combinations) all.back().parameters->check(map);
    }
    return all;
}

}  // namespace lacuna::run
