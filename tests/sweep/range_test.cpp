#include "sim/sweep/space/range.h"

#include <gtest/gtest.h>

#include "tests/config/sentence.h"

namespace lacuna::sweep {
namespace {

using config::sentence_of;

std::vector<choice> read(const std::string& text) {
    const config::node map = config::parse_yaml(text, "f.yaml");
    config::table parameter(map, "the parameter 'pes'");
    return read_choices(parameter);
}

std::string texts(const std::string& text) {
    std::string all;
    for (const choice& each : read(text)) all += (all.empty() ? "" : " ") + each.text;
    return all;
}

std::string refusal(const std::string& text) {
    return sentence_of([&] { read(text); });
}

TEST(range, by_step) {
    EXPECT_EQ(texts("linear: {from: 1, to: 4, step: 1}"), "1 2 3 4");
    EXPECT_EQ(texts("linear: {from: 0.1, to: 1, step: 0.1}"), "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0");
    EXPECT_EQ(texts("linear: {from: 400, to: 1150, step: 200}"), "400 600 800 1000");
    EXPECT_EQ(texts("linear: {from: 3, to: -3, step: -1.5}"), "3.0 1.5 0.0 -1.5 -3.0");
    EXPECT_EQ(texts("linear: {from: 1e3, to: 2E+3, step: 5e2}"), "1000 1500 2000");
    EXPECT_EQ(texts("linear: {from: 1, to: 1, step: 5}"), "1");
    EXPECT_EQ(texts("linear: {from: 1.0, to: 3.0, step: 1.00}"), "1 2 3");
}

TEST(range, by_count) {
    EXPECT_EQ(texts("linear: {from: 400, to: 1200, count: 5}"), "400 600 800 1000 1200");
    EXPECT_EQ(texts("linear: {from: 0, to: 1, count: 5}"), "0.0 0.25 0.5 0.75 1.0");
    EXPECT_EQ(texts("linear: {from: 1, to: 0, count: 3}"), "1.0 0.5 0.0");
    EXPECT_EQ(texts("linear: {from: 0, to: 1, count: 4}"), "0.0 0.33333333333333 0.66666666666667 1.0");
    EXPECT_EQ(texts("linear: {from: -0.3, to: 0.3, count: 3}"), "-0.3 0.0 0.3");
}

TEST(range, by_doubling) {
    EXPECT_EQ(texts("log2: {from: 2, to: 256}"), "2 4 8 16 32 64 128 256");
    EXPECT_EQ(texts("log2: {from: 3, to: 12}"), "3 6 12");
    EXPECT_EQ(texts("log2: {from: 0.25, to: 2}"), "0.25 0.5 1.0 2.0");
    EXPECT_EQ(texts("log2: {from: 8, to: 8}"), "8");
}

TEST(range, shows_numbers_of_one_kind) {
    EXPECT_EQ(read("linear: {from: 1, to: 2, count: 2}")[1].shown, value(std::int64_t{2}));
    EXPECT_EQ(read("linear: {from: 1, to: 2, count: 3}")[2].shown, value(2.0));
    EXPECT_EQ(read("linear: {from: 0.1, to: 0.3, step: 0.1}")[2].shown, value(0.3));
}

TEST(range, values_are_any_of_a_config) {
    const std::vector<choice> all = read(
        "values: [16, -0.5, 1e3, enforce, '64', [128, 128, 64], {unstructured: {density: 0.1}}, '2:4', null, "
        "true, 'true', a b, '', [], {}, {'2:4': [x, 'y, z']}, \"a\\nb\\\"\", 010, -, 0x10]");
    const std::vector<std::string> texts = {"16",
                                            "-0.5",
                                            "1e3",
                                            "enforce",
                                            "\"64\"",
                                            "[128, 128, 64]",
                                            "{unstructured: {density: 0.1}}",
                                            "\"2:4\"",
                                            "null",
                                            "true",
                                            "\"true\"",
                                            "a b",
                                            "\"\"",
                                            "[]",
                                            "{}",
                                            "{\"2:4\": [x, \"y, z\"]}",
                                            "\"a\\x0ab\\\"\"",
                                            "010",
                                            "\"-\"",
                                            "0x10"};
    ASSERT_EQ(all.size(), texts.size());
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].text, texts[i]);
    EXPECT_EQ(all[0].shown, value(std::int64_t{16}));
    EXPECT_EQ(all[1].shown, value(-0.5));
    EXPECT_EQ(all[2].shown, value(1000.0));
    EXPECT_EQ(all[3].shown, value("enforce"));
    EXPECT_EQ(all[4].shown, value("64"));
    EXPECT_EQ(all[5].shown, value("[128, 128, 64]"));
    EXPECT_EQ(all[7].shown, value("2:4"));
    EXPECT_EQ(all[8].shown, value(nullptr));
    EXPECT_EQ(all[17].shown, value("010")) << "configs take no number with leading zeros";
}

