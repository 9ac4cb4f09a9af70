#include "sim/sweep/reports/pareto.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include "sim/sweep/reports/pareto_report.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"
#include "tests/sweep/small_sweep.h"

using namespace lacuna;
using namespace lacuna::sweep;

namespace {

pareto_front front_of(const std::filesystem::path& folder, const pareto_query& asked) {
    table of(folder);
    return find_pareto_front(of, asked);
}

pareto_query smallest(const std::vector<std::string>& columns, const std::string& where = "",
                      const std::string& layer = "") {
    pareto_query asked;
    for (const std::string& column : columns) asked.objectives.push_back({column});
    asked.where = where;
    asked.layer = layer;
    return asked;
}

std::vector<std::uint64_t> points_of(const pareto_front& front) {
    std::vector<std::uint64_t> all;
    for (const front_member& each : front.members) all.push_back(each.point);
    return all;
}

cells figures(std::int64_t cycles, double energy_uj, double area_mm2, double utilization) {
    const double time_us = static_cast<double>(cycles) / 800;
    return {{"cycles", cycles},
            {"time_us", time_us},
            {"energy_uj", energy_uj},
            {"power_mw", energy_uj / time_us * 1000},
            {"area_mm2", area_mm2},
            {"utilization", utilization},
            {"load_balance", 1 - utilization},
            {"macs.dense", cycles * 2}};
}

/// Three points with two layers each; of the last one the second layer has an error.
void write_three_points(const std::filesystem::path& folder) {
    small_sweep sweep(folder);
    for (const std::uint64_t p : {0, 1, 2, 3}) sweep.point(p, 16 << p, 2);
    sweep.row(0, 0, "fc6", figures(100, 1.5, 10, 0.5));
    sweep.row(0, 1, "fc7", figures(300, 0.5, 10, 0.9));
    sweep.row(1, 0, "fc6", figures(50, 3, 20, 0.25));
    sweep.row(1, 1, "fc7", figures(150, 1, 20, 0.75));
    sweep.row(2, 0, "fc6", figures(10, 0.1, 1, 0.5));
    sweep.row(2, 1, "fc7", {{"message", "stuck"}}, "error");
    for (const std::uint64_t p : {0, 1, 2}) sweep.finish(p);
    sweep.close();
}

}  // namespace

TEST(pareto, is_what_comparing_all_designs_leaves) {
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        const test::scratch_folder scratch;
        boost::random::mt19937 random(seed);
        boost::random::uniform_int_distribution<int> any(0, seed % 2 == 0 ? 6 : 1000);
        constexpr std::uint64_t points = 60;
        std::vector<std::vector<int>> totals;
        {
            small_sweep sweep(scratch / "s");
            for (std::uint64_t p = 0; p < points; ++p) {
                sweep.point(p, 16, 2);
                const int cycles[] = {1 + any(random), 1 + any(random)};
                const int energy[] = {any(random), any(random)};
                const int area = any(random);
                for (const std::uint64_t layer : {0, 1})
                    sweep.row(p, layer, layer == 0 ? "fc6" : "fc7",
                              figures(cycles[layer], energy[layer] * 0.5, area, 0.5));
                totals.push_back({cycles[0] + cycles[1], energy[0] + energy[1], -area});
                sweep.finish(p);
            }
            sweep.close();
        }
        std::vector<std::uint64_t> expected;
        for (std::uint64_t p = 0; p < points; ++p) {
            const bool beaten = std::any_of(totals.begin(), totals.end(), [&](const std::vector<int>& other) {
                return other != totals[p] && other[0] <= totals[p][0] && other[1] <= totals[p][1] &&
                       other[2] <= totals[p][2];
            });
            if (!beaten) expected.push_back(p);
        }
        std::stable_sort(expected.begin(), expected.end(),
                         [&](std::uint64_t a, std::uint64_t b) { return totals[a] < totals[b]; });
        pareto_query asked = smallest({"cycles", "energy_uj"});
        asked.objectives.push_back({"area_mm2", true});
        const pareto_front front = front_of(scratch / "s", asked);
        EXPECT_EQ(points_of(front), expected);
        EXPECT_EQ(front.candidates, points);
        std::filesystem::remove_all(scratch / "s");
    }
}

TEST(pareto, adds_up_layers_weights_utilization_by_cycles_and_leaves_the_area) {
    const test::scratch_folder scratch;
    write_three_points(scratch / "s");
    const pareto_front front =
        front_of(scratch / "s",
                 smallest({"cycles", "energy_uj", "area_mm2", "utilization", "power_mw", "macs.dense"}));
    ASSERT_EQ(points_of(front), (std::vector<std::uint64_t>{1, 0}));
    const std::vector<value>& of_0 = front.members[1].figures;
    EXPECT_EQ(of_0[0], value(std::int64_t{400}));
    EXPECT_EQ(of_0[1], value(2.0));
    EXPECT_EQ(of_0[2], value(10.0));
    EXPECT_DOUBLE_EQ(std::get<double>(of_0[3]), (0.5 * 100 + 0.9 * 300) / 400);
    EXPECT_DOUBLE_EQ(std::get<double>(of_0[4]), 2.0 / (100.0 / 800 + 300.0 / 800) * 1000);
    EXPECT_EQ(of_0[5], value(std::int64_t{800}));
    EXPECT_EQ(front.members[1].parameters, (std::vector<value>{std::int64_t{16}, std::int64_t{2}}));
}

