/// What can a config ask for as a pattern, and what does it hear where it asks for something else?
#include "sim/patterns/specification.h"

#include <gtest/gtest.h>

#include "sim/patterns/pattern.h"
#include "tests/config/sentence.h"

namespace lacuna::patterns {
namespace {

/// Reads the pattern that stands on line 2 of a config.
specification read_text(const std::string& pattern) {
    const config::node document = config::parse_yaml("patterns:\n- " + pattern + "\n", "c.yaml");
    return read(document.find("patterns")->items.front());
}

std::string refusal_of(const std::string& pattern) {
    return config::sentence_of([&] { read_text(pattern); });
}

TEST(specification, every_pattern_reads_as_its_kind_with_its_settings) {
    EXPECT_TRUE(read_text("as_is").is<kind::as_is>());
    EXPECT_TRUE(read_text("dense").is<kind::dense>());
    EXPECT_TRUE(read_text("\"dense\"").is<kind::dense>());
    EXPECT_TRUE(read_text("tile").is<kind::tile>());
    EXPECT_EQ(std::get<kind::unstructured>(read_text("{unstructured: {density: 0.25}}").what).density, 0.25);
    const auto block = std::get<kind::block>(read_text("{block: {shape: [4, 8], density: 0.5}}").what);
    EXPECT_EQ(block.shape.rows, 4u);
    EXPECT_EQ(block.shape.columns, 8u);
    EXPECT_EQ(block.density, 0.5);
    const auto vectors =
        std::get<kind::vector_wise>(read_text("{vector_wise: {length: 3, density: 0.5}}").what);
    EXPECT_EQ(vectors.length, 3u);
    EXPECT_EQ(vectors.density, 0.5);
    const auto banks =
        std::get<kind::bank_balanced>(read_text("{bank_balanced: {banks: 7, density: 0.5}}").what);
    EXPECT_EQ(banks.banks, 7u);
    EXPECT_EQ(banks.density, 0.5);
    EXPECT_EQ(std::get<kind::row>(read_text("{row: {density: 0.5}}").what).density, 0.5);
    EXPECT_EQ(std::get<kind::column>(read_text("{column: {density: 0.75}}").what).density, 0.75);
}

TEST(specification, n_of_m_is_a_text_or_a_map) {
    for (const char* text :
         {"2:4", "\"2:4\"", "{n_of_m: {n: 2, m: 4}}", "{n_of_m: {n: 2, m: 4, pairs: false}}"}) {
        SCOPED_TRACE(text);
        const auto rule = std::get<kind::n_of_m>(read_text(text).what);
        EXPECT_EQ(rule.n, 2u);
        EXPECT_EQ(rule.m, 4u);
        EXPECT_FALSE(rule.pairs);
    }
    for (const char* text : {"4:8 pairs", "\"4:8 pairs\"", "{n_of_m: {m: 8, n: 4, pairs: true}}"}) {
        SCOPED_TRACE(text);
        const auto rule = std::get<kind::n_of_m>(read_text(text).what);
        EXPECT_EQ(rule.n, 4u);
        EXPECT_EQ(rule.m, 8u);
        EXPECT_TRUE(rule.pairs);
    }
    EXPECT_EQ(read_text("31:32").label(), "31:32");
}

TEST(specification, what_is_written_reads_as_the_same) {
    for (const pattern_description& pattern : known_patterns()) {
        SCOPED_TRACE(pattern.name);
        const specification once = read_text(pattern.syntax);
        const specification again = read_text(once.written().dump());
        EXPECT_EQ(again.label(), once.label());
        EXPECT_EQ(again.what.index(), once.what.index());
        EXPECT_EQ(again.written(), once.written());
        EXPECT_EQ(again.density(), once.density());
    }
    EXPECT_EQ(read_text("{block: {shape: [4, 2], density: 0.25}}").written().dump(),
              "{\"block\":{\"shape\":[4,2],\"density\":0.25}}");
    EXPECT_EQ(read_text("{n_of_m: {n: 4, m: 8, pairs: true}}").written().dump(), "\"4:8 pairs\"");
}

TEST(specification, the_density_is_the_share_that_is_to_stay) {
    EXPECT_EQ(read_text("as_is").density(), 1);
    EXPECT_EQ(read_text("dense").density(), 1);
    EXPECT_EQ(read_text("{unstructured: {density: 0.25}}").density(), 0.25);
    EXPECT_EQ(read_text("1:4").density(), 0.25);
    EXPECT_EQ(read_text("tile").density(), 0.5);
    EXPECT_EQ(read_text("{row: {density: 0.75}}").density(), 0.75);
}

TEST(specification, as_is_is_what_nobody_asked_for) {
    EXPECT_TRUE(specification().is<kind::as_is>());
}

TEST(specification, every_listed_syntax_can_be_read) {
    for (const pattern_description& pattern : known_patterns()) {
        SCOPED_TRACE(pattern.name);
        const std::string label = read_text(pattern.syntax).label();
        EXPECT_EQ(label.substr(0, pattern.name.size()), pattern.name == "n_of_m" ? "4:8 pa" : pattern.name);
    }
}

TEST(specification, the_label_is_the_name_and_the_density_as_written) {
    EXPECT_EQ(read_text("as_is").label(), "as_is");
    EXPECT_EQ(read_text("dense").label(), "dense");
    EXPECT_EQ(read_text("{unstructured: {density: 0.09}}").label(), "unstructured 0.09");
    EXPECT_EQ(read_text("{unstructured: {density: 0}}").label(), "unstructured 0");
    EXPECT_EQ(read_text("{unstructured: {density: 1}}").label(), "unstructured 1");
    EXPECT_EQ(read_text("{unstructured: {density: 0.1234567890123}}").label(),
              "unstructured 0.1234567890123");
}

TEST(specification, labels_tell_patterns_apart_by_all_their_settings) {
    EXPECT_EQ(read_text("{block: {shape: [4, 8], density: 0.25}}").label(), "block 4x8 0.25");
    EXPECT_EQ(read_text("{vector_wise: {length: 4, density: 0.25}}").label(), "vector_wise 4 0.25");
    EXPECT_EQ(read_text("{bank_balanced: {banks: 4, density: 0.25}}").label(), "bank_balanced 4 0.25");
    EXPECT_EQ(read_text("{row: {density: 0.5}}").label(), "row 0.5");
    EXPECT_EQ(read_text("{column: {density: 0.5}}").label(), "column 0.5");
    EXPECT_EQ(read_text("tile").label(), "tile");
    EXPECT_EQ(read_text("\"2:4\"").label(), "2:4");
    EXPECT_EQ(read_text("4:8 pairs").label(), "4:8 pairs");
}

TEST(specification, an_n_of_m_that_is_none_is_refused) {
    EXPECT_EQ(refusal_of("4:4"), "c.yaml:2: patterns.0: of 4 weights 1 to 3 stay, but N is 4.");
    EXPECT_EQ(refusal_of("8:4"), "c.yaml:2: patterns.0: of 4 weights 1 to 3 stay, but N is 8.");
    EXPECT_EQ(refusal_of("1:33"), "c.yaml:2: patterns.0: a group has 2 to 32 weights, but M is 33.");
    EXPECT_EQ(refusal_of("3:8 pairs"), "c.yaml:2: patterns.0: where pairs stay together, N and M are even.");
    for (const char* text : {"0:4", "\"2:\"", ":4", "2:4:6", "-2:4", "2:400", "2:4 pair", "2:4  pairs",
                             "pairs 2:4", "2.0:4", "a:b", "\"2: 4\"", "\"2:4 \""}) {
        SCOPED_TRACE(text);
        EXPECT_EQ(refusal_of(text).rfind("c.yaml:2: patterns.0 must be N:M or N:M pairs, such as 2:4 or 4:8 "
                                         "pairs, but is '",
                                         0),
                  0u)
            << refusal_of(text);
    }
    EXPECT_EQ(refusal_of("{n_of_m: {n: 4, m: 4}}"),
              "c.yaml:2: patterns.0.n_of_m: of 4 weights 1 to 3 stay, but N is 4.");
    EXPECT_EQ(refusal_of("{n_of_m: {n: 0, m: 4}}"),
              "c.yaml:2: patterns.0.n_of_m.n must be an integer (1 to 32), but is '0'.");
    EXPECT_EQ(refusal_of("{n_of_m: {n: 2}}"), "c.yaml:2: the pattern n_of_m needs the key 'm'.");
    EXPECT_EQ(refusal_of("{n_of_m: {n: 2, m: 4, pairs: yes}}"),
              "c.yaml:2: patterns.0.n_of_m.pairs must be one of true, false, but is 'yes'.");
}

TEST(specification, shapes_lengths_and_banks_are_at_least_one) {
    EXPECT_EQ(
        refusal_of("{block: {shape: [4], density: 0.5}}"),
        "c.yaml:2: patterns.0.block.shape must be two numbers, the rows and columns of a block, but has 1.");
    EXPECT_EQ(
        refusal_of("{block: {shape: [4, 4, 4], density: 0.5}}"),
        "c.yaml:2: patterns.0.block.shape must be two numbers, the rows and columns of a block, but has 3.");
    EXPECT_EQ(refusal_of("{block: {shape: 4, density: 0.5}}"),
              "c.yaml:2: patterns.0.block.shape must be a sequence of at least one item, but is '4'.");
    EXPECT_EQ(refusal_of("{block: {shape: [0, 4], density: 0.5}}"),
              "c.yaml:2: patterns.0.block.shape.0 must be an integer (1 to 1048576), but is '0'.");
    EXPECT_EQ(refusal_of("{vector_wise: {length: 0, density: 0.5}}"),
              "c.yaml:2: patterns.0.vector_wise.length must be an integer (1 to 1048576), but is '0'.");
    EXPECT_EQ(refusal_of("{bank_balanced: {banks: -1, density: 0.5}}"),
              "c.yaml:2: patterns.0.bank_balanced.banks must be an integer (1 to 1048576), but is '-1'.");
}

TEST(specification, a_density_outside_0_to_1_is_refused) {
    const std::string must =
        "c.yaml:2: patterns.0.unstructured.density must be a finite decimal number (0 to 1), but is ";
    EXPECT_EQ(refusal_of("{unstructured: {density: 1.01}}"), must + "'1.01'.");
    EXPECT_EQ(refusal_of("{unstructured: {density: -0.1}}"), must + "'-0.1'.");
    EXPECT_EQ(refusal_of("{unstructured: {density: dense}}"), must + "'dense'.");
    for (const char* each :
         {"{block: {shape: [1, 1], density: 1.5}}", "{vector_wise: {length: 1, density: 1.5}}",
          "{bank_balanced: {banks: 1, density: 1.5}}", "{row: {density: 1.5}}", "{column: {density: 1.5}}"}) {
        EXPECT_NE(refusal_of(each).find("density must be a finite decimal number (0 to 1), but is '1.5'."),
                  std::string::npos);
    }
}

TEST(specification, unknown_and_missing_settings_are_refused) {
    EXPECT_EQ(
        refusal_of("{unstructured: {densty: 0.5}}"),
        "c.yaml:2: the pattern unstructured needs the key 'density' (is it 'densty' that is misspelt?).");
    EXPECT_EQ(refusal_of("{unstructured: {density: 0.5, seed: 1}}"),
              "c.yaml:2: the pattern unstructured has no key 'seed'; known are: density.");
    EXPECT_EQ(refusal_of("{unstructured: 0.5}"),
              "c.yaml:2: the pattern unstructured must be a map, but is '0.5'.");
}

TEST(specification, an_unknown_pattern_hears_the_nearest) {
    EXPECT_EQ(refusal_of("dens"),
              "c.yaml:2: 'dens' is no pattern that Lacuna knows (did you mean 'dense'?).");
    EXPECT_EQ(refusal_of("{unstructurd: {density: 0.5}}"),
              "c.yaml:2: 'unstructurd' is no pattern that Lacuna knows (did you mean 'unstructured'?).");
    EXPECT_EQ(
        refusal_of("butterfly"),
        "c.yaml:2: 'butterfly' is no pattern that Lacuna knows; known are: as_is, dense, unstructured, 2:4, n_of_m, "
        "tile, block, vector_wise, bank_balanced, row, column.");
}

TEST(specification, an_unknown_pattern_is_quoted_on_one_line_of_bounded_length) {
    const std::string sentence = refusal_of("\"a\\n" + std::string(5000, 'x') + "\"");
    EXPECT_EQ(sentence.find('\n'), std::string::npos);
    EXPECT_LT(sentence.size(), 300u);
}

TEST(specification, a_pattern_in_the_wrong_form_hears_the_right_one) {
    EXPECT_EQ(refusal_of("unstructured"),
              "c.yaml:2: the pattern unstructured is written {unstructured: {density: 0.25}}.");
    EXPECT_EQ(refusal_of("{dense: {density: 0.5}}"), "c.yaml:2: the pattern dense is written dense.");
    EXPECT_EQ(refusal_of("{tile: {density: 0.5}}"), "c.yaml:2: the pattern tile is written tile.");
    EXPECT_EQ(refusal_of("block"),
              "c.yaml:2: the pattern block is written {block: {shape: [4, 4], density: 0.25}}.");
    EXPECT_EQ(refusal_of("{as_is: 1}"), "c.yaml:2: the pattern as_is is written as_is.");
}

TEST(specification, what_is_no_pattern_at_all_is_refused) {
    const std::string must =
        "c.yaml:2: patterns.0 must be a pattern, such as dense or {unstructured: {density: 0.25}}, but is ";
    EXPECT_EQ(refusal_of("[dense]"), must + "a sequence.");
    EXPECT_EQ(refusal_of("{}"), must + "an empty map.");
    EXPECT_EQ(refusal_of("{dense: 1, as_is: 1}"), must + "a map.");
    EXPECT_EQ(refusal_of("~"), must + "nothing.");
    EXPECT_EQ(config::sentence_of([] { read(config::parse_yaml("[dense]", "c.yaml")); }),
              "c.yaml:1: the document must be a pattern, such as dense or {unstructured: {density: 0.25}}, "
              "but is a sequence.");
}

}  // namespace
}  // namespace lacuna::patterns
