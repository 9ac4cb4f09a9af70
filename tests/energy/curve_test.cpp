/// Does a curve give its points as they are, the rule between them, and nothing beyond?
#include "sim/energy/curve.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/config/sentence.h"

namespace lacuna::energy {
namespace {

curve read(const std::string& text) {
    return curve("sram", config::parse_yaml(text, "c.yaml"));
}

std::string refusal(const std::string& text) {
    return config::sentence_of([&] { read(text); });
}

statistics::box box(double bytes, double width_bits) {
    return {"pe.reader", 1, {{"bytes", bytes}, {"width_bits", width_bits}}};
}

constexpr const char* powers =
    "attributes: [bytes, width_bits]\n"
    "interpolation: log_log\n"
    "source: a data sheet\n"
    "points:\n"
    "- {bytes: 1024, width_bits: 8, pj: 3, um2: 0.1}\n"
    "- {bytes: 4096, width_bits: 8, pj: 12, um2: 0.2}\n"
    "- {bytes: 1024, width_bits: 32, pj: 6, um2: 0.3}\n"
    "- {bytes: 4096, width_bits: 32, pj: 24, um2: 0.4}\n"
    "- {bytes: 16384, width_bits: 32, pj: 70, um2: 0.5}\n";

constexpr const char* line =
    "attributes: [slots]\n"
    "interpolation: linear\n"
    "source: a data sheet\n"
    "points: [{slots: 2, pj: 1}, {slots: 8, pj: 4}, {slots: 4, pj: 0}]\n";

double on_line(double slots) {
    return read(line).at("pj", {"queue", 1, {{"slots", slots}}}, "t.yaml:1");
}

TEST(curve, every_point_is_given_to_the_bit) {
    const curve sram = read(powers);
    EXPECT_EQ(sram.at("pj", box(1024, 8), "t"), 3);
    EXPECT_EQ(sram.at("pj", box(4096, 32), "t"), 24);
    EXPECT_EQ(sram.at("um2", box(1024, 8), "t"), 0.1);
    EXPECT_EQ(sram.at("um2", box(4096, 8), "t"), 0.2);
    EXPECT_EQ(sram.at("pj", box(16384, 32), "t"), 70);
    EXPECT_EQ(on_line(2), 1);
    EXPECT_EQ(on_line(4), 0);
    EXPECT_EQ(on_line(8), 4);
}

TEST(curve, log_log_meets_a_power_law_between_its_points) {
    const curve sram = read(powers);  // pj = 3 (bytes / 1024) sqrt(width / 8) among the first four
    std::mt19937 random(7);
    for (int i = 0; i < 1000; ++i) {
        const double bytes = 1024 + static_cast<double>(random() % 3073);
        const double width = 8 + static_cast<double>(random() % 25);
        SCOPED_TRACE(testing::Message() << bytes << " bytes, " << width << " bits");
        const double expected = 3 * bytes / 1024 * std::sqrt(width / 8);
        EXPECT_NEAR(sram.at("pj", box(bytes, width), "t"), expected, 1e-9 * expected);
    }
}

TEST(curve, linear_means_along_straight_lines_in_any_order_of_the_points) {
    EXPECT_DOUBLE_EQ(on_line(3), 0.5);
    EXPECT_DOUBLE_EQ(on_line(5), 1);
    EXPECT_DOUBLE_EQ(on_line(7.5), 3.5);
}

TEST(curve, beyond_the_points_nothing_is_known) {
    const curve sram = read(powers);
    const std::string tail = ", and beyond them no cost is known.";
    EXPECT_EQ(config::sentence_of([&] { sram.at("pj", box(32768, 32), "t.yaml:7"); }),
              "t.yaml:7: the curve sram is asked for bytes = 32768, but its points reach from 1024 to 16384" +
                  tail);
    EXPECT_EQ(
        config::sentence_of([&] { sram.at("pj", box(1023, 32), "t.yaml:7"); }),
        "t.yaml:7: the curve sram is asked for bytes = 1023, but its points reach from 1024 to 16384" + tail);
    EXPECT_EQ(
        config::sentence_of([&] { sram.at("pj", box(1024, 33), "t.yaml:7"); }),
        "t.yaml:7: the curve sram is asked for width_bits = 33, but its points reach from 8 to 32" + tail);
    EXPECT_EQ(
        config::sentence_of([&] { sram.at("pj", box(1024, std::nan("")), "t.yaml:7"); }),
        "t.yaml:7: the curve sram is asked for width_bits = nan, but its points reach from 8 to 32" + tail);
}

TEST(curve, a_hole_among_the_points_is_not_bridged) {
    EXPECT_EQ(
        config::sentence_of([&] { read(powers).at("pj", box(8192, 16), "t.yaml:7"); }),
        "t.yaml:7: the curve sram is asked for bytes = 8192, width_bits = 16, but has no point at bytes, "
        "width_bits = 16384, 8 beside it.");
    EXPECT_GT(read(powers).at("pj", box(8192, 32), "t"), 24);  // on the edge the hole is not asked
}

TEST(curve, a_box_without_the_attribute_names_those_it_has) {
    const auto refused = [](const statistics::box& asked) {
        return config::sentence_of([&] { read(powers).at("pj", asked, "t.yaml:7"); });
    };
    EXPECT_EQ(
        refused({"pe", 1, {{"byte", 1024}}}),
        "t.yaml:7: the curve sram depends on 'bytes', which is no attribute of the box pe (did you mean "
        "'byte'?).");
    EXPECT_EQ(
        refused({"pe", 1, {}}),
        "t.yaml:7: the curve sram depends on 'bytes', which is no attribute of the box pe; it has none.");
}

TEST(curve, what_is_wrong_with_one_is_said_with_its_line) {
    const std::string head = "attributes: [slots]\ninterpolation: linear\nsource: s\n";
    EXPECT_EQ(refusal("7"), "c.yaml:1: the curve sram must be a map, but is '7'.");
    EXPECT_EQ(refusal("attributes: [slots]\ninterpolation: cubic\nsource: s\npoints: [{slots: 1, pj: 1}]\n"),
              "c.yaml:2: interpolation must be one of linear, log_log, but is 'cubic'.");
    EXPECT_EQ(refusal("attributes: [slots]\ninterpolation: linear\npoints: [{slots: 1, pj: 1}]\n"),
              "c.yaml:1: the curve sram needs the key 'source'.");
    EXPECT_EQ(refusal("attributes: [a, b, c, d, e]\ninterpolation: linear\nsource: s\npoints: [{a: 1}]\n"),
              "c.yaml:1: the curve sram has 5 attributes; 4 are the most.");
    EXPECT_EQ(refusal(head + "points:\n- {slots: 1}\n"),
              "c.yaml:5: a point of the curve sram has no figures beside its slots.");
    EXPECT_EQ(refusal(head + "points:\n- {slots: 1, pj: 1}\n- {slots: 2}\n"),
              "c.yaml:6: a point of the curve sram needs the key 'pj'.");
    EXPECT_EQ(refusal(head + "points:\n- {slots: 1, pj: 1}\n- {slots: 2, pj: 1, um2: 1}\n"),
              "c.yaml:6: a point of the curve sram has no key 'um2'; known are: slots, pj.");
    EXPECT_EQ(refusal(head + "points:\n- {slots: 1, pj: 1}\n- {slots: 1.0, pj: 2}\n"),
              "c.yaml:6: the curve sram has a second point for the same slots.");
    EXPECT_EQ(refusal(head + "points:\n- {slots: 1, pj: -1}\n").substr(0, 28),
              "c.yaml:5: points.0.pj must b");
    EXPECT_EQ(refusal(head + "points: []\n"),
              "c.yaml:4: points must be a sequence of at least one item, but is an empty sequence.");
    EXPECT_EQ(
        refusal(head + "points: [{slots: 1, pj: 1}]\nunit: pJ\n"),
        "c.yaml:5: the curve sram has no key 'unit'; known are: attributes, interpolation, source, points.");
}

TEST(curve, no_logarithm_of_zero_is_taken) {
    EXPECT_NE(refusal("attributes: [slots]\ninterpolation: log_log\nsource: s\npoints: [{slots: 1, pj: 0}]\n")
                  .find("points.0.pj must be a finite decimal number (above 0"),
              std::string::npos);
}

}  // namespace
}  // namespace lacuna::energy