TEST(pareto, leaves_out_what_is_not_finished_or_not_ok_and_says_how_many) {
    const test::scratch_folder scratch;
    write_three_points(scratch / "s");
    const pareto_front front = front_of(scratch / "s", smallest({"cycles"}, "pes < 32 OR pes > 100"));
    EXPECT_EQ(points_of(front), std::vector<std::uint64_t>{0});
    EXPECT_EQ(comparison_text(front),
              "1 design compared; left out: 1 point not finished, 1 design with a layer that is not ok, 1 "
              "design against --where");
}

TEST(pareto, takes_designs_by_what_all_their_layers_have_together) {
    const test::scratch_folder scratch;
    write_three_points(scratch / "s");
    const auto points = [&](const std::string& where) {
        return points_of(front_of(scratch / "s", smallest({"cycles"}, where)));
    };
    EXPECT_EQ(points("Cycles >= 400 AND area_mm2 <= 10"), std::vector<std::uint64_t>{0});
    EXPECT_EQ(points("\"macs.dense\" < 500"), std::vector<std::uint64_t>{1});
    const auto refusal = [&](const std::string& where) {
        return scratch.shortened(config::sentence_of([&] { points(where); }));
    };
    EXPECT_EQ(refusal("cycels < 3"), "--where names 'cycels', which is no column (did you mean 'cycles'?).");
    EXPECT_EQ(refusal("cycles < 3"),
              "s: there is nothing to compare: 0 designs compared; left out: 1 point not finished, 1 design "
              "with a layer that is not ok, 2 designs against --where.");
    EXPECT_EQ(
        refusal("load_balance < 1"),
        "s: point 0: load_balance is not one for all layers (0.5 and 0.09999999999999998, for example), "
        "and does not add up; --layer NAME chooses one of them.");
    EXPECT_NE(refusal("cycles < (SELECT 1)"), "");
}

TEST(pareto, compares_one_layer_in_anything) {
    const test::scratch_folder scratch;
    write_three_points(scratch / "s");
    const auto front = front_of(scratch / "s", smallest({"cycles", "load_balance"}, "", "fc6"));
    EXPECT_EQ(points_of(front), std::vector<std::uint64_t>{2});
    EXPECT_EQ(front.candidates, 3u);
    EXPECT_EQ(scratch.shortened(
                  config::sentence_of([&] { front_of(scratch / "s", smallest({"cycles"}, "", "fc8")); })),
              "--layer: 'fc8' is no layer of s (did you mean 'fc6'?).");
    EXPECT_NE(
        scratch.shortened(config::sentence_of([&] { front_of(scratch / "s", smallest({"load_balance"})); }))
            .find("--layer NAME"),
        std::string::npos);
}

TEST(pareto, refuses_what_is_neither_small_nor_large) {
    const test::scratch_folder scratch;
    write_three_points(scratch / "s");
    const auto refusal = [&](const std::vector<std::string>& columns) {
        return scratch.shortened(config::sentence_of([&] { front_of(scratch / "s", smallest(columns)); }));
    };
    EXPECT_EQ(refusal({"cycels"}), "--minimize: 'cycels' is no column of s (did you mean 'cycles'?).");
    EXPECT_EQ(refusal({"cycles", "cycles"}), "--minimize: cycles is named twice.");
    EXPECT_EQ(refusal({"accelerator"}),
              "s: accelerator is a text ('eie'), which is neither small nor large.");
}

TEST(pareto, keeps_designs_that_are_equal_in_everything_named) {
    const test::scratch_folder scratch;
    small_sweep sweep(scratch / "s");
    for (const std::uint64_t p : {0, 1, 2}) {
        sweep.point(p, 16, 2);
        sweep.row(p, 0, "fc6", figures(p == 1 ? 200 : 100, 1, 10, 0.5));
        sweep.row(p, 1, "fc6", figures(100, p == 0 ? 1 : 2, 10, 0.5), "ok", "core");
        sweep.finish(p);
    }
    sweep.close();
    const pareto_front front = front_of(scratch / "s", smallest({"cycles", "energy_uj"}));
    EXPECT_EQ(points_of(front), (std::vector<std::uint64_t>{0, 0, 2}));
    EXPECT_EQ(front.members[1].accelerator, "core");
    EXPECT_EQ(front.members[2].accelerator, "eie");
}

TEST(pareto, without_an_energy_table_has_no_energy) {
    const test::scratch_folder scratch;
    small_sweep sweep(scratch / "s");
    sweep.point(0, 16, 2);
    sweep.row(0, 0, "fc6", {{"cycles", whole(1)}, {"energy_uj", nullptr}});
    sweep.finish(0);
    sweep.close();
    EXPECT_EQ(
        scratch.shortened(config::sentence_of([&] { front_of(scratch / "s", smallest({"energy_uj"})); })),
        "s: no design has energy_uj; the config names no energy table for its accelerators.");
}

TEST(pareto, as_a_table_has_units_and_what_designs_differ_in) {
    const test::scratch_folder scratch;
    write_three_points(scratch / "s");
    table of(scratch / "s");
    pareto_query asked = smallest({"cycles", "energy_uj"});
    asked.objectives.push_back({"utilization", true});
    const pareto_front front = find_pareto_front(of, asked);
    EXPECT_EQ(front_text(of, asked, front),
              "                           energy\n"
              "point  pes  slots  cycles      uJ  utilization\n"
              "-----  ---  -----  ------  ------  -----------\n"
              "    1   32      2     200   4.000       62.5 %\n"
              "    0   16      2     400   2.000       80.0 %\n");
    EXPECT_EQ(front_columns(of, asked),
              (std::vector<std::string>{"point", "pes", "slots", "accelerator", "pattern", "cycles",
                                        "energy_uj", "utilization"}));
    EXPECT_EQ(front_row(front.members[0], front_columns(of, asked), asked).size(), 8u);
}
