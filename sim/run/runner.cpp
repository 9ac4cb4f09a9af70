#include "sim/run/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/kernel/clock_domain.h"
#include "sim/run/deviation.h"
#include "sim/run/engine_comparison.h"
#include "sim/run/reference_product.h"
#include "sim/run/reference_stream.h"
#include "sim/run/sampled_check.h"
#include "sim/run/stream_work.h"

namespace lacuna::run {

namespace {

using statistics::kind;

std::string limiting_stall(const std::vector<statistics::total>& totals, const std::string& boxes) {
    const statistics::total* largest = nullptr;
    for (const statistics::total& total : totals) {
        if (total.what->what != kind::stall || total.value == 0) continue;
        if (total.what->name.substr(0, total.what->name.rfind('.')) != boxes) continue;
        if (largest == nullptr || total.value > largest->value) largest = &total;
    }
    return largest == nullptr ? "" : largest->what->name;
}

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

constexpr const char* not_finite_because =
    ": an operand, a sum or the output itself is beyond the accelerator's arithmetic, so nothing can follow from "
    "it.";

/// The first output that is no finite number, as a sentence; empty where all are finite.
std::string not_finite(const layers::outputs& outputs) {
    for (std::size_t v = 0; v < outputs.size(); ++v) {
        for (std::size_t i = 0; i < outputs[v].size(); ++i) {
            if (std::isfinite(outputs[v][i])) continue;
            return fmt::format("Output {} of vector {} is {}{}", i, v, outputs[v][i], not_finite_because);
        }
    }
    return {};
}

/// What follows from a product and from its weights as the accelerator holds them.
class layer_description {
  public:
    void add(const layers::product& product, const formats::csc<float>& held) {
        const std::uint64_t bias = product.weights.stored_bias();
        const auto matrix_end = held.value.begin() + held.column_begin[held.columns - 1];
        stored_nonzeros_ += static_cast<std::uint64_t>(matrix_end - held.value.begin() -
                                                       std::count(held.value.begin(), matrix_end, 0.0f));
        const std::uint64_t size = std::uint64_t{product.weights.outputs()} * product.weights.inputs();
        weights_ += size;
        macs_dense_ += (size + (bias ? product.weights.outputs() : 0)) * product.activations.size();
        macs_effectual_ += effectual_macs(held, product.activations);
        for (const std::vector<float>& vector : product.activations) {
            activations_ += vector.size();
            nonzero_activations_ +=
                vector.size() - static_cast<std::uint64_t>(std::count(vector.begin(), vector.end(), 0.0f));
        }
    }

    /// Whose rows are all alike in how many non-zeros they hold, or nobody knows how many there are. None of
    /// its activations is 0.
    void add(const layers::sampled_gemm& gemm, const std::optional<std::uint64_t>& nonzeros_in_row) {
        is_known_ = nonzeros_in_row.has_value();
        macs_dense_ = gemm.macs();
        macs_effectual_ = gemm.outputs() * nonzeros_in_row.value_or(0);
        stored_nonzeros_ = gemm.m * nonzeros_in_row.value_or(0);
        weights_ = std::uint64_t{gemm.m} * gemm.k;
        activations_ = nonzero_activations_ = std::uint64_t{gemm.n} * gemm.k;
    }

    void fill(reports::figures& f) const {
        f.macs_dense = macs_dense_;
        f.macs_effectual.reset();
        f.density_weights.reset();
        if (is_known_) f.macs_effectual = macs_effectual_;
        if (is_known_) f.density_weights = share(stored_nonzeros_, weights_);
        f.density_activations = share(nonzero_activations_, activations_);
    }

  private:
    bool is_known_ = true;
    std::uint64_t stored_nonzeros_ = 0;
    std::uint64_t weights_ = 0;
    std::uint64_t nonzero_activations_ = 0;
    std::uint64_t activations_ = 0;
    std::uint64_t macs_dense_ = 0;
    std::uint64_t macs_effectual_ = 0;
};

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

energy::hardware hardware_of(const configured_accelerator& configured, const accelerator& built) {
    return energy::describe(configured.kind->name, configured.parameters->boxes(),
                            built.statistics().descriptions());
}

}  // namespace

std::string name_of(engines chosen) {
    return chosen == engines::both ? "both" : lacuna::name_of(engines_of(chosen).front());
}

runner::pricing runner::price_of(const configured_accelerator& configured, const accelerator& built) {
    if (!configured.energy) return {};
    try {
        return {energy::join(*configured.energy, hardware_of(configured, built), configured.name), ""};
    } catch (const energy::unknown_cost& reason) {
        return {std::nullopt, reason.what()};
    }
}

void runner::price_row(reports::row& row, const pricing& costs) {
    if (!row.measured) return;
    if (!costs.unknown.empty()) row.notes.push_back("Not priced: " + costs.unknown);
    if (!costs.prices) return;
    energy::action_counts counts;
    for (const statistics::total& total : row.measured->totals) counts[total.what->name] = total.value;
    row.measured->energy = energy::price(*costs.prices, counts, row.measured->time_us);
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
        if (!work.loaded.work.products.empty()) {
            work.loaded.work.products.front().follows = layer.follows();
            work.loaded.work.products.front().continues = l + 1 < end;
        }
        for (std::size_t a = 0; a < asked.accelerators.size(); ++a) {
            if (options_.progress) options_.progress(result.rows.size(), rows, layer.name);
            result.rows.push_back(run_row(hardware_[i][a], asked.accelerators[a], work, links[a]));
            price_row(result.rows.back(), prices_[i][a]);
        }
    }
}

