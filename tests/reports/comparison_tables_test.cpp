/// Do comparisons say what is divided by what, of how many rows a mean is, and what was left out?
#include "sim/reports/comparison_tables.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/reports/comparison_document.h"
#include "tests/reports/sample_result.h"

namespace lacuna::reports::test {
namespace {

using json = nlohmann::ordered_json;

compared_results compared(const result& a, const result& b) {
    return {
        {"a.json", a.name, a.version, a.complete}, {"b.json", b.name, b.version, b.complete}, compare(a, b)};
}

/// The sample twice as fast, with all but its last row on both sides and one row more.
compared_results sample() {
    const result a = priced_result();
    result b = priced_result();
    b.name = "Faster";
    b.complete = false;
    for (row& r : b.rows) {
        if (!r.measured) continue;
        r.measured->cycles /= 2;
        r.measured->time_us /= 2;
        r.measured->utilization = 0.375;
        r.measured->limiting_stall.clear();
    }
    b.rows[0].measured->energy->energy_uj = 8;
    b.rows.push_back(measured_row("wide", "2:4", 1));
    b.rows.back().batch = 8;
    return compared(a, b);
}

TEST(comparison_summary, shows_both_values_and_the_ratio_of_every_figure) {
    EXPECT_EQ(comparison_summary({sample()}), R"(A: a.json, 2 accelerators (Two of a kind)
B: b.json, 2 accelerators (Faster; interrupted: not complete)
A / B is above 1 where B takes fewer cycles, less time or less energy, and where A has the higher utilization.

                             status        status        cycles  cycles          time us  time us
layer  accelerator  pattern  A             B                  A       B   A / B        A        B   A / B
-----  -----------  -------  ------------  ------------  ------  ------  ------  -------  -------  ------
fc8    wide         as_is    ok            ok             1,000     500  2.000x    1.250   0.6250  2.000x
fc8    narrow       as_is    ok            ok             4,000   2,000  2.000x    5.000    2.500  2.000x
fc8    wide         dense    ok            ok             8,000   4,000  2.000x    10.00    5.000  2.000x
fc8    narrow       dense    does_not_fit  does_not_fit       -       -       -        -        -       -

Energy, of rows that are priced in both

       energy uJ  energy uJ
layer          A          B   A / B
-----  ---------  ---------  ------
fc8        4.000      8.000  0.500x

Utilization of the multipliers, and what they waited for most

                             status        status        utilization  utilization          limiting stall  limiting stall
layer  accelerator  pattern  A             B                       A            B   A / B  A               B
-----  -----------  -------  ------------  ------------  -----------  -----------  ------  --------------  --------------
fc8    wide         as_is    ok            ok                 75.0 %       37.5 %  2.000x  pe.starved      none
fc8    narrow       as_is    ok            ok                 75.0 %       37.5 %  2.000x  pe.starved      none
fc8    wide         dense    ok            ok                 75.0 %       37.5 %  2.000x  pe.starved      none
fc8    narrow       dense    does_not_fit  does_not_fit            -            -       -  -               -

Geometric means of A / B, over the rows that ran on both

accelerator  pattern  batch  rows  cycles    time  energy  of rows  utilization
-----------  -------  -----  ----  ------  ------  ------  -------  -----------
wide         as_is        1     1  2.000x  2.000x  0.500x        1       2.000x
wide         dense        1     1  2.000x  2.000x       -        0       2.000x
wide         all        all     2  2.000x  2.000x  0.500x        1       2.000x
narrow       all        all     1  2.000x  2.000x       -        0       2.000x
all          all        all     3  2.000x  2.000x  0.500x        1       2.000x

Notes

  1 row of B has no counterpart in A: fc8 on wide, 2:4, batch 8.
)");
}

TEST(comparison_summary, names_accelerators_of_one_another_in_columns_of_their_own) {
    result a = sample_result();
    result b = a;
    a.rows.resize(1);
    b.rows.resize(2);
    const std::string text = comparison_summary({compared(a, b)});
    EXPECT_NE(text.find("A: a.json, wide (Two of a kind)\nB: b.json, 2 accelerators (Two"), std::string::npos)
        << text;
    EXPECT_NE(text.find("\nlayer  B            A       B   A / B"), std::string::npos) << text;
    EXPECT_NE(text.find("\nfc8    narrow   1,000   4,000  0.250x"), std::string::npos) << text;
    EXPECT_EQ(text.find("Energy"), std::string::npos) << "nothing is priced in both";
    EXPECT_EQ(text.find("Notes"), std::string::npos);
}

TEST(comparison_summary, of_rows_that_ran_nowhere_has_no_means) {
    result a;
    a.rows = {row_that_does_not_fit("wide", "dense")};
    const std::string text = comparison_summary({compared(a, a)});
    EXPECT_NE(text.find("\nNo row ran on both.\n"), std::string::npos) << text;
}

TEST(comparison_summary, counts_all_lone_rows_and_names_the_first) {
    result a;
    result b;
    for (const char* layer : {"a", "b", "c", "d", "e", "f", "g"}) {
        a.rows.push_back(measured_row("eie", "as_is", 8));
        a.rows.back().layer = layer;
    }
    b.rows = {a.rows.front(), a.rows.front()};
    b.rows[0].accelerator = "x";
    b.rows[1].accelerator = "y";
    const std::string text = comparison_summary({compared(a, b)});
    EXPECT_NE(
        text.find("\n  6 rows of A have no counterpart in B: b on eie (not on x, y); c on eie (not on x, y); "
                  "d on eie (not on x,\n    y); e on eie (not on x, y); and 2 more.\n"),
        std::string::npos)
        << text;
}

TEST(comparison_summary, says_where_a_name_stands_for_two_layers) {
    result a = sample_result();
    result b = a;
    b.rows[1].measured->macs_dense = 4096;
    const std::string text = comparison_summary({compared(a, b)});
    EXPECT_NE(
        text.find(
            "\n  A and B differ in the dense MACs of a layer, so that it is not the same in both, though "
            "its name is: fc8 on\n    narrow (16 and 4,096).\n"),
        std::string::npos)
        << text;
}

TEST(comparison_document, has_every_pair_mean_and_lone_row) {
    const json document = to_document({sample()});
    ASSERT_EQ(document["comparisons"].size(), 1u);
    const json& all = document["comparisons"][0];
    EXPECT_EQ(
        all["a"],
        json::parse(R"({"file": "a.json", "name": "Two of a kind", "version": "1.2.3", "complete": true})"));
    EXPECT_EQ(all["b"]["complete"], false);
    ASSERT_EQ(all["rows"].size(), 4u);
    EXPECT_EQ(all["rows"][0], json::parse(R"({"layer": "fc8", "pattern": "as_is", "batch": 1,
        "a": {"file": "a.json", "accelerator": "wide", "status": "ok", "cycles": 1000, "time_us": 1.25,
              "energy_uj": 4.0, "utilization": 0.75, "limiting_stall": "pe.starved"},
        "b": {"file": "b.json", "accelerator": "wide", "status": "ok", "cycles": 500, "time_us": 0.625,
              "energy_uj": 8.0, "utilization": 0.375, "limiting_stall": null},
        "a_over_b": {"cycles": 2.0, "time": 2.0, "energy": 0.5, "utilization": 2.0}})"));
    EXPECT_EQ(all["rows"][3]["b"], json::parse(R"({"file": "b.json", "accelerator": "narrow", "status":
        "does_not_fit", "cycles": null, "time_us": null, "energy_uj": null, "utilization": null,
        "limiting_stall": null})"));
    EXPECT_TRUE(all["rows"][3]["a_over_b"]["cycles"].is_null());
    const json& mean = all["geometric_means"].back();
    EXPECT_TRUE(mean["accelerator_a"].is_null());
    EXPECT_EQ(mean["rows"], 3);
    EXPECT_DOUBLE_EQ(mean["a_over_b"]["time"], 2);
    EXPECT_EQ(mean["rows_of_ratio"]["energy"], 1);
    EXPECT_EQ(all["geometric_means"][0]["accelerator_b"], "wide");
    EXPECT_EQ(all["without_counterpart"],
              json::parse(R"({"a": [], "b": [{"accelerator": "wide", "layer": "fc8",
        "pattern": "2:4", "batch": 8, "missing_on": ["wide"]}]})"));
}

TEST(comparison_document, as_csv_has_a_line_for_each_pair_of_all_comparisons) {
    const std::string text = to_csv({sample(), sample()});
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 9);
    EXPECT_EQ(
        text.substr(0, text.find("\r\n", text.find("\r\n") + 2)),
        "layer,pattern,batch,a.file,a.accelerator,a.status,a.cycles,a.time_us,a.energy_uj,a.utilization,"
        "a.limiting_stall,b.file,b.accelerator,b.status,b.cycles,b.time_us,b.energy_uj,b.utilization,"
        "b.limiting_stall,a_over_b.cycles,a_over_b.time,a_over_b.energy,a_over_b.utilization\r\n"
        "fc8,as_is,1,a.json,wide,ok,1000,1.25,4.0,0.75,pe.starved,b.json,wide,ok,500,0.625,8.0,0.375,,2.0,2.0,"
        "0.5,2.0");
}

}  // namespace
}  // namespace lacuna::reports::test
