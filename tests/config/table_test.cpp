#include "sim/config/table.h"

#include <gtest/gtest.h>

#include "tests/config/sentence.h"

namespace lacuna::config {
namespace {

TEST(table, gives_required_and_optional_values) {
    const node map = parse_yaml("layer: fc8\ninputs: 4096\n", "f.yaml");
    table values(map, "a layer trace");
    EXPECT_EQ(values.required("layer").scalar, "fc8");
    ASSERT_NE(values.optional("inputs"), nullptr);
    EXPECT_EQ(values.optional("inputs")->scalar, "4096");
    EXPECT_EQ(values.optional("batch"), nullptr);
    EXPECT_EQ(&values.map(), &map);
    EXPECT_NO_THROW(values.finish());
}

TEST(table, what_is_no_map_is_refused) {
    for (const auto& [text, description] : std::vector<std::pair<std::string, std::string>>{
             {"- 1", "a sequence"}, {"x", "'x'"}, {"", "nothing"}, {"layer:fc8", "'layer:fc8'"}}) {
        const node value = parse_yaml(text, "f.yaml");
        EXPECT_EQ(sentence_of([&] { table(value, "a layer trace"); }),
                  "f.yaml:1: a layer trace must be a map, but is " + description + ".");
    }
}

TEST(table, missing_key_is_named_with_the_line_of_the_map) {
    const node root = parse_yaml("a: 1\nlayers:\n  - layer: fc8\n    kinds: gemm\n    x: 1\n", "f.yaml");
    table values(root.find("layers")->items[0], "a layer trace");
    EXPECT_EQ(sentence_of([&] { values.required("inputs"); }),
              "f.yaml:3: a layer trace needs the key 'inputs'.");
    EXPECT_EQ(sentence_of([&] { values.required("kind"); }),
              "f.yaml:3: a layer trace needs the key 'kind' (is it 'kinds' that is misspelt?).");
    EXPECT_EQ(sentence_of([&] { values.required("m"); }), "f.yaml:3: a layer trace needs the key 'm'.");
}

TEST(table, key_that_was_read_is_not_called_misspelt) {
    const node map = parse_yaml("inputs: 1\n", "f.yaml");
    table values(map, "a layer trace");
    values.required("inputs");
    EXPECT_EQ(sentence_of([&] { values.required("input"); }),
              "f.yaml:1: a layer trace needs the key 'input'.");
}

TEST(table, key_that_nobody_asked_for_is_refused_with_the_nearest) {
    const node map = parse_yaml("pes: 64\nclock_mhz: 800\n\nqueue_slot: 8\n", "f.yaml");
    table values(map, "the parameters of model eie");
    values.required("pes");
    values.optional("clock_mhz");
    values.optional("queue_slots");
    EXPECT_EQ(sentence_of([&] { values.finish(); }),
              "f.yaml:4: the parameters of model eie has no key 'queue_slot' (did you mean 'queue_slots'?).");
}

TEST(table, unknown_key_that_is_near_nothing_lists_the_known_ones_once) {
    const node map = parse_yaml("colour: red\n", "f.yaml");
    table values(map, "a layer trace");
    values.optional("m");
    values.optional("n");
    values.optional("m");
    EXPECT_EQ(sentence_of([&] { values.finish(); }),
              "f.yaml:1: a layer trace has no key 'colour'; known are: m, n.");
}

}  // namespace
}  // namespace lacuna::config
