/// Does the JSON have every field of the contract, under its name and with its value?
#include "sim/reports/json.h"

#include <gtest/gtest.h>

#include "tests/reports/sample_result.h"

namespace lacuna::reports::test {
namespace {

using json = nlohmann::ordered_json;

TEST(json, a_measured_row_in_full) {
    result all = sample_result();
    all.rows = {all.rows[2]};
    EXPECT_EQ(to_document(all), json::parse(R"({
        "name": "Two of a kind", "version": "1.2.3", "complete": true,
        "config": {"name": "Two of a kind", "layers": ["fc8.yaml"]},
        "boxes": {},
        "runs": [{
            "accelerator": "wide", "model": "eie", "engine": "clocked", "layer": "fc8", "pattern": "dense",
            "batch": 1, "status": "ok", "cycles": 8000, "simulated_cycles": 8000, "io_cycles": 0,
            "passes": {"inputs": 1, "outputs": 1}, "limits_passed": [], "clock_mhz": 800.0,
            "time_us": 10.0, "energy_uj": null, "power_mw": null, "area_mm2": null, "utilization": 0.75, "load_balance": 0.875, "limiting_stall": "pe.starved",
            "macs": {"dense": 16, "effectual": 5, "committed": 1234567},
            "density": {"weights": 0.5, "activations": 0.25},
            "storage_bytes": {"dense": 64, "values": 8, "indices": 12}, "fillers": 2,
            "stalls": {"control.queue_full": 4000, "pe.starved": 2000, "pe.blocked": 0},
            "counts": {"control.busy_cycles": 4000, "pe.busy_cycles": 14000, "pe.reader.read": 9},
            "energy_breakdown_uj": null,
            "check": "exact", "violation": null, "magnitude_kept": 1.0, "magnitude_kept_of_best": 1.0,
            "reference": {"time_us": 9.9, "source": "Table IV"},
            "notes": ["The source is already pruned to a density of 0.0900, and the values it lost are not known: dense is what it stores."]
        }]
    })"));
}

TEST(json, fields_stand_in_a_fixed_order) {
    const json run = to_document(sample_result())["runs"][2];
    std::vector<std::string> keys;
    for (const auto& [key, value] : run.items()) keys.push_back(key);
    EXPECT_EQ(keys, (std::vector<std::string>{"accelerator",
                                              "model",
                                              "engine",
                                              "layer",
                                              "pattern",
                                              "batch",
                                              "status",
                                              "cycles",
                                              "simulated_cycles",
                                              "io_cycles",
                                              "passes",
                                              "limits_passed",
                                              "clock_mhz",
                                              "time_us",
                                              "energy_uj",
                                              "power_mw",
                                              "area_mm2",
                                              "utilization",
                                              "load_balance",
                                              "limiting_stall",
                                              "macs",
                                              "density",
                                              "storage_bytes",
                                              "fillers",
                                              "stalls",
                                              "counts",
                                              "energy_breakdown_uj",
                                              "check",
                                              "violation",
                                              "magnitude_kept",
                                              "magnitude_kept_of_best",
                                              "reference",
                                              "notes"}));
}

TEST(json, a_row_that_does_not_fit_says_why_and_has_no_figures) {
    const json run = to_document(sample_result())["runs"][3];
    EXPECT_EQ(run, json::parse(R"({
        "accelerator": "narrow", "model": "eie", "engine": "clocked", "layer": "fc8", "pattern": "dense",
        "batch": 1, "status": "does_not_fit",
        "message": "pe[0] needs 100 accumulators, beyond the 20 of accumulators.",
        "magnitude_kept": 1.0, "magnitude_kept_of_best": 1.0, "reference": {"time_us": 9.9, "source": "Table IV"}})"));
}

TEST(json, a_layer_in_passes_and_in_fixed_point_says_so) {
    result all = sample_result();
    figures& f = *all.rows[0].measured;
    f.io_cycles = 77;
    f.input_passes = 2;
    f.output_passes = 3;
    f.limits_passed = {"pointer_entries", "accumulators"};
    f.from_float = deviation{0.5, 0.25, std::nullopt, 1};
    const json run = to_document(all)["runs"][0];
    EXPECT_EQ(run.at("io_cycles"), 77);
    EXPECT_EQ(run.at("passes"), json::parse(R"({"inputs": 2, "outputs": 3})"));
    EXPECT_EQ(run.at("limits_passed"), json::parse(R"(["pointer_entries", "accumulators"])"));
    EXPECT_EQ(run.at("deviation_from_float"), json::parse(R"({"largest": 0.5, "root_mean_square": 0.25,
        "relative": null, "same_largest_output": 1.0})"));
}

TEST(json, a_stream_has_its_loop_and_its_speed) {
    result all = sample_result();
    figures& f = *all.rows[0].measured;
    f.stream = stream_figures{"mma.m16n8k16.f32.f16.f16.f32", 8, 2, 1024, 32.75, 1000.5, std::nullopt};
    f.check = "sampled";
    all.rows[1].measured->stream = stream_figures{"ldmatrix.x4", 4, 2, 999, 32.13, std::nullopt, 127.5};
    const json runs = to_document(all)["runs"];
    EXPECT_EQ(runs[0].at("stream"), json::parse(R"({"instruction": "mma.m16n8k16.f32.f16.f16.f32", "warps": 8,
        "ilp": 2, "iterations": 1024, "cycles_per_iteration": 32.75, "macs_per_cycle": 1000.5,
        "bytes_per_cycle": null})"));
    EXPECT_EQ(runs[0].at("check"), "sampled");
    EXPECT_EQ(runs[1].at("stream").at("bytes_per_cycle"), 127.5);
    EXPECT_TRUE(runs[1].at("stream").at("macs_per_cycle").is_null());
    EXPECT_FALSE(runs[2].contains("stream"));
}

TEST(json, a_reference_has_the_figures_that_were_published) {
    result all = sample_result();
    row& r = all.rows[0];
    r.reference_time_us.reset();
    r.reference_cycles_per_iteration = 24.7;
    EXPECT_EQ(to_document(all)["runs"][0].at("reference"),
              json::parse(R"({"cycles_per_iteration": 24.7, "source": "Table IV"})"));
    r.reference_bytes_per_cycle = 127.5;
    r.reference_time_us = 2;
    EXPECT_EQ(to_document(all)["runs"][0].at("reference"),
              json::parse(R"({"time_us": 2.0, "cycles_per_iteration": 24.7, "bytes_per_cycle": 127.5,
                              "source": "Table IV"})"));
}

TEST(json, weights_without_the_structure_say_what_was_done_about_it) {
    result all = sample_result();
    all.rows[0].measured->violation = "prune";
    EXPECT_EQ(to_document(all)["runs"][0].at("violation"), "prune");
    EXPECT_FALSE(to_document(all)["runs"][3].contains("violation")) << "it did not run";
}

TEST(json, what_a_measured_row_lacks_is_null) {
    result all = sample_result();
    all.rows[0].measured->load_balance.reset();
    all.rows[0].measured->limiting_stall = "";
    all.rows[0].reference_time_us.reset();
    const json run = to_document(all)["runs"][0];
    EXPECT_TRUE(run.at("load_balance").is_null());
    EXPECT_TRUE(run.at("limiting_stall").is_null());
    EXPECT_FALSE(run.contains("reference"));
    EXPECT_FALSE(run.contains("message"));
    EXPECT_FALSE(run.contains("notes"));
    EXPECT_FALSE(run.contains("instances"));
}

TEST(json, every_box_has_its_counters_under_its_own_name) {
    result all = sample_result();
    all.rows[0].measured->instances = {
        {"pe[0]", {{described("pe.busy_cycles"), 1000}, {described("pe.starved"), 0}}},
        {"pe[0].reader", {{described("pe.reader.read"), 4}}}};
    EXPECT_EQ(to_document(all)["runs"][0]["instances"],
              json::parse(R"({"pe[0]": {"busy_cycles": 1000, "starved": 0}, "pe[0].reader": {"read": 4}})"));
}

TEST(json, a_priced_row_has_its_bill_where_an_unpriced_one_has_null) {
    const result all = priced_result();
    const json document = to_document(all);
    const json& run = document["runs"][0];
    EXPECT_EQ(run["energy_uj"], 4.0);
    EXPECT_EQ(run["power_mw"], 3200.0);
    EXPECT_EQ(run["area_mm2"], 40.84);
    EXPECT_EQ(run["energy_breakdown_uj"],
              json::parse(R"({"control.static": 0.0, "pe": 2.5, "pe.static": 0.5, "pe.reader": 1.0,
                              "pe.reader.static": 0.0})"));
    EXPECT_TRUE(document["runs"][1]["energy_uj"].is_null());
    EXPECT_TRUE(document["runs"][1]["energy_breakdown_uj"].is_null());
    EXPECT_FALSE(document["runs"][3].contains("energy_uj"));
    std::vector<std::string> priced, unpriced;
    for (const auto& [key, value] : run.items()) priced.push_back(key);
    for (const auto& [key, value] : document["runs"][1].items()) unpriced.push_back(key);
    EXPECT_EQ(priced, unpriced);
}

TEST(json, a_variant_says_what_it_has_of_its_own) {
    result all = sample_result();
    all.rows[0].accelerator = "wide, pes 4, clock_mhz 800";
    all.rows[0].variant = json::parse(R"({"pes": 4, "clock_mhz": 800.0})");
    const json document = to_document(all);
    EXPECT_EQ(document["runs"][0]["variant"], json::parse(R"({"pes": 4, "clock_mhz": 800.0})"));
    EXPECT_FALSE(document["runs"][1].contains("variant"));
}

TEST(json, boxes_say_what_pricing_needs) {
    const json document = to_document(priced_result());
    EXPECT_EQ(document["boxes"], json::parse(R"({"wide": {
        "control": {"instances": 1, "attributes": {}, "actions": []},
        "pe": {"instances": 2, "attributes": {"clock_mhz": 800, "share": 0.5}, "actions": ["mac"]},
        "pe.reader": {"instances": 2, "attributes": {"bytes": 131072}, "actions": ["read"]}}})"));
}

TEST(json, an_interrupted_result_is_not_complete) {
    result all = sample_result();
    all.complete = false;
    all.rows.clear();
    EXPECT_EQ(to_document(all)["complete"], false);
    EXPECT_EQ(to_document(all)["runs"], json::array());
}

TEST(json, the_text_is_the_document_and_numbers_read_back_to_the_bit) {
    result all = sample_result();
    all.rows[0].measured->utilization = 0.1 + 0.2;
    all.rows[0].measured->cycles = (std::uint64_t{1} << 63) + 1;
    const std::string text = to_json(all);
    EXPECT_EQ(text.substr(0, 29), "{\n  \"name\": \"Two of a kind\",\n");
    EXPECT_EQ(text.back(), '\n');
    const json read = json::parse(text);
    EXPECT_EQ(read, to_document(all));
    EXPECT_EQ(read["runs"][0]["utilization"].get<double>(), 0.1 + 0.2);
    EXPECT_EQ(read["runs"][0]["cycles"].get<std::uint64_t>(), (std::uint64_t{1} << 63) + 1);
}

}  // namespace
}  // namespace lacuna::reports::test
