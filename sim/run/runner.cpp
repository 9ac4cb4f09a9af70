#include "sim/run/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/run/engine_comparison.h"
#include "sim/run/network.h"

namespace lacuna::run {

namespace {

std::vector<engine> engines_of(engines chosen) {
    switch (chosen) {
        case engines::clocked:
            return {engine::clocked};
        case engines::transaction:
            return {engine::transaction};
        case engines::both:
            return {engine::clocked, engine::transaction};
    }
    return {};
}

void check_engine(const configured_accelerator& configured, engine which, const std::filesystem::path& file) {
    const std::vector<engine>& available = configured.kind->engines;
    if (std::find(available.begin(), available.end(), which) != available.end()) return;
    std::vector<std::string> names;
    for (const engine each : available) names.push_back(lacuna::name_of(each));
    refuse("{}: the model {} of accelerator {} has no engine '{}'; it has {}.", file.string(),
           configured.kind->name, configured.name, lacuna::name_of(which), fmt::join(names, ", "));
}

}  // namespace

std::string name_of(engines chosen) {
    return chosen == engines::both ? "both" : lacuna::name_of(engines_of(chosen).front());
}

runner::runner(std::vector<experiment> experiments, options chosen)
    : experiments_(std::move(experiments)), options_(std::move(chosen)) {
    for (std::size_t e = 0; e < experiments_.size(); ++e) {
        hardware_.emplace_back();
        prices_.emplace_back();
        for (const configured_accelerator& configured : experiments_[e].accelerators) {
            // Several configs may use the same name, SystemC may not; no config can have a '#' in a name.
            const std::string name =
                e == 0 ? configured.module_name : fmt::format("{}#{}", configured.module_name, e + 1);
            hardware_.back().emplace_back();
            for (const engine which : engines_of(options_.chosen_engines)) {
                check_engine(configured, which, experiments_[e].file);
                hardware_.back().back().push_back(configured.parameters->build(name, which));
            }
            prices_.back().push_back(price_of(configured, *hardware_.back().back().front()));
        }
    }
}

runner::~runner() = default;

std::vector<std::string> runner::unpriced(std::size_t i) const {
    std::vector<std::string> reasons;
    for (const pricing& costs : prices_[i]) {
        if (!costs.unknown.empty()) reasons.push_back(costs.unknown);
    }
    return reasons;
}

reports::result runner::run(std::size_t i) {
    const experiment& asked = experiments_[i];
    reports::result result;
    result.name = asked.name;
    result.version = options_.version;
    result.config = asked.effective;
    for (std::size_t a = 0; a < asked.accelerators.size(); ++a) {
        result.accelerators.emplace_back(asked.accelerators[a].name,
                                         hardware_of(asked.accelerators[a], *hardware_[i][a].front()));
    }
    try {
        for (const network& of : networks_of(asked.layers)) {
            for (const patterns::specification& pattern : asked.patterns) run_network(i, of, pattern, result);
        }
        if (options_.progress) options_.progress(result.rows.size(), result.rows.size(), "");
    } catch (const interrupted&) {
        result.complete = false;
    }
    return result;
}

void runner::run_network(std::size_t i, const network& of, const patterns::specification& pattern,
                         reports::result& result) const {
    const experiment& asked = experiments_[i];
    const std::size_t rows = asked.layers.size() * asked.patterns.size() * asked.accelerators.size();
    std::vector<link> links(asked.accelerators.size());
    for (std::size_t l = of.begin; l < of.end; ++l) {
        const std::string& name = asked.layers[l].name;
        if (options_.progress) options_.progress(result.rows.size(), rows, name);
        task work = loaded_task(asked.layers, of, l, pattern);
        for (std::size_t a = 0; a < asked.accelerators.size(); ++a) {
            if (options_.progress) options_.progress(result.rows.size(), rows, name);
            result.rows.push_back(run_row(hardware_[i][a], asked.accelerators[a], work, links[a]));
            price_row(result.rows.back(), prices_[i][a]);
        }
    }
}

reports::row runner::run_row(const built_engines& hardware, const configured_accelerator& configured,
                             task& work, link& before) const {
    if (std::optional<reports::row> not_run = hand_over(configured, work, before)) {
        not_run->engine = name_of(options_.chosen_engines);
        return *not_run;
    }
    const bool with_instances = options_.per_instance || options_.chosen_engines == engines::both;
    const link given = before;
    reports::row row = run_engine(*hardware.front(), configured, work, with_instances, before);
    if (hardware.size() == 2) {
        link of_other = given;
        row.engine = lacuna::name_of(engine::clocked);
        reports::row other = run_engine(*hardware.back(), configured, work, with_instances, of_other);
        other.engine = lacuna::name_of(engine::transaction);
        const std::string difference = first_difference(row, other);
        if (!difference.empty()) {
            throw engines_disagree(fmt::format("{} on {}: the engines disagree in {}.", work.layer.name,
                                               configured.name, difference));
        }
    }
    row.engine = name_of(options_.chosen_engines);
    if (row.measured && !options_.per_instance) row.measured->instances.clear();
    return row;
}

}  // namespace lacuna::run
