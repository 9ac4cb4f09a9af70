/// What can a config ask for as a pattern, and what does it hear where it asks for something else?
#include "sim/patterns/specification.h"

#include <gtest/gtest.h>

#include "sim/patterns/pattern.h"
#include "tests/config/sentence.h"

namespace lacuna::patterns {
namespace {

using kind = specification::kind;

/// Reads the pattern that stands on line 2 of a config.
specification read_text(const std::string& pattern) {
    const config::node document = config::parse_yaml("patterns:\n- " + pattern + "\n", "c.yaml");
    return read(document.find("patterns")->items.front());
}

std::string refusal_of(const std::string& pattern) {
    return config::sentence_of([&] { read_text(pattern); });
}

TEST(specification, every_pattern_reads_as_its_kind) {
    EXPECT_EQ(read_text("as_is").what, kind::as_is);
    EXPECT_EQ(read_text("dense").what, kind::dense);
    EXPECT_EQ(read_text("\"dense\"").what, kind::dense);
    EXPECT_EQ(read_text("{unstructured: {density: 0.25}}").what, kind::unstructured);
    EXPECT_EQ(read_text("{unstructured: {density: 0.25}}").density, 0.25);
    EXPECT_EQ(read_text("dense").density, 1);
}

TEST(specification, as_is_is_what_nobody_asked_for) {
    EXPECT_EQ(specification().what, kind::as_is);
}

TEST(specification, every_listed_syntax_can_be_read) {
    for (const pattern_description& pattern : known_patterns()) {
        SCOPED_TRACE(pattern.name);
        EXPECT_EQ(read_text(pattern.syntax).label().substr(0, pattern.name.size()), pattern.name);
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

TEST(specification, a_density_outside_0_to_1_is_refused) {
    const std::string must =
        "c.yaml:2: patterns.0.unstructured.density must be a finite decimal number (0 to 1), but is ";
    EXPECT_EQ(refusal_of("{unstructured: {density: 1.01}}"), must + "'1.01'.");
    EXPECT_EQ(refusal_of("{unstructured: {density: -0.1}}"), must + "'-0.1'.");
    EXPECT_EQ(refusal_of("{unstructured: {density: dense}}"), must + "'dense'.");
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
        "c.yaml:2: 'butterfly' is no pattern that Lacuna knows; known are: as_is, dense, unstructured.");
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
