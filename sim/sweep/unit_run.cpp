#include "sim/sweep/unit_run.h"

#include <exception>
#include <memory>

#include "sim/config/input_error.h"
#include "sim/run/pricing.h"

namespace lacuna::sweep {

namespace {

reports::row failure(reports::row row, const std::string& status, const std::string& why) {
    row.engine = name_of(engine::transaction);
    row.status = status;
    row.message = why;
    return row;
}

}  // namespace

unit unit_run::parts_of(const run::experiment& of) {
    return static_cast<unit>(run::networks_of(of.layers).size() * of.patterns.size());
}

std::size_t unit_run::first_layer_of(const run::experiment& of, unit part) {
    return run::networks_of(of.layers)[part / of.patterns.size()].begin;
}

unit_run::unit_run(const run::experiment& of, unit part)
    : of_(of),
      network_(run::networks_of(of.layers)[part / of.patterns.size()]),
      pattern_(part % of.patterns.size()) {
    for (std::size_t l = network_.begin; l < network_.end; ++l)
        tasks_.push_back(run::loaded_task(of.layers, network_, l, of.patterns[pattern_]));
}

std::uint64_t unit_run::row_of(std::size_t layer, std::size_t accelerator, std::size_t accelerators) const {
    const std::size_t layers = network_.end - network_.begin;
    const std::size_t layers_before = network_.begin * of_.patterns.size() + pattern_ * layers + layer;
    return layers_before * accelerators + accelerator;
}

reports::row unit_run::run_row(const run::configured_accelerator& configured, accelerator& hardware,
                               run::task& work, run::link& before) const {
    if (std::optional<reports::row> not_run = run::hand_over(configured, work, before)) return *not_run;
    try {
        return run::run_engine(hardware, configured, work, false, before);
    } catch (const input_error& error) {
        before = {work.layer.name, {}, {}};
        return failure(run::row_of(configured, work), "refused", error.what());
    } catch (const std::exception& error) {
        before = {work.layer.name, {}, {}};
        return failure(run::row_of(configured, work), "error", error.what());
    }
}

void unit_run::run(const std::vector<run::configured_accelerator>& accelerators, const row_listener& tell) {
    for (std::size_t a = 0; a < accelerators.size(); ++a) {
        const run::configured_accelerator& configured = accelerators[a];
        const std::unique_ptr<accelerator> hardware =
            configured.parameters->build(configured.module_name, engine::transaction);
        const run::pricing costs = run::price_of(configured, *hardware);
        run::link before;
        for (std::size_t l = 0; l < tasks_.size(); ++l) {
            reports::row row = run_row(configured, *hardware, tasks_[l], before);
            row.engine = name_of(engine::transaction);
            run::price_row(row, costs);
            tell(row_of(l, a, accelerators.size()), record_of(row));
        }
    }
}

void unit_run::tell_failure(const std::vector<run::configured_accelerator>& accelerators,
                            const std::string& status, const std::string& why,
                            const row_listener& tell) const {
    for (std::size_t l = 0; l < tasks_.size(); ++l) {
        for (std::size_t a = 0; a < accelerators.size(); ++a)
            tell(row_of(l, a, accelerators.size()),
                 record_of(failure(run::row_of(accelerators[a], tasks_[l]), status, why)));
    }
}

}  // namespace lacuna::sweep
