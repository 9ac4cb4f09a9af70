/// Is the join of table and hardware total both ways?
#include "sim/energy/prices.h"

#include <gtest/gtest.h>

#include "tests/config/sentence.h"
#include "tests/energy/small_table.h"

namespace lacuna::energy::test {
namespace {

class prices_test : public testing::Test {
  protected:
    prices joined(const std::string& text, const hardware& built) const {
        return join(read(folder, text), built, "eie-7");
    }
    std::string refusal(const std::string& text, const hardware& built) const {
        return folder.shortened(config::sentence_of([&] { joined(text, built); }));
    }
    lacuna::test::scratch_folder folder;
};

TEST_F(prices_test, every_action_and_box_gets_its_price_with_the_source) {
    const prices all = joined(small_table, small_hardware());
    ASSERT_EQ(all.actions.size(), 2u);
    EXPECT_EQ(all.actions[0].action, "control.send");
    EXPECT_EQ(all.actions[0].pj, 0);
    EXPECT_EQ(all.actions[0].source, "not published");
    EXPECT_NEAR(all.actions[1].pj, 3 * 4 * 2 + 1.5, 1e-9);  // half way in the power law, for two banks
    ASSERT_EQ(all.boxes.size(), 3u);
    EXPECT_EQ(all.boxes[1].static_mw, 2);  // 4 mW for every 800 MHz, at 400
    EXPECT_EQ(all.boxes[1].area_um2, 1000);
    EXPECT_EQ(all.boxes[1].box.instances, 2u);
    EXPECT_NEAR(all.boxes[2].static_mw, 1, 1e-9);
}

TEST_F(prices_test, an_action_without_a_row_is_refused) {
    const std::string row = "  control.send: {pj: 0, source: not published}\n";
    EXPECT_EQ(refusal(with(small_table, row, ""), small_hardware()),
              "t.yaml:9: this energy table has no row for the action control.send of the model toy.");
    EXPECT_EQ(refusal(with(small_table, "control.send:", "control.sent:"), small_hardware()),
              "t.yaml:9: this energy table has no row for the action control.send of the model toy (is it "
              "'control.sent' that is misspelt?).");
}

TEST_F(prices_test, a_row_without_an_action_is_refused) {
    EXPECT_EQ(refusal(with(small_table, "boxes:\n", "  pe.reader.reads: {pj: 1, source: s}\nboxes:\n"),
                      small_hardware()),
              "t.yaml:12: the row pe.reader.reads prices no action of the model toy (did you mean "
              "'pe.reader.read'?).");
}

TEST_F(prices_test, a_box_without_a_row_is_refused) {
    hardware built = small_hardware();
    built.boxes.push_back({"dma", 1, {}});
    EXPECT_EQ(refusal(small_table, built),
              "t.yaml:12: this energy table has no row for the box dma of the model toy.");
}

TEST_F(prices_test, a_row_without_a_box_is_refused) {
    EXPECT_EQ(refusal(small_table + "  dma: {static_mw: 1, area_um2: 1, source: s}\n", small_hardware()),
              "t.yaml:16: the row dma prices no box of the model toy; known are: control, pe, pe.reader.");
}

TEST_F(prices_test, the_table_of_another_model_is_refused) {
    EXPECT_EQ(
        refusal(with(small_table, "model: toy", "model: sparse_tensor_core"), small_hardware()),
        "t.yaml:1: this energy table prices the model 'sparse_tensor_core', but the accelerator eie-7 is of "
        "the model toy.");
}

TEST_F(prices_test, a_box_beyond_the_curve_or_without_its_attribute_is_refused_with_the_line) {
    hardware built = small_hardware();
    built.boxes[2].attributes[1].second = 1 << 20;
    EXPECT_EQ(
        refusal(small_table, built),
        "t.yaml:11: the curve sram is asked for bytes = 1048576, but its points reach from 1024 to 4096, and "
        "beyond them no cost is known.");
    built = small_hardware();
    built.boxes[1].attributes.clear();
    EXPECT_EQ(
        refusal(small_table, built),
        "t.yaml:14: this cost depends on 'clock_mhz', which is no attribute of the box pe; it has none.");
}

TEST_F(prices_test, a_cost_beyond_all_measure_is_refused) {
    hardware built = small_hardware();
    built.boxes[1].attributes[0].second = 1e300;
    EXPECT_EQ(refusal(small_table, built).substr(0, 44), "t.yaml:14: the cost of the box pe comes to 5");
}

TEST(hardware, an_action_of_no_stated_box_is_the_models_mistake) {
    using statistics::kind;
    const std::vector<statistics::description> counters = {{"pe.busy_cycles", kind::busy, "cycles", "works"},
                                                           {"pe.read", kind::action, "rows", "rows read"}};
    EXPECT_EQ(describe("toy", {{"pe", 4, {}}}, counters).actions, std::vector<std::string>{"pe.read"});
    EXPECT_THROW(describe("toy", {{"control", 1, {}}}, counters), std::logic_error);
}

}  // namespace
}  // namespace lacuna::energy::test
