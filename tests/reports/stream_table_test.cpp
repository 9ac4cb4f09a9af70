/// Does the table of instruction streams say what each took, and how far that is from what was measured?
#include "sim/reports/stream_table.h"

#include <gtest/gtest.h>

#include "sim/reports/csv.h"
#include "sim/reports/summary.h"
#include "tests/reports/sample_result.h"

namespace lacuna::reports::test {
namespace {

row stream_row(const std::string& name, const stream_figures& figures) {
    row r = measured_row("sm", "as_is", 1000);
    r.layer = name;
    r.measured->stream = figures;
    return r;
}

result streams() {
    result all = sample_result();
    all.rows = {
        stream_row("one", {"mma.m16n8k16.f32.f16.f16.f32", 1, 1, 1024, 24.6689, 83.01, std::nullopt}),
        stream_row("many", {"mma.sp.m16n8k32.f32.f16.f16.f32", 8, 2, 1024, 32.789, 1998.7, std::nullopt}),
        stream_row("load", {"ldmatrix.x4", 4, 2, 999, 32.134, std::nullopt, 127.467})};
    return all;
}

TEST(stream_table, has_cycles_beside_measured_ones_and_bytes_where_there_are_loads) {
    result all = streams();
    all.rows[0].reference_cycles_per_iteration = 24.7;
    all.rows[1].reference_cycles_per_iteration = 33;
    all.rows[2].reference_bytes_per_cycle = 127.5;
    EXPECT_EQ(stream_table(all), R"(
Instruction streams, beside measured figures where there are any

                                                      cycles/            difference          bytes/
layer  instruction                      warps  ILP  iteration  measured      cycles   error   cycle  measured
-----  -------------------------------  -----  ---  ---------  --------  ----------  ------  ------  --------
one    mma.m16n8k16.f32.f16.f16.f32         1    1      24.67      24.7       -0.03  -0.1 %       -         -
many   mma.sp.m16n8k32.f32.f16.f16.f32      8    2      32.79      33.0       -0.21  -0.6 %       -         -
load   ldmatrix.x4                          4    2      32.13         -           -       -  127.47     127.5
)");
}

TEST(stream_table, leaves_out_what_no_row_has) {
    result all = streams();
    all.rows.resize(1);
    EXPECT_EQ(stream_table(all), R"(
Instruction streams, beside measured figures where there are any

                                                   cycles/
layer  instruction                   warps  ILP  iteration
-----  ----------------------------  -----  ---  ---------
one    mma.m16n8k16.f32.f16.f16.f32      1    1      24.67
)");
}

TEST(stream_table, tells_accelerators_apart_and_leaves_out_other_layers) {
    result all = streams();
    all.rows.resize(2);
    all.rows[1].accelerator = "other";
    all.rows.push_back(measured_row("sm", "dense", 1000));
    const std::string table = stream_table(all);
    EXPECT_NE(table.find("layer  accelerator  instruction"), std::string::npos) << table;
    EXPECT_EQ(table.find("fc8"), std::string::npos) << table;
    EXPECT_EQ(table.find("pattern"), std::string::npos) << table;
}

TEST(stream_table, is_nothing_where_no_row_is_a_stream) {
    EXPECT_EQ(stream_table(sample_result()), "");
    result unfinished = streams();
    for (row& r : unfinished.rows) r.measured.reset();
    EXPECT_EQ(stream_table(unfinished), "");
}

TEST(stream_table, stands_in_the_summary_after_the_times) {
    const std::string text = summary(streams());
    const auto times = text.find("zation"), table = text.find("\nInstruction streams");
    EXPECT_LT(times, table);
    EXPECT_LT(table, text.find("\nCycles lost"));
}

TEST(stream_csv, a_stream_has_columns_and_other_rows_leave_them_empty) {
    result all = streams();
    all.rows = {all.rows[0], measured_row("sm", "as_is", 1000)};
    const std::string csv = to_csv(all);
    EXPECT_NE(csv.find(",stream.instruction,stream.warps,stream.ilp,stream.iterations,stream.cycles_per_"
                       "iteration,stream.macs_per_cycle,stream.bytes_per_cycle,check,violation,"),
              std::string::npos)
        << csv;
    EXPECT_NE(csv.find(",mma.m16n8k16.f32.f16.f16.f32,1,1,1024,24.6689,83.01,,exact,,"), std::string::npos)
        << csv;
    EXPECT_NE(csv.find(",,,,,,,,exact,,"), std::string::npos) << csv;
}

}  // namespace
}  // namespace lacuna::reports::test
