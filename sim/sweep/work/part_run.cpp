#include "sim/sweep/work/part_run.h"

#include <exception>
#include <memory>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
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

part_number parts_of(const run::experiment& of) {
    return static_cast<part_number>(run::networks_of(of.layers).size() * of.patterns.size());
}

part_place::part_place(const run::experiment& of, part_number part)
    : network(run::networks_of(of.layers)[part / of.patterns.size()]),
      pattern(part % of.patterns.size()),
      patterns(of.patterns.size()) {}

std::uint64_t part_place::row(std::size_t layer, std::size_t accelerator, std::size_t accelerators) const {
    const std::size_t layers = network.end - network.begin;
    const std::size_t layers_before = network.begin * patterns + pattern * layers + layer;
    return layers_before * accelerators + accelerator;
}

void tell_failure(const run::experiment& of, part_number part,
                  const std::vector<run::configured_accelerator>& accelerators, const std::string& status,
                  const std::string& why, const row_listener& tell) {
    const part_place place(of, part);
    for (std::size_t l = 0; l < place.network.end - place.network.begin; ++l) {
        const layers::layer& layer = of.layers[place.network.begin + l];
        for (std::size_t a = 0; a < accelerators.size(); ++a) {
            reports::row row;
            row.accelerator = accelerators[a].name;
            row.variant = accelerators[a].variant;
            row.model = accelerators[a].kind->name;
            row.layer = layer.name;
            row.pattern = of.patterns[place.pattern].label();
            row.batch = layer.batch;
            row.magnitude_kept.reset();
            row.magnitude_kept_of_best.reset();
            tell(place.row(l, a, accelerators.size()), record_of(failure(std::move(row), status, why)));
        }
    }
}

part_run::part_run(const run::experiment& of, part_number part) : of_(of), place_(of, part) {
    for (std::size_t l = place_.network.begin; l < place_.network.end; ++l)
        tasks_.push_back(run::loaded_task(of.layers, place_.network, l, of.patterns[place_.pattern]));
}

reports::row part_run::run_row(const run::configured_accelerator& configured, accelerator& hardware,
                               run::task& work, run::link& before) const {
    if (std::optional<reports::row> not_run = run::hand_over(configured, work, before)) return *not_run;
    try {
        return run::run_engine(hardware, configured, work, false, before);
    } catch (const interrupted&) {
        throw;
    } catch (const input_error& error) {
        before = {work.layer.name, {}, {}};
        return failure(run::row_of(configured, work), "refused", error.what());
    } catch (const std::exception& error) {
        before = {work.layer.name, {}, {}};
        return failure(run::row_of(configured, work), "error", error.what());
    }
}

void part_run::run(const std::vector<run::configured_accelerator>& accelerators, const row_listener& tell) {
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
            tell(place_.row(l, a, accelerators.size()), record_of(row));
        }
    }
}

}  // namespace lacuna::sweep