namespace {

/// What is known of a row before it runs.
reports::row row_of(const configured_accelerator& configured, const layers::layer& layer,
                    const layers::loaded_layer& loaded, const patterns::specification& pattern) {
    reports::row row;
    row.accelerator = configured.name;
    row.variant = configured.variant;
    row.model = configured.kind->name;
    row.layer = layer.name;
    row.pattern = pattern.label();
    row.batch = layer.batch;
    row.magnitude_kept = loaded.magnitude_kept;
    if (layer.reference.is_of(row.model)) {
        row.reference_time_us = layer.reference.time_us;
        row.reference_cycles_per_iteration = layer.reference.cycles_per_iteration;
        row.reference_bytes_per_cycle = layer.reference.bytes_per_cycle;
        row.reference_source = layer.reference.source;
    }
    row.notes = loaded.notes;
    return row;
}

}  // namespace

reports::row runner::run_row(const built_engines& hardware, const configured_accelerator& configured,
                             task& work, link& before) const {
    if (work.layer.follows()) {
        if (before.outputs.empty()) {
            reports::row row = row_of(configured, work.layer, work.loaded, work.pattern);
            row.engine = name_of(options_.chosen_engines);
            row.status = "not_run";
            row.message =
                fmt::format("Its activations are the outputs of layer {}, which gave none.", before.layer);
            before.layer = work.layer.name;
            return row;
        }
        work.loaded.work.products.front().activations = before.outputs;
    }
    const link given = before;
    reports::row row = run_engine(*hardware.front(), configured, work, before);
    if (hardware.size() == 2) {
        link of_other = given;
        row.engine = lacuna::name_of(engine::clocked);
        reports::row other = run_engine(*hardware.back(), configured, work, of_other);
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

reports::row runner::run_engine(accelerator& hardware, const configured_accelerator& configured,
                                const task& work, link& before) const {
    const layers::workload& given = work.loaded.work;
    const link inputs = std::exchange(before, {work.layer.name, {}, {}});
    reports::row row = row_of(configured, work.layer, work.loaded, work.pattern);
    const std::string what = fmt::format("{} on {}", work.layer.name, configured.name);
    outcome done;
    try {
        done = hardware.run(given);
    } catch (const input_error& error) {
        refuse("{}: {}", work.layer.where, error.what());
    } catch (const does_not_fit& reason) {
        row.status = "does_not_fit";
        row.message = reason.what();
        return row;
    } catch (const kernel::deadlock& reason) {
        throw kernel::deadlock(fmt::format("{}: {}", what, reason.what()));
    }
    reports::figures f;
    layer_description description;
    std::optional<checked_tiles> sample;
    for (std::size_t p = 0; p < given.products.size(); ++p) {
        const layers::product& product = given.products[p];
        const formats::csc<float> weights = hardware.stored_weights(product.weights);
        const numerics arithmetic = hardware.arithmetic();
        description.add(product, weights);
        if (done.outputs.empty()) {
            sample = check_sample(product, weights, hardware, done, what);
            continue;
        }
        check_outputs(done.outputs[p],
                      reference_product(weights, product.activations, product.function, arithmetic), what);
        if (deviates(arithmetic)) {
            before.in_float = reference_product(
                weights, product.follows ? inputs.in_float : product.activations, product.function);
            if (not_finite(before.in_float).empty() && not_finite(done.outputs[p]).empty())
                f.from_float = deviation_of(done.outputs[p], before.in_float);
        }
    }
    if (given.sampled) {
        sample = check_sample(*given.sampled, hardware, done, what);
        description.add(*given.sampled, sample->nonzeros_in_row);
    }
    if (given.stream) {
        check_registers(*given.stream, done.registers,
                        reference_registers(*given.stream, done.shared_memory_bytes), what);
    }
    hardware.statistics().check_conservation(done.cycles * done.alike_parts);

    f.cycles = done.cycles;
    f.simulated_cycles = done.simulated_cycles;
    f.io_cycles = done.io_cycles;
    f.input_passes = done.input_passes;
    f.output_passes = done.output_passes;
    f.limits_passed = done.limits_passed;
    f.clock_mhz = configured.parameters->clock_mhz();
    f.time_us = static_cast<double>(done.cycles) / f.clock_mhz;
    f.utilization = share(done.committed_macs, done.cycles * done.mac_units);
    f.load_balance = done.load_balance;
    f.macs_committed = done.committed_macs;
    f.fillers = done.fillers;
    f.bytes_dense = done.bytes.dense;
    f.bytes_values = done.bytes.values;
    f.bytes_indices = done.bytes.indices;
    description.fill(f);
    f.totals = hardware.statistics().totals();
    f.limiting_stall = limiting_stall(f.totals, hardware.multiplier_boxes());
    if (options_.per_instance || options_.chosen_engines == engines::both)
        f.instances = hardware.statistics().instances();
    f.check = sample ? sample->check : "exact";
    f.violation = done.violation;
    if (given.stream) describe_stream(*given.stream, f);
    row.measured = std::move(f);
    if (done.magnitude_kept)
        row.magnitude_kept = *row.magnitude_kept * *done.magnitude_kept;
    else
        row.magnitude_kept.reset();
    row.notes.insert(row.notes.end(), done.notes.begin(), done.notes.end());
    if (given.stream) return row;  // which hands nothing on
    if (sample) {
        if (!sample->note.empty()) row.notes.push_back(sample->note);
        if (!sample->beyond.empty()) row.notes.push_back(sample->beyond + not_finite_because);
        return row;
    }
    const std::string beyond = not_finite(done.outputs.front());
    if (beyond.empty()) {
        before.outputs = std::move(done.outputs.front());
    } else {
        row.notes.push_back(beyond);
    }
    return row;
}

}  // namespace lacuna::run
