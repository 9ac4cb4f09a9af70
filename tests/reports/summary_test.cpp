/// Does the table say of a result what a person needs, and nothing that is the same in every row?
#include "sim/reports/summary.h"

#include <gtest/gtest.h>

#include "tests/reports/sample_result.h"

namespace lacuna::reports::test {
namespace {

TEST(summary, a_result_of_two_accelerators_and_two_patterns) {
    EXPECT_EQ(summary(sample_result()), R"(Two of a kind

                                                    time  published         utili-     load
layer  accelerator  pattern  status        cycles     us         us  ratio  zation  balance
-----  -----------  -------  ------------  ------  -----  ---------  -----  ------  -------
fc8    wide         as_is    ok             1,000   1.25        9.9  0.126  75.0 %   87.5 %
fc8    narrow       as_is    ok             4,000   5.00        9.9  0.505  75.0 %   87.5 %
fc8    wide         dense    ok             8,000  10.00        9.9  1.010  75.0 %   87.5 %
fc8    narrow       dense    does_not_fit       -      -        9.9      -       -        -

The zeros, and the multiply-accumulates that they leave

                                           weights  activations   MACs       MACs       MACs
layer  accelerator  pattern  status        density      density  dense  effectual  committed  fillers
-----  -----------  -------  ------------  -------  -----------  -----  ---------  ---------  -------
fc8    wide         as_is    ok             50.0 %       25.0 %     16          5  1,234,567        2
fc8    narrow       as_is    ok             50.0 %       25.0 %     16          5  1,234,567        2
fc8    wide         dense    ok             50.0 %       25.0 %     16          5  1,234,567        2
fc8    narrow       dense    does_not_fit        -            -      -          -          -        -

Cycles lost, as a share of the cycles of the box that stalls

                                              control       pe
layer  accelerator  pattern  status        queue_full  starved  limiting stall
-----  -----------  -------  ------------  ----------  -------  --------------
fc8    wide         as_is    ok                50.0 %   12.5 %  pe.starved
fc8    narrow       as_is    ok                50.0 %   12.5 %  pe.starved
fc8    wide         dense    ok                50.0 %   12.5 %  pe.starved
fc8    narrow       dense    does_not_fit           -        -  -

Notes

  fc8 on wide, dense: The source is already pruned to a density of 0.0900, and the values it lost are not
    known: dense is what it stores.
  fc8 on narrow, dense: pe[0] needs 100 accumulators, beyond the 20 of accumulators.
)");
}

TEST(summary, one_row_is_told_apart_by_its_layer_alone) {
    result all;
    all.name = "One";
    all.rows = {measured_row("eie", "as_is", 800)};
    all.rows[0].measured->load_balance.reset();
    EXPECT_EQ(summary(all), R"(One

               time  utili-     load
layer  cycles    us  zation  balance
-----  ------  ----  ------  -------
fc8       800  1.00  75.0 %        -

The zeros, and the multiply-accumulates that they leave

       weights  activations   MACs       MACs       MACs
layer  density      density  dense  effectual  committed  fillers
-----  -------  -----------  -----  ---------  ---------  -------
fc8     50.0 %       25.0 %     16          5  1,234,567        2

Cycles lost, as a share of the cycles of the box that stalls

          control       pe
layer  queue_full  starved  limiting stall
-----  ----------  -------  --------------
fc8        50.0 %   12.5 %  pe.starved
)");
}

TEST(summary, energy_stands_beside_the_time_and_its_shares_below_the_stalls) {
    result all = priced_result();
    all.rows.resize(2);
    for (row& r : all.rows) r.reference_time_us.reset();
    EXPECT_EQ(summary(all), R"(Two of a kind

                            time  utili-     load  energy  power
layer  accelerator  cycles    us  zation  balance      uJ     mW
-----  -----------  ------  ----  ------  -------  ------  -----
fc8    wide          1,000  1.25  75.0 %   87.5 %   4.000   3200
fc8    narrow        4,000  5.00  75.0 %   87.5 %       -      -

The zeros, and the multiply-accumulates that they leave

                    weights  activations   MACs       MACs       MACs
layer  accelerator  density      density  dense  effectual  committed  fillers
-----  -----------  -------  -----------  -----  ---------  ---------  -------
fc8    wide          50.0 %       25.0 %     16          5  1,234,567        2
fc8    narrow        50.0 %       25.0 %     16          5  1,234,567        2

Cycles lost, as a share of the cycles of the box that stalls

                       control       pe
layer  accelerator  queue_full  starved  limiting stall
-----  -----------  ----------  -------  --------------
fc8    wide             50.0 %   12.5 %  pe.starved
fc8    narrow           50.0 %   12.5 %  pe.starved

Energy, as a share of all: each box's actions, and what it costs by being there

                                pe  of all,   area
layer  accelerator      pe  reader   static    mm2
-----  -----------  ------  ------  -------  -----
fc8    wide         75.0 %  25.0 %   12.5 %  40.84
fc8    narrow            -       -        -      -
)");
}

TEST(summary, without_prices_no_energy_is_spoken_of) {
    EXPECT_EQ(summary(sample_result()).find("nergy"), std::string::npos);
}

TEST(summary, a_run_that_cost_nothing_has_no_shares) {
    result all = priced_result();
    all.rows.resize(1);
    energy::bill& bill = *all.rows[0].measured->energy;
    bill = {0, 0, 0.5, {{"pe", 0.0, 0}}};
    EXPECT_NE(summary(all).find("\nlayer   static     mm2\n-----  -------  ------\nfc8          -  0.5000\n"),
              std::string::npos)
        << summary(all);
}

TEST(summary, loading_and_storing_stand_apart_from_computing) {
    result all;
    all.name = "Passes";
    all.rows = {measured_row("whole", "as_is", 800), measured_row("parts", "as_is", 800),
                row_that_does_not_fit("small", "as_is")};
    all.rows[0].measured->io_cycles = 1600;
    all.rows[1].measured->io_cycles = 1234567;
    all.rows[1].measured->clock_mhz = 400;
    all.rows[1].measured->input_passes = 3;
    all.rows[1].measured->output_passes = 1024;
    all.rows[1].measured->limits_passed = {"pointer_entries", "accumulators"};
    const std::string text = summary(all);
    const auto begin = text.find("\nLoading and storing");
    ASSERT_NE(begin, std::string::npos) << text;
    EXPECT_EQ(text.substr(begin), R"(
Loading and storing, apart from the cycles of computing

                                        I/O     time  passes over  passes over
layer  accelerator  status           cycles       us       inputs      outputs  limits passed
-----  -----------  ------------  ---------  -------  -----------  -----------  -----------------------------
fc8    whole        ok                1,600     2.00            1            1  none
fc8    parts        ok            1,234,567  3086.42            3        1,024  pointer_entries, accumulators
fc8    small        does_not_fit          -        -            -            -  -

Notes

  fc8 on small: pe[0] needs 100 accumulators, beyond the 20 of accumulators.
)");
}

TEST(summary, outputs_in_another_arithmetic_stand_beside_those_in_floating_point_where_there_are_any) {
    result all;
    all.name = "Numbers";
    all.rows = {measured_row("float", "as_is", 800), measured_row("narrow", "as_is", 800),
                measured_row("wide", "as_is", 800), row_that_does_not_fit("small", "as_is")};
    all.rows[1].measured->from_float = {12.5, 1.25, 1.5, 0.25};
    all.rows[2].measured->from_float = {0.00012207031, 0.00003125, 0.000012345, 1};
    all.rows.push_back(all.rows[1]);
    all.rows.back().layer = "zeros";
    all.rows.back().measured->from_float = {0, 0, std::nullopt, 1};
    const std::string text = summary(all);
    const auto begin = text.find("\nOutputs in the accelerator's");
    ASSERT_NE(begin, std::string::npos) << text;
    EXPECT_EQ(text.substr(begin), R"(
Outputs in the accelerator's arithmetic, against those of 32-bit floating point

                       largest  root mean     of the  same largest
layer  accelerator  difference     square    outputs        output
-----  -----------  ----------  ---------  ---------  ------------
fc8    narrow             12.5       1.25      150 %        25.0 %
fc8    wide          0.0001221  3.125e-05  0.00123 %       100.0 %
zeros  narrow                0          0          -       100.0 %

Notes

  fc8 on small: pe[0] needs 100 accumulators, beyond the 20 of accumulators.
)");
}

TEST(summary, where_nothing_is_loaded_and_all_is_floating_point_neither_is_spoken_of) {
    const std::string text = summary(sample_result());
    EXPECT_EQ(text.find("Loading"), std::string::npos);
    EXPECT_EQ(text.find("I/O"), std::string::npos);
    EXPECT_EQ(text.find("arithmetic"), std::string::npos);
    result none;
    none.name = "None";
    none.rows = {row_that_does_not_fit("small", "as_is")};
    EXPECT_EQ(summary(none).find("Loading"), std::string::npos);
    EXPECT_EQ(summary(none).find("arithmetic"), std::string::npos);
}

TEST(summary, a_layer_that_was_not_run_says_why) {
    result all;
    all.name = "Network";
    all.rows = {row_that_does_not_fit("small", "as_is"), row_that_does_not_fit("small", "as_is")};
    all.rows[1].layer = "next";
    all.rows[1].status = "not_run";
    all.rows[1].message = "Its activations are the outputs of layer fc8, which gave none.";
    EXPECT_EQ(summary(all), R"(Network

                             time  utili-     load
layer  status        cycles    us  zation  balance
-----  ------------  ------  ----  ------  -------
fc8    does_not_fit       -     -       -        -
next   not_run            -     -       -        -

Notes

  fc8 on small: pe[0] needs 100 accumulators, beyond the 20 of accumulators.
  next on small: Its activations are the outputs of layer fc8, which gave none.
)");
}

TEST(summary, a_batch_has_a_column_where_there_is_one) {
    result all;
    all.name = "Batches";
    all.rows = {measured_row("eie", "as_is", 800), measured_row("eie", "as_is", 800)};
    all.rows[1].batch = 16;
    all.rows[1].layer = "fc7";
    const std::string text = summary(all);
    EXPECT_NE(text.find("\nfc8        1     800"), std::string::npos) << text;
    EXPECT_NE(text.find("\nfc7       16     800"), std::string::npos) << text;
}

TEST(summary, without_stalls_there_is_no_table_of_them) {
    result all;
    all.name = "Busy";
    all.rows = {measured_row("eie", "as_is", 800)};
    all.rows[0].measured->totals = {{described("pe.busy_cycles"), 800}, {described("pe.starved"), 0}};
    all.rows[0].measured->limiting_stall = "";
    EXPECT_EQ(summary(all).find("Cycles lost"), std::string::npos);
}

TEST(summary, stalls_of_a_box_that_no_row_has_work_for_are_left_out) {
    result all;
    all.name = "Idle";
    all.rows = {measured_row("eie", "as_is", 800), measured_row("eie", "dense", 800)};
    const auto rest = [&](row& r) {
        r.measured->totals[0].value = 0;
        r.measured->totals[1].value = 800;
    };
    rest(all.rows[0]);
    EXPECT_NE(summary(all).find("queue_full"), std::string::npos) << "the other row has work for it";
    rest(all.rows[1]);
    EXPECT_EQ(summary(all).find("queue_full"), std::string::npos) << summary(all);
    EXPECT_NE(summary(all).find("starved"), std::string::npos);
    for (row& r : all.rows) r.measured->totals[2].value = 0;
    EXPECT_NE(summary(all).find("starved"), std::string::npos) << "what limits a row is never left out";
}

TEST(summary, a_row_whose_multipliers_never_stalled_is_limited_by_none) {
    result all = sample_result();
    all.rows[0].measured->limiting_stall = "";
    EXPECT_NE(summary(all).find("12.5 %  none\n"), std::string::npos) << summary(all);
}

TEST(summary, boxes_of_a_sort_share_a_table) {
    result all;
    all.name = "Boxes";
    all.rows = {measured_row("eie", "as_is", 1000)};
    all.rows[0].measured->instances = {
        {"control", {{described("control.busy_cycles"), 500}, {described("control.queue_full"), 500}}},
        {"pe[0]", {{described("pe.busy_cycles"), 1000}, {described("pe.starved"), 0}}},
        {"pe[0].reader", {{described("pe.reader.read"), 4}}},
        {"pe[1]", {{described("pe.busy_cycles"), 750}, {described("pe.starved"), 250}}},
        {"pe[1].reader", {{described("pe.reader.read"), 1234}}},
    };
    const std::string text = summary(all);
    const auto begin = text.find("\nEvery box");
    ASSERT_NE(begin, std::string::npos);
    EXPECT_EQ(text.substr(begin), R"(
Every box: fc8 on eie, as_is

         busy_cycles  queue_full
box           cycles      cycles
-------  -----------  ----------
control          500         500

       busy_cycles  starved
box         cycles   cycles
-----  -----------  -------
pe[0]        1,000        0
pe[1]          750      250

               read
box           reads
------------  -----
pe[0].reader      4
pe[1].reader  1,234
)");
}

TEST(summary, an_interrupted_result_says_so) {
    result all = sample_result();
    all.complete = false;
    EXPECT_EQ(summary(all).substr(0, 48), "Two of a kind (interrupted: not complete)\n\n     ");
    all.rows.clear();
    EXPECT_EQ(summary(all), "Two of a kind (interrupted: not complete)\n\nNo run was finished.\n");
}

TEST(summary, long_notes_are_wrapped_under_their_row) {
    result all;
    all.name = "Notes";
    all.rows = {measured_row("eie", "as_is", 800)};
    all.rows[0].notes = {"short.", std::string(60, 'a') + " " + std::string(60, 'b') + "."};
    const std::string text = summary(all);
    const auto begin = text.find("\nNotes\n\n");
    ASSERT_NE(begin, std::string::npos);
    EXPECT_EQ(text.substr(begin), "\nNotes\n\n  fc8 on eie: short.\n  fc8 on eie: " + std::string(60, 'a') +
                                      "\n    " + std::string(60, 'b') + ".\n");
}

TEST(summary, a_note_that_several_accelerators_share_is_said_once) {
    result all;
    all.name = "Notes";
    all.rows = {measured_row("eie, pes 1", "as_is", 800), measured_row("eie, pes 2", "as_is", 800),
                measured_row("eie, pes 4", "as_is", 800), measured_row("eie, pes 1", "dense", 800)};
    for (row& r : all.rows) r.notes = {"short."};
    all.rows[0].notes.push_back("long.");
    all.rows[2].notes.push_back("long.");
    const std::string text = summary(all);
    const auto begin = text.find("\nNotes\n\n");
    ASSERT_NE(begin, std::string::npos);
    EXPECT_EQ(text.substr(begin),
              "\nNotes\n\n  fc8 on every accelerator: short.\n  fc8 on eie, pes 1; eie, pes 4: long.\n"
              "  fc8 on eie, pes 1, dense: short.\n");
}

TEST(summary, a_published_time_stands_as_it_was_published) {
    result all;
    all.name = "Published";
    all.rows = {measured_row("eie", "as_is", 800), measured_row("eie", "as_is", 800),
                measured_row("eie", "as_is", 800)};
    all.rows[0].reference_time_us = 8;
    all.rows[1].reference_time_us = 0.25;
    const std::string text = summary(all);
    EXPECT_NE(text.find("1.00        8.0  0.125"), std::string::npos) << text;
    EXPECT_NE(text.find("1.00       0.25  4.000"), std::string::npos) << text;
    EXPECT_NE(text.find("1.00          -      -"), std::string::npos) << text;
}

}  // namespace
}  // namespace lacuna::reports::test
