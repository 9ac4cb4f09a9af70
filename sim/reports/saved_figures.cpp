#include "sim/reports/saved_figures.h"

#include <map>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/reports/comparison.h"

namespace lacuna::reports {

namespace {

figures figures_of(const json_value& run) {
    figures read;
    read.cycles = run.at("cycles").count();
    read.time_us = run.at("time_us").number(true);
    read.utilization = run.at("utilization").number();
    read.macs_dense = run.at("macs").at("dense").count();
    if (const auto stall = run.optional("limiting_stall")) read.limiting_stall = stall->text();
    if (const auto energy = run.optional("energy_uj")) {
        read.energy.emplace();
        read.energy->energy_uj = energy->number();
    }
    return read;
}

}  // namespace

row read_names(const json_value& run) {
    row read;
    read.accelerator = run.at("accelerator").text();
    read.model = run.at("model").text();
    read.layer = run.at("layer").text();
    read.pattern = run.at("pattern").text();
    read.batch = static_cast<std::uint32_t>(run.at("batch").count());
    read.status = run.at("status").text();
    return read;
}

result read_figures(const std::filesystem::path& file) {
    const nlohmann::ordered_json parsed = read_json(file);
    const json_value document(parsed, file.string() + ":");
    result read;
    read.name = document.at("name").text();
    read.version = document.at("version").text();
    read.complete = document.at("complete").boolean();
    std::map<row_key, std::string> first;  // how sentences call the run that has those names
    for (const json_value& run : document.at("runs").items()) {
        row each = read_names(run);
        if (each.status == "ok") each.measured = figures_of(run);
        const auto [place, fresh] = first.emplace(key_of(each, each.accelerator), run.name());
        if (!fresh)
            refuse(
                "{} has the layer, pattern, batch and accelerator of {}, so that nothing can be compared "
                "with either.",
                run.name(), place->second.substr(file.string().size() + 2));
        read.rows.push_back(std::move(each));
    }
    if (read.rows.empty())
        refuse("{}: no run was finished, so that there is nothing to compare.", file.string());
    return read;
}

}  // namespace lacuna::reports
