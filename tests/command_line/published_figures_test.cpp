/// Whether the program prints what the authors' own simulator of EIE counts on the authors' own data.
#include <gtest/gtest.h>

#include "tests/command_line/program.h"

namespace lacuna::tests {
namespace {

using json = nlohmann::ordered_json;

constexpr const char* real_fc8 = "configs/eie-alexnet-fc8.yaml";
constexpr const char* fillers = "configs/eie-fillers.yaml";

std::string parameter(const std::string& name, const std::string& value) {
    return "accelerators.eie.parameters." + name + "=" + value;
}

json only_row(const json& result) {
    EXPECT_EQ(result["complete"], true);
    EXPECT_EQ(result["runs"].size(), 1u);
    return result["runs"][0];
}

#define SKIP_WITHOUT_DATA() \
    if (!has_data()) GTEST_SKIP() << "LACUNA_DATA does not name the folder of real layers"

TEST(published_figures, real_fc8_takes_the_time_of_the_papers_alex_8) {
    SKIP_WITHOUT_DATA();
    const json row = only_row(result_of({real_fc8}));
    EXPECT_EQ(row["status"], "ok");
    EXPECT_EQ(row["engine"], "clocked");
    EXPECT_EQ(row["cycles"], 7926);
    EXPECT_EQ(row["simulated_cycles"], 7926);
    EXPECT_DOUBLE_EQ(row["time_us"].get<double>(), 9.9075);
    EXPECT_NEAR(row["utilization"].get<double>(), 0.894501, 5e-7);
    EXPECT_EQ(row["macs"]["committed"], 453748);
    EXPECT_EQ(row["fillers"], 0);
    EXPECT_EQ(row["counts"]["pe.pointer_read.read"], 112640);
    EXPECT_EQ(row["counts"]["pe.sparse_matrix_read.read"], 100900);
    EXPECT_EQ(row["counts"]["pe.busy_cycles"], 453748);
    EXPECT_EQ(row["counts"]["pe.arithmetic_unit.bypass"], 1143);
    EXPECT_EQ(row["stalls"]["pe.starved"], 52366);
    EXPECT_EQ(row["stalls"]["pe.empty_column"], 1150);
    EXPECT_EQ(row["stalls"]["central_control.queue_full"], 6068);
    EXPECT_EQ(row["limiting_stall"], "pe.starved");
    EXPECT_EQ(row["check"], "exact");
    EXPECT_EQ(row["reference"]["time_us"], 9.9);
}

TEST(published_figures, queue_depths_give_the_authors_cycles) {
    SKIP_WITHOUT_DATA();
    struct golden {
        const char* slots;
        std::uint64_t cycles;
        double utilization;
    };
    for (const golden& expected : {golden{"2", 10194, 0.695489}, golden{"8", 7926, 0.894501},
                                   golden{"16", 7794, 0.909650}, golden{"64", 7794, 0.909650}}) {
        SCOPED_TRACE(expected.slots);
        const json row =
            only_row(result_of({real_fc8, "--set", parameter("activation_queue_slots", expected.slots)}));
        EXPECT_EQ(row["cycles"], expected.cycles);
        EXPECT_NEAR(row["utilization"].get<double>(), expected.utilization, 5e-7);
        EXPECT_EQ(row["counts"]["pe.pointer_read.read"], 112640);
        EXPECT_EQ(row["counts"]["pe.sparse_matrix_read.read"], 100900);
    }
}

TEST(published_figures, wider_weight_sram_is_read_less_often_in_the_same_time) {
    SKIP_WITHOUT_DATA();
    const json row = only_row(result_of({real_fc8, "--set", parameter("sram_entries_per_row", "16")}));
    EXPECT_EQ(row["cycles"], 7926);
    EXPECT_EQ(row["counts"]["pe.sparse_matrix_read.read"], 60396);
}

TEST(published_figures, thirty_two_pes_need_fillers) {
    SKIP_WITHOUT_DATA();
    const json row = only_row(result_of({real_fc8, "--set", parameter("pes", "32")}));
    EXPECT_EQ(row["cycles"], 15162);
    EXPECT_NEAR(row["utilization"].get<double>(), 0.935208, 5e-7);
    EXPECT_EQ(row["counts"]["pe.sparse_matrix_read.read"], 83907);
    EXPECT_EQ(row["counts"]["pe.busy_cycles"], 455938);
    EXPECT_EQ(row["counts"]["pe.arithmetic_unit.bypass"], 8);
    EXPECT_EQ(row["fillers"], 455938 - 453748);
}

TEST(published_figures, sixteen_pes_do_not_fit_a_16_bit_pointer) {
    SKIP_WITHOUT_DATA();
    const finished run = lacuna({"run", real_fc8, "--set", parameter("pes", "16"), "--format", "json"});
    EXPECT_EQ(run.code, 1);
    EXPECT_EQ(run.err, "");
    const json row = only_row(json::parse(run.out));
    EXPECT_EQ(row["status"], "does_not_fit");
    EXPECT_EQ(row["message"], "pe[6] needs pointers up to 69603, but 16 bits reach 65535 (pointer_bits).");
    EXPECT_FALSE(row.contains("cycles"));
}

TEST(published_figures, sixteen_pes_run_unbounded_and_note_the_limit) {
    SKIP_WITHOUT_DATA();
    const json row = only_row(
        result_of({real_fc8, "--set", parameter("pes", "16"), "--set", parameter("capacity", "unbounded")}));
    EXPECT_EQ(row["status"], "ok");
    EXPECT_EQ(row["macs"]["committed"], 453748);
    ASSERT_EQ(row["notes"].size(), 1u);
    EXPECT_EQ(
        row["notes"][0],
        "Computed all the same: pe[6] needs pointers up to 69603, but 16 bits reach 65535 (pointer_bits).");
}

TEST(published_figures, layer_of_fillers_gives_the_authors_counts) {
    SKIP_WITHOUT_DATA();
    const json row = only_row(result_of({fillers}));
    EXPECT_EQ(row["cycles"], 1720);
    EXPECT_NEAR(row["utilization"].get<double>(), 0.605669, 5e-7);
    EXPECT_EQ(row["counts"]["pe.pointer_read.read"], 6160);
    EXPECT_EQ(row["counts"]["pe.sparse_matrix_read.read"], 5752);
    EXPECT_EQ(row["counts"]["pe.busy_cycles"], 25536);
    EXPECT_EQ(row["fillers"], 8868);
    EXPECT_EQ(row["stalls"]["pe.empty_column"], 452);
    EXPECT_EQ(row["stalls"]["pe.starved"], 1532);
    EXPECT_EQ(row["stalls"]["central_control.queue_full"], 1199);
    EXPECT_EQ(row["counts"]["pe.arithmetic_unit.bypass"], 6);
    EXPECT_EQ(row["check"], "exact");
}

}  // namespace
}  // namespace lacuna::tests
