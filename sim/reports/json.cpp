#include "sim/reports/json.h"

#include <cmath>
#include <utility>

namespace lacuna::reports {

namespace {

using json = nlohmann::ordered_json;
using statistics::kind;

json counters(const std::vector<statistics::total>& totals, bool stalls) {
    json object = json::object();
    for (const statistics::total& total : totals) {
        if ((total.what->what == kind::stall) == stalls) object[total.what->name] = total.value;
    }
    return object;
}

json instances(const std::vector<statistics::instance>& boxes) {
    json object = json::object();
    for (const statistics::instance& box : boxes) {
        json& counted = object[box.box] = json::object();
        for (const statistics::total& total : box.counters) {
            counted[total.what->name.substr(total.what->name.rfind('.') + 1)] = total.value;
        }
    }
    return object;
}

template <class Number>
json or_null(const std::optional<Number>& value) {
    return value ? json(*value) : json(nullptr);
}

json stream_of(const stream_figures& f) {
    return {{"instruction", f.instruction},
            {"warps", f.warps},
            {"ilp", f.ilp},
            {"iterations", f.iterations},
            {"cycles_per_iteration", f.cycles_per_iteration},
            {"macs_per_cycle", or_null(f.macs_per_cycle)},
            {"bytes_per_cycle", or_null(f.bytes_per_cycle)}};
}

/// Every figure that was published of the layer, and where; null where none was.
json reference_of(const row& r) {
    json published;
    const auto add = [&](const char* name, const std::optional<double>& figure) {
        if (figure) published[name] = *figure;
    };
    add("time_us", r.reference_time_us);
    add("cycles_per_iteration", r.reference_cycles_per_iteration);
    add("bytes_per_cycle", r.reference_bytes_per_cycle);
    if (!published.is_null()) published["source"] = r.reference_source;
    return published;
}

void add_figures(json& run, const figures& f) {
    run["cycles"] = f.cycles;
    run["simulated_cycles"] = f.simulated_cycles;
    run["io_cycles"] = f.io_cycles;
    run["passes"] = {{"inputs", f.input_passes}, {"outputs", f.output_passes}};
    run["limits_passed"] = f.limits_passed;
    run["clock_mhz"] = f.clock_mhz;
    run["time_us"] = f.time_us;
    for (const char* priced : {"energy_uj", "power_mw", "area_mm2"}) run[priced] = nullptr;
    run["utilization"] = f.utilization;
    run["load_balance"] = or_null(f.load_balance);
    run["limiting_stall"] = f.limiting_stall.empty() ? json(nullptr) : json(f.limiting_stall);
    run["macs"] = {
        {"dense", f.macs_dense}, {"effectual", or_null(f.macs_effectual)}, {"committed", f.macs_committed}};
    run["density"] = {{"weights", or_null(f.density_weights)}, {"activations", f.density_activations}};
    run["storage_bytes"] = {
        {"dense", f.bytes_dense}, {"values", f.bytes_values}, {"indices", f.bytes_indices}};
    run["fillers"] = f.fillers;
    run["stalls"] = counters(f.totals, true);
    run["counts"] = counters(f.totals, false);
    run["energy_breakdown_uj"] = nullptr;
    if (f.energy) set_energy(run, *f.energy);
    if (!f.instances.empty()) run["instances"] = instances(f.instances);
    if (f.stream) run["stream"] = stream_of(*f.stream);
    run["check"] = f.check;
    run["violation"] = f.violation.empty() ? json(nullptr) : json(f.violation);
    if (f.from_float) {
        run["deviation_from_float"] = {{"largest", f.from_float->largest},
                                       {"root_mean_square", f.from_float->root_mean_square},
                                       {"relative", or_null(f.from_float->relative)},
                                       {"same_largest_output", f.from_float->same_largest_output}};
    }
}

/// A size without a fraction reads best without a point.
json number(double value) {
    constexpr double exact = 9007199254740992;  // 2^53
    if (value >= 0 && value < exact && std::floor(value) == value) return static_cast<std::uint64_t>(value);
    return value;
}

json boxes_of(const energy::hardware& built) {
    json object = json::object();
    for (const statistics::box& box : built.boxes) {
        json& described = object[box.name] = {{"instances", box.instances}};
        described["attributes"] = json::object();
        for (const auto& [name, value] : box.attributes) described["attributes"][name] = number(value);
        described["actions"] = json::array();
        for (const std::string& action : built.actions) {
            if (energy::box_of(action) == box.name)
                described["actions"].push_back(action.substr(box.name.size() + 1));
        }
    }
    return object;
}

}  // namespace

void set_energy(nlohmann::ordered_json& run, const energy::bill& bill) {
    run["energy_uj"] = bill.energy_uj;
    run["power_mw"] = bill.power_mw;
    run["area_mm2"] = bill.area_mm2;
    json& breakdown = run["energy_breakdown_uj"] = json::object();
    for (const energy::charge& charge : bill.charges) {
        if (charge.dynamic_uj) breakdown[charge.box] = *charge.dynamic_uj;
        breakdown[charge.box + ".static"] = charge.static_uj;
    }
}

nlohmann::ordered_json to_document(const row& r) {
    json run = {{"accelerator", r.accelerator}};
    if (!r.variant.empty()) run["variant"] = r.variant;
    run["model"] = r.model;
    run["engine"] = r.engine;
    run["layer"] = r.layer;
    run["pattern"] = r.pattern;
    run["batch"] = r.batch;
    run["status"] = r.status;
    if (!r.message.empty()) run["message"] = r.message;
    if (r.measured) add_figures(run, *r.measured);
    run["magnitude_kept"] = or_null(r.magnitude_kept);
    run["magnitude_kept_of_best"] = or_null(r.magnitude_kept_of_best);
    if (json published = reference_of(r); !published.is_null()) run["reference"] = std::move(published);
    if (!r.notes.empty()) run["notes"] = r.notes;
    return run;
}

nlohmann::ordered_json to_document(const result& all) {
    json document = {
        {"name", all.name}, {"version", all.version}, {"complete", all.complete}, {"config", all.config}};
    document["boxes"] = json::object();
    for (const auto& [name, built] : all.accelerators) document["boxes"][name] = boxes_of(built);
    document["runs"] = json::array();
    for (const row& r : all.rows) document["runs"].push_back(to_document(r));
    return document;
}

std::string to_json(const result& all) {
    return to_document(all).dump(2) + "\n";
}

}  // namespace lacuna::reports
