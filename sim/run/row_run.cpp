#include "sim/run/row_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/kernel/clock_domain.h"
#include "sim/run/deviation.h"
#include "sim/run/layer_description.h"
#include "sim/run/product_reference.h"
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

/// What the comparison of an outcome with the plain references brought.
struct comparison {
    layer_description description;
    std::optional<checked_tiles> sample;  ///< where not all outputs were asked for
    std::optional<reports::deviation> from_float;
    layers::outputs outputs;   ///< of the layer, where all were computed
    layers::outputs in_float;  ///< of a network
};

/// Of one product's outputs, whole or sampled, the comparison with the reference.
void compare_product(const product_reference& reference, std::size_t p, const accelerator& hardware,
                     const outcome& done, const std::string& what, std::optional<checked_tiles>& sample) {
    if (done.outputs[p].empty()) {
        if (!sample) sample.emplace();
        sample->add(check_sample(reference, hardware, done.tiles[p], what));
        return;
    }
    check_outputs(done.outputs[p], *reference.outputs(hardware.arithmetic()), what);
}

comparison compare(const task& work, const layers::outputs& inputs_in_float, const accelerator& hardware,
                   const outcome& done, const std::string& what) {
    const layers::workload& given = work.loaded.work;
    comparison found;
    std::vector<layers::vectors> activations_in_float;
    if (!inputs_in_float.empty()) activations_in_float = layers::lowered(work.layer, inputs_in_float);
    std::vector<layers::outputs> in_float;
    for (std::size_t p = 0; p < given.products.size(); ++p) {
        const layers::product& product = given.products[p];
        const product_reference reference(product, hardware.stored_weights(product.weights));
        found.description.add(*reference.description());
        compare_product(reference, p, hardware, done, what, found.sample);
        if (found.sample || !deviates(hardware.arithmetic())) continue;
        in_float.push_back(
            activations_in_float.empty()
                ? *reference.outputs(formats::arithmetic())
                : reference_product(*reference.weights(), activations_in_float[p], product.function));
    }
    if (!given.products.empty() && !found.sample) found.outputs = layers::joined(work.layer, done.outputs);
    if (!in_float.empty() && !found.sample) {
        found.in_float = layers::joined(work.layer, std::move(in_float));
        if (not_finite(found.in_float).empty() && not_finite(found.outputs).empty())
            found.from_float = deviation_of(found.outputs, found.in_float);
    }
    if (given.sampled) {
        found.sample = check_sample(*given.sampled, hardware, done.tiles.front(), what);
        found.description.add(*given.sampled, found.sample->nonzeros_in_row);
    }
    if (given.stream) {
        check_registers(*given.stream, done.registers,
                        reference_registers(*given.stream, done.shared_memory_bytes), what);
    }
    return found;
}

/// Adds notes of a layer's products, which often say the same in other numbers: the first of those alone, and
/// how many there are.
void add_notes(const std::vector<std::string>& of_products, std::vector<std::string>& notes) {
    const auto without_numbers = [](std::string text) {
        text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }),
                   text.end());
        return text;
    };
    std::map<std::string, std::size_t> more;  // by the text without numbers: notes after the first
    std::vector<std::string> first;
    for (const std::string& note : of_products)
        if (more.emplace(without_numbers(note), 0).second)
            first.push_back(note);
        else
            ++more[without_numbers(note)];
    for (std::string& note : first) {
        const std::size_t others = more[without_numbers(note)];
        if (others > 0)
            note += fmt::format(" So too, but for the numbers, in {} more group{} of the convolution.",
                                others, others == 1 ? "" : "s");
        notes.push_back(std::move(note));
    }
}

reports::figures figures_of(const layers::workload& given, const configured_accelerator& configured,
                            const accelerator& hardware, const outcome& done, const comparison& compared,
                            bool with_instances) {
    reports::figures f;
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
    compared.description.fill(f);
    f.totals = hardware.statistics().totals();
    f.limiting_stall = limiting_stall(f.totals, hardware.multiplier_boxes());
    if (with_instances) f.instances = hardware.statistics().instances();
    f.from_float = compared.from_float;
    f.check = compared.sample ? compared.sample->check() : "exact";
    f.violation = done.violation;
    if (given.stream) describe_stream(*given.stream, f);
    return f;
}

}  // namespace

reports::row row_of(const configured_accelerator& configured, const task& work) {
    reports::row row;
    row.accelerator = configured.name;
    row.variant = configured.variant;
    row.model = configured.kind->name;
    row.layer = work.layer.name;
    row.pattern = work.pattern.label();
    row.batch = work.layer.batch;
    row.magnitude_kept = work.loaded.magnitude_kept;
    row.magnitude_kept_of_best = work.loaded.of_best;
    if (work.layer.reference.is_of(row.model)) {
        row.reference_time_us = work.layer.reference.time_us;
        row.reference_cycles_per_iteration = work.layer.reference.cycles_per_iteration;
        row.reference_bytes_per_cycle = work.layer.reference.bytes_per_cycle;
        row.reference_source = work.layer.reference.source;
    }
    row.notes = work.loaded.notes;
    return row;
}

reports::row run_engine(accelerator& hardware, const configured_accelerator& configured, const task& work,
                        bool with_instances, link& before) {
    const layers::workload& given = work.loaded.work;
    const link inputs = std::exchange(before, {work.layer.name, {}, {}});
    reports::row row = row_of(configured, work);
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
    comparison compared = compare(work, inputs.in_float, hardware, done, what);
    before.in_float = std::move(compared.in_float);
    hardware.statistics().check_conservation(done.cycles * done.alike_parts);
    row.measured = figures_of(given, configured, hardware, done, compared, with_instances);
    if (!done.is_magnitude_known)
        row.magnitude_kept.reset();
    else if (done.magnitude_before > 0)
        row.magnitude_kept = *row.magnitude_kept * (done.magnitude_after / done.magnitude_before);
    if (!done.is_magnitude_known || done.magnitude_after != done.magnitude_before)
        row.magnitude_kept_of_best.reset();  // which the hardware's own pruning changes
    add_notes(done.notes, row.notes);
    if (given.stream) return row;  // which hands nothing on
    if (compared.sample) {
        if (!compared.sample->note().empty()) row.notes.push_back(compared.sample->note());
        if (!compared.sample->beyond.empty())
            row.notes.push_back(compared.sample->beyond + not_finite_because);
        return row;
    }
    const std::string beyond = not_finite(compared.outputs);
    if (beyond.empty()) {
        before.outputs = std::move(compared.outputs);
    } else {
        row.notes.push_back(beyond);
    }
    return row;
}

}  // namespace lacuna::run
