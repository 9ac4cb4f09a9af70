#include "sim/run/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/run/engine_comparison.h"

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
        for (std::size_t begin = 0, end; begin < asked.layers.size(); begin = end) {
            for (end = begin + 1; end < asked.layers.size() && asked.layers[end].follows();) ++end;
            for (const patterns::specification& pattern : asked.patterns)
                run_network(i, begin, end, pattern, result);
        }
        if (options_.progress) options_.progress(result.rows.size(), result.rows.size(), "");
    } catch (const interrupted&) {
        result.complete = false;
    }
    return result;
}

void runner::run_network(std::size_t i, std::size_t begin, std::size_t end,
                         const patterns::specification& pattern, reports::result& result) const {
    const experiment& asked = experiments_[i];
    const std::size_t rows = asked.layers.size() * asked.patterns.size() * asked.accelerators.size();
    std::vector<link> links(asked.accelerators.size());
    for (std::size_t l = begin; l < end; ++l) {
        const layers::layer& layer = asked.layers[l];
        if (options_.progress) options_.progress(result.rows.size(), rows, layer.name);
        task work{layer, pattern, layers::load(layer, pattern)};
        const layers::layer* next = l + 1 < end ? &asked.layers[l + 1] : nullptr;
        for (layers::product& product : work.loaded.work.products) {
            // What a convolution reads and writes is gathered and scattered in memory.
            product.follows = l > begin && !layer.convolved && !asked.layers[l - 1].convolved;
            product.continues = next != nullptr && !layer.convolved && !next->convolved;
            product.is_whole = next != nullptr;
        }
        for (std::size_t a = 0; a < asked.accelerators.size(); ++a) {
            if (options_.progress) options_.progress(result.rows.size(), rows, layer.name);
            result.rows.push_back(run_row(hardware_[i][a], asked.accelerators[a], work, links[a]));
            price_row(result.rows.back(), prices_[i][a]);
        }
    }
}

reports::row runner::run_row(const built_engines& hardware, const configured_accelerator& configured,
                             task& work, link& before) const {
    if (work.layer.follows()) {
        if (before.outputs.empty()) {
            reports::row row = row_of(configured, work);
            row.engine = name_of(options_.chosen_engines);
            row.status = "not_run";
            row.message =
                fmt::format("Its activations are the outputs of layer {}, which gave none.", before.layer);
            before.layer = work.layer.name;
            return row;
        }
        std::vector<layers::vectors> activations = layers::lowered(work.layer, before.outputs);
        for (std::size_t p = 0; p < activations.size(); ++p)
            work.loaded.work.products[p].activations = std::move(activations[p]);
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