bool same(const config::node& a, const config::node& b) {
    bool equal = a.type == b.type && a.scalar == b.scalar && a.items.size() == b.items.size() &&
                 a.entries.size() == b.entries.size();
    for (std::size_t i = 0; equal && i < a.items.size(); ++i) equal = same(a.items[i], b.items[i]);
    for (std::size_t i = 0; equal && i < a.entries.size(); ++i)
        equal = a.entries[i].first == b.entries[i].first && same(a.entries[i].second, b.entries[i].second);
    return equal;
}

TEST(range, set_reads_each_text_back_as_the_value) {
    const config::node list = config::parse_yaml(
        "- a, b\n- [x]\n- {k: v, l: [1, '2', 3.5]}\n- 'it''s'\n- 'a: b'\n- a:b\n- '# none'\n- 5 # five\n"
        "- ~\n- '~'\n- folded\n  over lines\n- |\n  literal\n  text\n- '{not: a map}'\n- '[]'\n- é\n- -1\n- .5\n- '-'\n- '...'\n- ...x\n- '---'\n- '? a'\n",
        "f.yaml");
    for (const config::node& each : list.items) {
        config::node root = config::parse_yaml("key: none", "f.yaml");
        config::set_value(root, "key=" + flow_text(each));
        EXPECT_TRUE(same(*root.find("key"), each)) << flow_text(each);
        const config::node nested = config::parse_yaml("[" + flow_text(each) + "]", "f.yaml");
        ASSERT_EQ(nested.items.size(), 1u) << flow_text(each);
        EXPECT_TRUE(same(nested.items[0], each)) << flow_text(each);
    }
}

TEST(range, no_value_comes_twice) {
    EXPECT_EQ(refusal("values: [1, 2, 1.0]"), "f.yaml:1: values has the value 1.0 twice.");
    EXPECT_EQ(refusal("values: [a, b, 'a']"), "f.yaml:1: values has the value a twice.");
    EXPECT_EQ(refusal("linear: {from: 5, to: 5, count: 3}"), "f.yaml:1: linear has the value 5 twice.");
    EXPECT_EQ(texts("values: [1, '1', [1]]"), "1 \"1\" [1]");
}

TEST(range, is_one_of_three) {
    EXPECT_EQ(refusal("{}"), "f.yaml:1: the document needs 'values', 'linear' or 'log2'.");
    EXPECT_EQ(refusal("values: [1]\nlog2: {from: 1, to: 2}"),
              "f.yaml:2: a parameter has one of 'values', 'linear' and 'log2', and not two.");
    EXPECT_EQ(refusal("value: [1]"),
              "f.yaml:1: the parameter 'pes' has no key 'value' (did you mean 'values'?).");
    EXPECT_EQ(refusal("values: []"),
              "f.yaml:1: values must be a sequence of at least one item, but is an empty sequence.");
    EXPECT_EQ(refusal("values: 5"), "f.yaml:1: values must be a sequence of at least one item, but is '5'.");
}

TEST(range, refuses_what_is_no_range) {
    EXPECT_EQ(refusal("linear: {from: 1, to: 2}"),
              "f.yaml:1: a linear range needs either 'count' or 'step'.");
    EXPECT_EQ(refusal("linear: {from: 1, to: 2, count: 2, step: 1}"),
              "f.yaml:1: a linear range needs either 'count' or 'step', and not both.");
    EXPECT_EQ(refusal("linear: {from: 1, to: 2, step: 0}"), "f.yaml:1: linear.step must not be 0.");
    EXPECT_EQ(refusal("linear: {from: 1, to: 2, step: -1}"),
              "f.yaml:1: linear.step of -1 leads from 1 away from 2.");
    EXPECT_EQ(refusal("linear: {from: 1, to: 2, count: 1}"),
              "f.yaml:1: linear.count must be an integer (2 to 1000000), but is '1'.");
    EXPECT_EQ(refusal("linear: {from: 0, to: 1, step: 0.000001}"),
              "f.yaml:1: linear has 1000001 values, but at most 1000000 are allowed.");
    EXPECT_EQ(refusal("linear: {from: 0, to: 1e9, step: 1e-9}"),
              "f.yaml:1: linear spans more than 15 digits from its largest number to its smallest fraction.");
    EXPECT_EQ(refusal("linear: {from: 0.1234567890123456, to: 1, step: 1}"),
              "f.yaml:1: linear.from needs more than 15 digits: '0.1234567890123456'.");
    EXPECT_EQ(refusal("linear: {from: x, to: 1, step: 1}"),
              "f.yaml:1: linear.from must be a finite decimal number, but is 'x'.");
    EXPECT_EQ(refusal("log2: {from: 2, to: 200}"), "f.yaml:1: doubling 2 gives 128 and 256, but never 200.");
    EXPECT_EQ(refusal("log2: {from: 0, to: 8}"),
              "f.yaml:1: log2.from must be a finite decimal number (above 0), but is '0'.");
    EXPECT_EQ(refusal("log2: {from: 8, to: 4}"),
              "f.yaml:1: log2.to must be at least 8, where the range begins, but is 4.");
}

}  // namespace
}  // namespace lacuna::sweep
