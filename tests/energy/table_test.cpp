/// Is an energy table read as it stands, and everything wrong with one said?
#include "sim/energy/table.h"

#include <gtest/gtest.h>

#include "tests/config/sentence.h"
#include "tests/energy/small_table.h"

namespace lacuna::energy::test {
namespace {

class table_test : public testing::Test {
  protected:
    std::string refusal(const std::string& from, const std::string& to) const {
        return folder.shortened(config::sentence_of([&] { read(folder, with(small_table, from, to)); }));
    }
    lacuna::test::scratch_folder folder;
};

TEST_F(table_test, rows_keep_their_order_lines_and_sources) {
    const table all = read(folder);
    EXPECT_EQ(all.model, "toy");
    EXPECT_EQ(all.made_in.name, "paper");
    EXPECT_EQ(all.made_in.node_nm, 45);
    EXPECT_EQ(all.made_in.voltage_v, 0.9);
    EXPECT_FALSE(all.made_in.temperature_k.has_value());
    ASSERT_EQ(all.actions.size(), 2u);
    EXPECT_EQ(all.actions[1].name, "pe.reader.read");
    EXPECT_EQ(all.actions[1].where.line, 11);
    EXPECT_EQ(all.actions[1].source, "CACTI");
    ASSERT_EQ(all.boxes.size(), 3u);
    EXPECT_EQ(all.boxes[1].source, "Table II");
}

TEST_F(table_test, a_curve_may_stand_in_a_file_beside_the_table) {
    const std::string inline_curve =
        "  sram:\n    attributes: [bytes]\n    interpolation: log_log\n    source: CACTI\n    points: "
        "[{bytes: "
        "1024, pj: 2, mw: 0.5}, {bytes: 4096, pj: 8, mw: 2}]\n";
    folder.write(
        "sram.yaml",
        "attributes: [bytes]\ninterpolation: log_log\nsource: S\npoints: [{bytes: 2048, pj: 5, mw: 1}]\n");
    const table all = read(folder, with(small_table, inline_curve, "  sram: {file: sram.yaml}\n"));
    EXPECT_EQ(all.curves->front().source(), "S");
    EXPECT_EQ(all.actions[1].pj.of(small_hardware().boxes[2]), 2 * 3 * 5 + 1.5);
    EXPECT_EQ(refusal(inline_curve, "  sram: {file: none.yaml}\n"),
              "t.yaml:4: curves.sram.file names none.yaml, which does not exist.");
    EXPECT_EQ(refusal(inline_curve, "  sram: {file: sram.yaml, source: s}\n"),
              "t.yaml:4: the curve sram has no key 'source'; known are: file.");
}

TEST_F(table_test, every_row_needs_a_source_that_says_something) {
    EXPECT_EQ(refusal("{pj: 0, source: not published}", "{pj: 0}"),
              "t.yaml:10: the row control.send needs the key 'source'.");
    EXPECT_EQ(refusal("area_um2: 1000, source: Table II", "area_um2: 1000"),
              "t.yaml:14: the row pe needs the key 'source'.");
    EXPECT_EQ(refusal("area_um2: 1000, source: Table II", "area_um2: 1000, source: \" \""),
              "t.yaml:14: boxes.pe.source is empty, but every row of an energy table needs a source.");
    EXPECT_EQ(refusal(", source: a data sheet", ""),
              "t.yaml:2: the technology of an energy table needs the key 'source'.");
}

TEST_F(table_test, keys_that_are_missing_or_unknown_are_named) {
    EXPECT_EQ(refusal("model: toy\n", ""), "t.yaml:1: an energy table needs the key 'model'.");
    EXPECT_EQ(refusal("area_um2: 1000, ", ""), "t.yaml:14: the row pe needs the key 'area_um2'.");
    EXPECT_EQ(refusal("{pj: 0, ", "{nj: 0, "), "t.yaml:10: the row control.send needs the key 'pj'.");
    EXPECT_EQ(refusal("{pj: 0, ", "{pj: 0, nj: 0, "),
              "t.yaml:10: the row control.send has no key 'nj' (did you mean 'pj'?).");
    EXPECT_EQ(refusal("model: toy\n", "model: toy\nunit: pJ\n").substr(0, 38),
              "t.yaml:2: an energy table has no key '");
    EXPECT_EQ(refusal(small_table.substr(small_table.find("boxes:")), "boxes: {}\n"),
              "t.yaml:12: boxes must be a map of names to rows, but is an empty map.");
}

TEST_F(table_test, a_figure_is_a_number_a_term_or_a_sum) {
    const std::string pj = "[{curve: sram, column: pj, scale: 3, per: {banks: 1}}, 1.5]";
    EXPECT_EQ(refusal(pj, "much"),
              "t.yaml:11: actions.pe.reader.read.pj must be a finite decimal number (0 to 1000000000000000), "
              "but is 'much'.");
    EXPECT_EQ(refusal(pj, "-1").substr(0, 46), "t.yaml:11: actions.pe.reader.read.pj must be a");
    EXPECT_EQ(refusal(pj, "[]"),
              "t.yaml:11: actions.pe.reader.read.pj must be a sequence of at least one item, "
              "but is an empty sequence.");
    EXPECT_EQ(refusal(pj, "{curve: ram, column: pj}"),
              "t.yaml:11: 'ram' is no curve of this energy table (did you mean 'sram'?).");
    EXPECT_EQ(refusal(pj, "{curve: sram, column: um2}"),
              "t.yaml:11: actions.pe.reader.read.pj.column must be one of pj, mw, but is 'um2'.");
    EXPECT_EQ(refusal(pj, "{column: pj}"), "t.yaml:11: actions.pe.reader.read.pj needs the key 'value'.");
    EXPECT_EQ(refusal(pj, "{value: 1, scale: 2}"),
              "t.yaml:11: actions.pe.reader.read.pj has no key 'scale'; known are: curve, value, per.");
    EXPECT_EQ(
        refusal(pj, "{value: 1, per: banks}"),
        "t.yaml:11: actions.pe.reader.read.pj.per must be a map of attributes to numbers, but is 'banks'.");
    EXPECT_EQ(refusal(pj, "{value: 1, per: {banks: 0}}").substr(0, 60),
              "t.yaml:11: actions.pe.reader.read.pj.per.banks must be a fin");
}

TEST_F(table_test, a_curve_that_no_row_asks_is_refused) {
    EXPECT_EQ(
        refusal(
            "curves:\n",
            "curves:\n  dram: {attributes: [bytes], interpolation: linear, source: s, points: [{bytes: 1, "
            "pj: 1}]}\n"),
        "t.yaml:4: no row of this energy table asks the curve 'dram'.");
}

TEST_F(table_test, a_table_needs_no_curves) {
    const std::string text =
        "model: toy\ntechnology: {name: n, node_nm: 7, source: s}\nactions: {a.b: {pj: 1, "
        "source: s}}\nboxes: {a: {static_mw: 1, area_um2: 1, source: s}}\n";
    EXPECT_TRUE(read(folder, text).curves->empty());
    EXPECT_EQ(folder.shortened(config::sentence_of(
                  [&] { read(folder, with(text, "{pj: 1,", "{pj: {curve: sram, column: pj},")); })),
              "t.yaml:3: 'sram' is no curve of this energy table; it has none.");
}

}  // namespace
}  // namespace lacuna::energy::test
