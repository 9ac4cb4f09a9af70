#include "sim/reports/json.h"

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

json or_null(const std::optional<double>& value) {
    return value ? json(*value) : json(nullptr);
}

void add_figures(json& run, const figures& f) {
    run["cycles"] = f.cycles;
    run["simulated_cycles"] = f.simulated_cycles;
    run["clock_mhz"] = f.clock_mhz;
    run["time_us"] = f.time_us;
    run["utilization"] = f.utilization;
    run["load_balance"] = or_null(f.load_balance);
    run["limiting_stall"] = f.limiting_stall.empty() ? json(nullptr) : json(f.limiting_stall);
    run["macs"] = {{"dense", f.macs_dense}, {"effectual", f.macs_effectual}, {"committed", f.macs_committed}};
    run["density"] = {{"weights", f.density_weights}, {"activations", f.density_activations}};
    run["storage_bytes"] = {
        {"dense", f.bytes_dense}, {"values", f.bytes_values}, {"indices", f.bytes_indices}};
    run["fillers"] = f.fillers;
    run["stalls"] = counters(f.totals, true);
    run["counts"] = counters(f.totals, false);
    if (!f.instances.empty()) run["instances"] = instances(f.instances);
    run["check"] = f.check;
}

json to_object(const row& r) {
    json run = {{"accelerator", r.accelerator}, {"model", r.model}, {"engine", r.engine}, {"layer", r.layer},
                {"pattern", r.pattern},         {"batch", r.batch}, {"status", r.status}};
    if (!r.message.empty()) run["message"] = r.message;
    if (r.measured) add_figures(run, *r.measured);
    run["magnitude_kept"] = r.magnitude_kept;
    if (r.reference_time_us)
        run["reference"] = {{"time_us", *r.reference_time_us}, {"source", r.reference_source}};
    if (!r.notes.empty()) run["notes"] = r.notes;
    return run;
}

}  // namespace

nlohmann::ordered_json to_document(const result& all) {
    json document = {
        {"name", all.name}, {"version", all.version}, {"complete", all.complete}, {"config", all.config}};
    document["runs"] = json::array();
    for (const row& r : all.rows) document["runs"].push_back(to_object(r));
    return document;
}

std::string to_json(const result& all) {
    return to_document(all).dump(2) + "\n";
}

}  // namespace lacuna::reports
