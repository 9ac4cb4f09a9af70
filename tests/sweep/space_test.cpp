#include "sim/sweep/space/space.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>

#include "tests/config/sentence.h"
#include "tests/sweep/space_text.h"

namespace lacuna::sweep {
namespace {

using config::sentence_of;

const std::string three =
    "parameters:\n"
    "  pes: {key: accelerators.eie.parameters.pes, values: [16, 64, 256]}\n"
    "  slots: {key: accelerators.eie.parameters.activation_queue_slots, log2: {from: 2, to: 16}}\n"
    "  pattern_name: {key: [patterns.0, layers.0.pattern], values: ['2:4', {unstructured: {density: 0.1}}]}\n";

std::string refusal(const std::string& text) {
    return sentence_of([&] { space_of(text); });
}

/// Of a single parameter, whose line is 2.
std::string refusal_of(const std::string& name, const std::string& rest = "{key: a.b, values: [1]}") {
    return refusal("parameters:\n  " + name + ": " + rest);
}

std::vector<std::uint64_t> first(std::uint64_t count) {
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t i = 0; i < count; ++i) numbers.push_back(i);
    return numbers;
}

TEST(space, a_point_is_its_rank_in_the_grid_the_first_parameter_slowest) {
    const space all = space_of(three);
    EXPECT_EQ(all.size(), 24u);
    EXPECT_EQ(all.count(), 24u);
    EXPECT_EQ(points_of(all), first(24));
    EXPECT_EQ(all.indices_of(0), (std::vector<std::size_t>{0, 0, 0}));
    EXPECT_EQ(all.indices_of(1), (std::vector<std::size_t>{0, 0, 1}));
    EXPECT_EQ(all.indices_of(2), (std::vector<std::size_t>{0, 1, 0}));
    EXPECT_EQ(all.indices_of(23), (std::vector<std::size_t>{2, 3, 1}));
    EXPECT_EQ(
        all.assignments_of(11),
        (std::vector<std::string>{
            "accelerators.eie.parameters.pes=64", "accelerators.eie.parameters.activation_queue_slots=4",
            "patterns.0={unstructured: {density: 0.1}}", "layers.0.pattern={unstructured: {density: 0.1}}"}));
    EXPECT_EQ(all.parameters()[2].where.text(), "f.yaml:4");
}

TEST(space, conditions_leave_points_out_and_numbers_as_they_are) {
    const space all = space_of(three + "where: [pes * slots <= 256, pattern_name = '2:4']\n");
    EXPECT_EQ(points_of(all), (std::vector<std::uint64_t>{0, 2, 4, 6, 8, 10}));
    EXPECT_EQ(all.count(), 6u);
    EXPECT_EQ(all.size(), 24u);
    EXPECT_EQ(points_of(space_of(three + "where: pes < 16\n")), std::vector<std::uint64_t>());
}

TEST(space, writes_what_decides_the_points) {
    EXPECT_EQ(
        space_of(three + "where: [pes > 16]\nsample: {random: 3, seed: 7}\n").written().dump(),
        R"({"parameters":{"pes":{"keys":["accelerators.eie.parameters.pes"],"values":["16","64","256"]},)"
        R"("slots":{"keys":["accelerators.eie.parameters.activation_queue_slots"],"values":["2","4","8","16"]},)"
        R"("pattern_name":{"keys":["patterns.0","layers.0.pattern"],)"
        R"("values":["\"2:4\"","{unstructured: {density: 0.1}}"]}},)"
        R"("where":["pes > 16"],"sample":{"random":3,"seed":7}})");
    EXPECT_EQ(space_of(three + "sample: grid\n").written(), space_of(three).written());
}

const std::string huge =
    "parameters:\n"
    "  a: {key: a, linear: {from: 0, to: 9999, step: 1}}\n"
    "  b: {key: b, linear: {from: 0, to: 9999, step: 1}}\n"
    "  c: {key: c, linear: {from: 0, to: 9999, step: 1}}\n"
    "  d: {key: d, linear: {from: 0, to: 9999, step: 1}}\n";

TEST(space, what_no_choice_behind_can_mend_is_skipped) {
    const space all = space_of(huge + "where: [a = 9999, a - b < 2 - a % 2, c < 1, d % 5000 = 0]\n");
    EXPECT_EQ(all.size(), 10000000000000000u);
    EXPECT_EQ(points_of(all), (std::vector<std::uint64_t>{9999999900000000u, 9999999900005000u}));
}

TEST(space, memory_does_not_grow_with_the_grid) {
    const space all = space_of(
        "parameters:\n  a: {key: a, linear: {from: 1, to: 3000, step: 1}}\n"
        "  b: {key: b, linear: {from: 1, to: 3000, step: 1}}\n");
    rusage before = {}, after = {};
    getrusage(RUSAGE_SELF, &before);
    std::uint64_t sum = 0;
    all.for_each_point([&](std::uint64_t, std::uint64_t point) { sum += point; });
    getrusage(RUSAGE_SELF, &after);
    EXPECT_EQ(sum, std::uint64_t{9000000} * 8999999 / 2);
    EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 8 * 1024) << "KiB";
}

