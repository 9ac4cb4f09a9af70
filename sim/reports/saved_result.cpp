#include "sim/reports/saved_result.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/reports/json.h"
#include "sim/reports/json_reader.h"
#include "sim/reports/saved_figures.h"

namespace lacuna::reports {

namespace {

using named_hardware = std::pair<std::string, energy::hardware>;

energy::hardware read_hardware(const json_value& boxes) {
    energy::hardware built;
    for (const auto& [name, box] : boxes.entries()) {
        statistics::box read;
        read.name = name;
        read.instances = box.at("instances").count();
        for (const auto& [attribute, value] : box.at("attributes").entries())
            read.attributes.emplace_back(attribute, value.number());
        built.boxes.push_back(std::move(read));
        for (const json_value& action : box.at("actions").items())
            built.actions.push_back(name + "." + action.text());
    }
    return built;
}

const energy::hardware& hardware_named(const std::vector<named_hardware>& all, const json_value& name) {
    const std::string asked = name.text();
    for (const auto& [known, built] : all)
        if (known == asked) return built;
    refuse("{} is {}, which 'boxes' does not describe.", name.name(), config::in_quotes(asked));
}

row read_row(const json_value& run) {
    row read = read_names(run);
    if (read.status != "ok") return read;
    read.measured.emplace();
    read.measured->time_us = run.at("time_us").number(true);
    return read;
}

}  // namespace

saved_result::saved_result(const std::filesystem::path& file) : document_(read_json(file)) {
    const json_value document(document_, file.string() + ":");
    priced_.name = document.at("name").text();
    priced_.complete = document.at("complete").boolean();
    const json_value configured = document.at("config").at("accelerators");
    for (const auto& [name, boxes] : document.at("boxes").entries()) {
        accelerators_.emplace_back(name, read_hardware(boxes));
        accelerators_.back().second.model = configured.at(name).at("model").text();
    }
    for (const json_value& run : document.at("runs").items()) {
        priced_.rows.push_back(read_row(run));
        counts_.emplace_back();
        const energy::hardware& built = hardware_named(accelerators_, run.at("accelerator"));
        if (!priced_.rows.back().measured) continue;
        const json_value counts = run.at("counts");
        for (const std::string& action : built.actions) counts_.back()[action] = counts.at(action).count();
    }
}

void saved_result::price(const std::string& accelerator, const energy::prices& prices,
                         const std::string& table) {
    document_["config"]["accelerators"][accelerator]["energy"] = table;
    for (std::size_t i = 0; i < priced_.rows.size(); ++i) {
        row& priced = priced_.rows[i];
        if (priced.accelerator != accelerator || !priced.measured) continue;
        priced.measured->energy = energy::price(prices, counts_[i], priced.measured->time_us);
        set_energy(document_["runs"][i], *priced.measured->energy);
    }
}

}  // namespace lacuna::reports
