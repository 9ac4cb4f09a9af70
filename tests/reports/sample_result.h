/// A small result made by hand: two accelerators, two patterns, a layer that does not fit.
#pragma once

#include "sim/reports/result.h"

namespace lacuna::reports::test {

inline const statistics::description* described(const std::string& name) {
    using statistics::kind;
    static const std::vector<statistics::description> all = {
        {"control.busy_cycles", kind::busy, "cycles", "broadcasts"},
        {"control.queue_full", kind::stall, "cycles", "a queue is full"},
        {"pe.busy_cycles", kind::busy, "cycles", "works"},
        {"pe.starved", kind::stall, "cycles", "waits"},
        {"pe.blocked", kind::stall, "cycles", "never happens here"},
        {"pe.reader.read", kind::action, "reads", "rows read"},
    };
    for (const statistics::description& each : all) {
        if (each.name == name) return &each;
    }
    return nullptr;
}

/// A row that was measured: `cycles` of one control unit and two PEs.
inline row measured_row(const std::string& accelerator, const std::string& pattern, std::uint64_t cycles) {
    row r;
    r.accelerator = accelerator;
    r.model = "eie";
    r.engine = "clocked";
    r.layer = "fc8";
    r.pattern = pattern;
    figures f;
    f.cycles = f.simulated_cycles = cycles;
    f.clock_mhz = 800;
    f.time_us = static_cast<double>(cycles) / 800;
    f.utilization = 0.75;
    f.load_balance = 0.875;
    f.limiting_stall = "pe.starved";
    f.macs_dense = 16;
    f.macs_effectual = 5;
    f.macs_committed = 1234567;
    f.fillers = 2;
    f.density_weights = 0.5;
    f.density_activations = 0.25;
    f.bytes_dense = 64;
    f.bytes_values = 8;
    f.bytes_indices = 12;
    f.totals = {{described("control.busy_cycles"), cycles / 2},
                {described("control.queue_full"), cycles - cycles / 2},
                {described("pe.busy_cycles"), cycles * 2 - cycles / 4},
                {described("pe.starved"), cycles / 4},
                {described("pe.blocked"), 0},
                {described("pe.reader.read"), 9}};
    f.check = "exact";
    r.measured = f;
    return r;
}

inline row row_that_does_not_fit(const std::string& accelerator, const std::string& pattern) {
    row r = measured_row(accelerator, pattern, 1);
    r.measured.reset();
    r.status = "does_not_fit";
    r.message = "pe[0] needs 100 accumulators, beyond the 20 of accumulators.";
    return r;
}

inline energy::hardware sample_hardware() {
    return {"eie",
            {{"control", 1, {}},
             {"pe", 2, {{"clock_mhz", 800}, {"share", 0.5}}},
             {"pe.reader", 2, {{"bytes", 131072}}}},
            {"pe.mac", "pe.reader.read"}};
}

inline result sample_result() {
    result all;
    all.name = "Two of a kind";
    all.version = "1.2.3";
    all.config = {{"name", "Two of a kind"}, {"layers", {"fc8.yaml"}}};
    all.rows = {measured_row("wide", "as_is", 1000), measured_row("narrow", "as_is", 4000),
                measured_row("wide", "dense", 8000), row_that_does_not_fit("narrow", "dense")};
    for (row& r : all.rows) {
        r.reference_time_us = 9.9;
        r.reference_source = "Table IV";
    }
    all.rows[2].notes = {
        "The source is already pruned to a density of 0.0900, and the values it lost are not known: dense is "
        "what it stores."};
    return all;
}

/// The same with its first row priced.
inline result priced_result() {
    result all = sample_result();
    all.accelerators = {{"wide", sample_hardware()}};
    all.rows[0].measured->energy =
        energy::bill{4, 3200, 40.84, {{"control", std::nullopt, 0}, {"pe", 2.5, 0.5}, {"pe.reader", 1.0, 0}}};
    return all;
}

}  // namespace lacuna::reports::test
