/// Are the rows of another table scaled by the published factors, and by nothing else?
#include "sim/energy/scaling.h"

#include <gtest/gtest.h>

#include "tests/config/sentence.h"
#include "tests/energy/small_table.h"

namespace lacuna::energy::test {
namespace {

const std::string factors =
    "from: {node_nm: 45, voltage_v: 0.9, energy: {a: 1.018, b: -0.3107, c: 0.1539}}\n"
    "to: {node_nm: 7, voltage_v: 0.7, energy: {a: 0.1776, b: -0.09097, c: 0.02447}}\n"
    "area: 0.059\n"
    "source: Stillmaker and Baas\n";

const std::string scaled_table =
    "model: toy\n"
    "technology: {name: scaled, node_nm: 7, voltage_v: 0.7, source: factors}\n"
    "scaled: {from: old.yaml, by: factors.yaml}\n"
    "actions:\n"
    "  control.send: {pj: 3, source: measured}\n"
    "boxes:\n"
    "  control: {static_mw: 5, area_um2: 7, source: measured}\n";

class scaling_test : public testing::Test {
  protected:
    scaling_test() {
        folder.write("old.yaml", small_table);
        folder.write("factors.yaml", factors);
    }
    scaling read_factors(const std::string& text) const {
        return read_scaling(config::read_yaml(folder.write("f.yaml", text)));
    }
    std::string refusal_of_factors(const std::string& from, const std::string& to) const {
        return folder.shortened(config::sentence_of([&] { read_factors(with(factors, from, to)); }));
    }
    std::string refusal(const std::string& from, const std::string& to) const {
        return folder.shortened(config::sentence_of([&] { read(folder, with(scaled_table, from, to)); }));
    }
    lacuna::test::scratch_folder folder;
};

TEST_F(scaling_test, the_factor_is_the_ratio_of_the_polynomials_at_their_voltages) {
    const scaling read = read_factors(factors);
    EXPECT_NEAR(read.from.energy(), 1.018 * 0.81 - 0.3107 * 0.9 + 0.1539, 1e-12);
    EXPECT_NEAR(read.to.energy(), 0.1776 * 0.49 - 0.09097 * 0.7 + 0.02447, 1e-12);
    EXPECT_NEAR(read.energy(), 0.068, 0.0005);  // as it is published
    EXPECT_EQ(read.area, 0.059);
    EXPECT_LT(read_factors(with(factors, "voltage_v: 0.7", "voltage_v: 0.6")).energy(), read.energy());
}

TEST_F(scaling_test, every_cost_of_the_other_table_is_multiplied) {
    const prices old = join(read(folder), small_hardware(), "toy");
    const table all =
        read(folder, with(scaled_table, scaled_table.substr(scaled_table.find("actions:")), ""));
    const prices now = join(all, small_hardware(), "toy");
    const scaling by = read_factors(factors);
    ASSERT_TRUE(all.scaled_from.has_value());
    EXPECT_EQ(all.scaled_from->table, "old.yaml");
    for (std::size_t i = 0; i < old.actions.size(); ++i) {
        EXPECT_DOUBLE_EQ(now.actions[i].pj, old.actions[i].pj * by.energy());
        EXPECT_EQ(now.actions[i].source, old.actions[i].source + "; 45 nm, x 0.06842");
    }
    for (std::size_t i = 0; i < old.boxes.size(); ++i) {
        EXPECT_DOUBLE_EQ(now.boxes[i].static_mw, old.boxes[i].static_mw * by.energy());
        EXPECT_DOUBLE_EQ(now.boxes[i].area_um2, old.boxes[i].area_um2 * by.area);
        EXPECT_EQ(now.boxes[i].source, old.boxes[i].source + "; 45 nm, power x 0.06842, area x 0.059");
    }
    EXPECT_EQ(now.made_in.node_nm, 7);
}

TEST_F(scaling_test, rows_of_the_tables_own_stand_as_they_are) {
    const prices now = join(read(folder, scaled_table), small_hardware(), "toy");
    EXPECT_EQ(now.actions[0].pj, 3);
    EXPECT_EQ(now.actions[0].source, "measured");
    EXPECT_EQ(now.boxes[0].static_mw, 5);
    EXPECT_EQ(now.boxes[0].area_um2, 7);
    EXPECT_NE(now.actions[1].source, "CACTI");
}

TEST_F(scaling_test, the_scaling_must_leave_one_technology_and_reach_the_other) {
    EXPECT_EQ(refusal("node_nm: 7", "node_nm: 10"),
              "t.yaml:2: this energy table is of 10 nm at 0.7 V, but the scaling is to 7 nm at 0.7 V.");
    EXPECT_EQ(refusal("voltage_v: 0.7", "voltage_v: 0.8"),
              "t.yaml:2: this energy table is of 7 nm at 0.8 V, but the scaling is to 7 nm at 0.7 V.");
    folder.write("old.yaml", with(small_table, "node_nm: 45, voltage_v: 0.9", "node_nm: 65"));
    EXPECT_EQ(refusal("pj: 3", "pj: 4"),
              "t.yaml:3: old.yaml is of 65 nm, but the scaling is from 45 nm at 0.9 V.");
}

TEST_F(scaling_test, a_wrong_origin_is_refused) {
    EXPECT_EQ(refusal("from: old.yaml, ", ""), "t.yaml:3: scaled needs the key 'from'.");
    EXPECT_EQ(refusal("from: old.yaml", "from: none.yaml"),
              "t.yaml:3: scaled.from names none.yaml, which does not exist.");
    EXPECT_EQ(refusal("from: old.yaml", "from: t.yaml"),
              "t.yaml:3: scaled.from names t.yaml, which is itself scaled; scale from the table that it is "
              "made of.");
    EXPECT_EQ(refusal("model: toy", "model: eie"),
              "t.yaml:3: scaled.from names a table of the model toy, but this one prices the model eie.");
    EXPECT_EQ(refusal("pj: 3", "pj: {curve: sram, column: pj}"),
              "t.yaml:5: 'sram' is no curve of this energy table; it has none.");
    EXPECT_EQ(refusal("actions:\n", "curves: {}\nactions:\n"),
              "t.yaml:4: an energy table has no key 'curves'; known are: model, technology, scaled, actions, "
              "boxes.");
}

TEST_F(scaling_test, wrong_factors_are_refused) {
    EXPECT_EQ(refusal_of_factors("c: 0.1539", "c: -2"),
              "f.yaml:1: from.energy gives -1.455 at 0.9 V, but an energy is above 0.");
    EXPECT_EQ(refusal_of_factors(", c: 0.02447", ""), "f.yaml:2: to.energy needs the key 'c'.");
    EXPECT_EQ(refusal_of_factors("voltage_v: 0.7, ", ""), "f.yaml:2: to needs the key 'voltage_v'.");
    EXPECT_EQ(refusal_of_factors("area: 0.059", "area: 0").substr(0, 46),
              "f.yaml:3: area must be a finite decimal number");
    EXPECT_EQ(refusal_of_factors("source: Stillmaker and Baas\n", ""),
              "f.yaml:1: a scaling of technologies needs the key 'source'.");
}

}  // namespace
}  // namespace lacuna::energy::test