TEST(space, refuses_more_points_than_can_be_run) {
    const space grid = space_of(huge);
    EXPECT_EQ(
        sentence_of([&] { points_of(grid); }),
        "f.yaml:1: the grid has 10000000000000000 points, but a sweep runs at most 10000000; add conditions, "
        "or a sample such as {latin_hypercube: 1000, seed: 1}.");
    EXPECT_EQ(sentence_of([&] { grid.count(); }), sentence_of([&] { points_of(grid); }));
    EXPECT_EQ(refusal(huge + "  e: {key: e, linear: {from: 0, to: 9999, step: 1}}\n"),
              "f.yaml:1: the grid of all values has more than 2^62 points; give fewer values.");
}

TEST(space, refuses_conditions_at_once) {
    EXPECT_EQ(
        refusal(three + "where: [slot > 1]\n"),
        "f.yaml:5: the condition 'slot > 1' names 'slot', which is no parameter (did you mean 'slots'?).");
    EXPECT_EQ(refusal(three + "where: []\n"),
              "f.yaml:5: where must be a sequence of at least one item, but is an empty sequence.");
    const space text = space_of(three + "where: [pattern_name]\n");
    EXPECT_EQ(
        sentence_of([&] { text.count(); }),
        "f.yaml:5: the condition 'pattern_name' must be true or false, but is '2:4' at pattern_name = '2:4'.");
}

TEST(space, refuses_names_that_would_not_do_as_columns) {
    const std::string rule =
        "' needs a name of at most 64 lower-case letters, digits and '_', a letter first.";
    for (const char* const name : {"Pes", "p-e-s", "1pes", "_pes", "p es"})
        EXPECT_EQ(refusal_of(name), "f.yaml:2: the parameter '" + std::string(name) + rule);
    EXPECT_EQ(
        refusal_of("cycles"),
        "f.yaml:2: results have a column 'cycles' of their own; give the parameter another name, such as "
        "'cycles_set'.");
    for (const char* const name :
         {"select", "order", "group", "index", "true", "case", "not", "current_date"}) {
        EXPECT_EQ(refusal_of(name), "f.yaml:2: '" + std::string(name) +
                                        "' is a word of SQL; give the parameter another name, such as '" +
                                        name + "_set'.");
    }
    for (const char* const name : {"rows", "window", "key", "max", "x1"}) {
        EXPECT_EQ(space_of("parameters:\n  " + std::string(name) + ": {key: a, values: [1]}\nwhere: [" +
                           name + " = 1]\n")
                      .count(),
                  1u)
            << name;
    }
}

TEST(space, refuses_keys_that_overwrite_each_other) {
    const auto keys = [&](const std::string& one, const std::string& other) {
        return refusal("parameters:\n  one: {key: " + one + ", values: [1]}\n  other: {key: " + other +
                       ", values: [1]}\n");
    };
    EXPECT_EQ(keys("a.b", "a.b"), "f.yaml:3: the key 'a.b' is set by 'one' and by 'other'.");
    EXPECT_EQ(keys("a.c", "[a.b, a.b]"), "f.yaml:3: the key 'a.b' is set by 'other' twice.");
    const std::string part = "' is a part of 'a', which is set as well; one would overwrite the other.";
    EXPECT_EQ(keys("a.b.c", "a"), "f.yaml:3: the key 'a.b.c" + part);
    EXPECT_EQ(keys("a", "a.b.c"), "f.yaml:3: the key 'a.b.c" + part);
}

TEST(space, refuses_keys_that_cannot_be_set) {
    EXPECT_EQ(refusal_of("one", "{key: a..b, values: [1]}"), "f.yaml:2: the key 'a..b' has an empty part.");
    EXPECT_EQ(refusal_of("one", "{key: a=b, values: [1]}"),
              "f.yaml:2: the key 'a=b' has a '=', at which --set would end it.");
    EXPECT_EQ(refusal_of("one", "{key: sweep.sample, values: [1]}"),
              "f.yaml:2: the key 'sweep.sample' is of the sweep itself.");
    EXPECT_EQ(refusal_of("one", "{values: [1]}"), "f.yaml:2: the parameter 'one' needs the key 'key'.");
    EXPECT_EQ(refusal_of("one", "{key: a, value: [1]}"),
              "f.yaml:2: the parameter 'one' has no key 'value' (did you mean 'values'?).");
}

TEST(space, refuses_what_is_no_sweep) {
    EXPECT_EQ(refusal("[]"), "f.yaml:1: the section 'sweep' must be a map, but is an empty sequence.");
    EXPECT_EQ(refusal("where: x"), "f.yaml:1: the section 'sweep' needs the key 'parameters'.");
    EXPECT_EQ(refusal("parameters: {}"),
              "f.yaml:1: parameters must be a map of at least one parameter, but is an empty map.");
    EXPECT_EQ(refusal(three + "sampel: grid\n"),
              "f.yaml:5: the section 'sweep' has no key 'sampel' (did you mean 'sample'?).");
}

}  // namespace
}  // namespace lacuna::sweep
