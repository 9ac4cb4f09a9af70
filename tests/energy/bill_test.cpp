/// Is energy = counts x prices + static power x time, by box and in all?
#include "sim/energy/bill.h"

#include <gtest/gtest.h>

#include <random>

namespace lacuna::energy {
namespace {

prices two_boxes() {
    prices all;
    all.actions = {{"pe.read", 5, "s"}, {"pe.mac", 0.5, "s"}};
    all.boxes = {{{"control", 1, {}}, 3, 100, "s"}, {{"pe", 4, {}}, 0.25, 2000, "s"}};
    return all;
}

TEST(bill, a_run_in_full) {
    const bill total = price(two_boxes(), {{"pe.read", 2000}, {"pe.mac", 10000}, {"other", 7}}, 10);
    ASSERT_EQ(total.charges.size(), 2u);
    EXPECT_FALSE(total.charges[0].dynamic_uj.has_value());
    EXPECT_DOUBLE_EQ(total.charges[0].static_uj, 0.03);  // 3 mW x 10 us
    EXPECT_DOUBLE_EQ(*total.charges[1].dynamic_uj, 0.015);
    EXPECT_DOUBLE_EQ(total.charges[1].static_uj, 0.01);
    EXPECT_DOUBLE_EQ(total.energy_uj, 0.055);
    EXPECT_DOUBLE_EQ(total.power_mw, 5.5);
    EXPECT_DOUBLE_EQ(total.area_mm2, 0.0081);
}

TEST(bill, an_idle_run_costs_its_static_power) {
    const bill total = price(two_boxes(), {{"pe.read", 0}, {"pe.mac", 0}}, 2);
    EXPECT_DOUBLE_EQ(total.power_mw, 4);
    EXPECT_EQ(total.charges[1].dynamic_uj, 0.0);
}

TEST(bill, the_charges_of_the_boxes_sum_to_the_energy) {
    for (unsigned seed = 0; seed < 100; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        prices all = two_boxes();
        for (action_price& each : all.actions) each.pj = static_cast<double>(random() % 1000) / 7;
        for (box_price& each : all.boxes) each.static_mw = static_cast<double>(random() % 1000) / 11;
        const bill total = price(all, {{"pe.read", random()}, {"pe.mac", random()}}, 1 + random() % 100);
        double sum = 0;
        for (const charge& each : total.charges) sum += each.dynamic_uj.value_or(0) + each.static_uj;
        EXPECT_NEAR(sum, total.energy_uj, 1e-12 * sum);
    }
}

TEST(bill, a_priced_action_must_be_counted) {
    EXPECT_THROW(price(two_boxes(), {{"pe.read", 1}}, 1), std::out_of_range);
}

}  // namespace
}  // namespace lacuna::energy
