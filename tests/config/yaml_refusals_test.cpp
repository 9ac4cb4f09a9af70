#include <gtest/gtest.h>

#include "sim/config/yaml.h"
#include "tests/config/sentence.h"

namespace lacuna::config {
namespace {

std::string refusal(const std::string& text) {
    return sentence_of([&] { parse_yaml(text, "f.yaml"); });
}

TEST(yaml_refusals, duplicate_key_names_both_lines) {
    EXPECT_EQ(refusal("a: 1\nb: 2\n'a': 3\n"),
              "f.yaml:3: the key 'a' is given twice; it is first on line 1.");
    EXPECT_EQ(refusal("x:\n  - {pes: 1,\n     pes: 2}\n"),
              "f.yaml:3: the key 'pes' is given twice; it is first on line 2.");
}

TEST(yaml_refusals, same_key_in_two_maps_is_no_duplicate) {
    EXPECT_NO_THROW(parse_yaml("a: {a: 1}\nb: {a: 2}\nc: [{a: 1}, {a: 1}]\n", "f.yaml"));
}

TEST(yaml_refusals, anchors_aliases_tags_and_merge_keys_are_refused) {
    EXPECT_EQ(refusal("a: 1\nb: &base 2\n"),
              "f.yaml:2: the anchor '&base' is not allowed; write each value out where it is used.");
    EXPECT_EQ(refusal("a: *base\n"), "f.yaml:1: this is not YAML: the referenced anchor is not defined.");
    EXPECT_EQ(refusal("a: !!int 3\n"),
              "f.yaml:1: the tag 'tag:yaml.org,2002:int' is not allowed; write the value alone.");
    EXPECT_EQ(refusal("a: !mine [1]\n"), "f.yaml:1: the tag '!mine' is not allowed; write the value alone.");
    EXPECT_EQ(refusal("a: !mine\nb: 2\n"),
              "f.yaml:1: the tag '!mine' is not allowed; write the value alone.");
    EXPECT_EQ(refusal("a: 1\n<<: {b: 2}\n"),
              "f.yaml:2: the merge key '<<' is not allowed; write each key out.");
}

TEST(yaml_refusals, keys_that_are_no_texts_are_refused) {
    EXPECT_EQ(refusal("? [a, b]\n: 1\n"),
              "f.yaml:1: a key must be a text, but is a sequence (is a ']' missing?).");
    EXPECT_EQ(refusal("a: 1\n{b: c}: 1\n"),
              "f.yaml:2: a key must be a text, but is a map (is a '}' missing?).");
    EXPECT_EQ(refusal("~: 1\n"), "f.yaml:1: a key must be a text, but is nothing.");
    EXPECT_EQ(refusal("\"\": 1\n"), "f.yaml:1: a key must be a text, but is empty.");
}

TEST(yaml_refusals, second_document_is_refused) {
    const std::string rest =
        ": a second document begins here, or something that does not belong to the first; one file holds one "
        "document "
        "(look for '---', brackets and indentation).";
    EXPECT_EQ(refusal("a: 1\n---\nb: 2\n"), "f.yaml:2" + rest);
    EXPECT_EQ(refusal("- a\nb\n"), "f.yaml:2" + rest);
    EXPECT_NO_THROW(parse_yaml("---\na: 1\n...\n", "f.yaml"));
}

TEST(yaml_refusals, what_is_not_yaml_gets_a_line_and_a_usual_cause) {
    EXPECT_EQ(refusal("a: 1\n\tb: 2\n"),
              "f.yaml:2: this is not YAML: illegal tab when looking for indentation (indent with spaces).");
    EXPECT_EQ(refusal("a: 1\nb: c: d\n"),
              "f.yaml:2: this is not YAML: illegal map value (a text that contains ': ' needs "
              "quotes, and a key its own line).");
    EXPECT_EQ(refusal("a: 1\nb: \"c\n"),
              "f.yaml:2: this is not YAML: illegal EOF in scalar (a quote that opens here, or just after, is "
              "not closed).");
    EXPECT_EQ(refusal("a: [1, 2\n"),
              "f.yaml:2: this is not YAML: end of sequence flow not found (a '[' is not closed, or a comma "
              "is missing).");
    EXPECT_EQ(refusal("a: {b: 1\n"),
              "f.yaml:2: this is not YAML: end of map flow not found (a '{' is not closed, or a comma is "
              "missing).");
    EXPECT_EQ(refusal("a:\n  b: 1\n c: 2\n"),
              "f.yaml:3: this is not YAML: end of map not found (is the indentation right?).");
    EXPECT_EQ(refusal("a: %x\n"),
              "f.yaml:1: this is not YAML: unknown token (a text that begins with '%', '@' or '`' "
              "needs quotes).");
    EXPECT_EQ(refusal("a: 1\n}\n"), "f.yaml:2: this is not YAML: illegal flow end.");
}

TEST(yaml_refusals, bytes_that_are_no_text_are_refused_with_their_offset) {
    EXPECT_EQ(
        refusal(std::string("a: 1\nb: \0", 9)),
        "f.yaml:2: the byte 0x00 at offset 8 is a control character; configs and traces are UTF-8 text.");
    EXPECT_EQ(refusal("a: 1\nb: \xFF\n"),
              "f.yaml:2: the byte 0xff at offset 8 is not UTF-8; configs and traces are UTF-8 text.");
    EXPECT_EQ(refusal("\xC3"),
              "f.yaml:1: the byte 0xc3 at offset 0 is not UTF-8; configs and traces are UTF-8 text.");
    EXPECT_EQ(
        refusal("a: 1\rb: 2"),
        "f.yaml:1: the byte 0x0d at offset 4 is a control character; configs and traces are UTF-8 text.");
    EXPECT_EQ(
        refusal("a: \x04"),
        "f.yaml:1: the byte 0x04 at offset 3 is a control character; configs and traces are UTF-8 text.");
    EXPECT_EQ(refusal("a: \"b\\0c\""), "f.yaml:1: the text 'b\\x00c' holds a zero byte.");
    EXPECT_EQ(parse_yaml("a: \xC3\xA9\n", "f.yaml").find("a")->scalar, "\xC3\xA9");
}

TEST(yaml_refusals, nesting_of_64_is_read_and_of_65_refused) {
    const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_NO_THROW(parse_yaml(nested(64), "f.yaml"));
    EXPECT_EQ(refusal(nested(65)), "f.yaml:1: maps and sequences are nested deeper than 64.");
}

TEST(yaml_refusals, hostile_nesting_gets_a_sentence_and_no_crash) {
    for (const char* opening : {"[", "- ", "{a: ", "? ", "[a: ["}) {
        SCOPED_TRACE(opening);
        std::string text;
        for (int i = 0; i < 100'000; ++i) text += opening;
        EXPECT_EQ(refusal(text).rfind("f.yaml:", 0), 0u);
    }
    EXPECT_EQ(refusal(std::string(100'000, '[') + std::string(100'000, ']')),
              "f.yaml:1: maps and sequences are nested deeper than 64.");
}

TEST(yaml_refusals, file_that_ends_in_the_middle_is_refused) {
    EXPECT_EQ(refusal("a: 'b\nc: d\n\n"),
              "f.yaml:1: this is not YAML: illegal EOF in scalar (a quote that opens here, or just after, is "
              "not closed).");
    EXPECT_EQ(refusal("a: 1\nb"),
              "f.yaml:2: this is not YAML: end of map not found (is the indentation right?).");
    EXPECT_EQ(refusal("a: 1\nb\n"),
              "f.yaml:2: this is not YAML: end of map not found (is the indentation right?).");
    EXPECT_EQ(parse_yaml("a: |+\n  b\n", "f.yaml").find("a")->scalar, "b\n")
        << "the end of a block text is not touched";
    EXPECT_EQ(parse_yaml("a: b", "f.yaml").find("a")->scalar, "b");
}

TEST(yaml_refusals, shortest_texts_are_read) {
    for (const char* text : {"x", "7", "ab", "abc", "abcd", "\xC3\xA9"})
        EXPECT_EQ(parse_yaml(text, "f.yaml").scalar, text);
}

TEST(yaml_refusals, value_longer_than_a_mebibyte_is_refused) {
    const std::string rest =
        ": a value or comment that begins here, or just after, is longer than 1 MiB; keep large arrays in "
        "files of their "
        "own.";
    constexpr std::size_t long_enough = std::size_t{2} << 20;
    EXPECT_EQ(refusal("a: 1\nb: '" + std::string(long_enough, 'x') + "'\n"), "f.yaml:2" + rest);
    EXPECT_EQ(refusal("a: 1\n#" + std::string(long_enough, 'x') + "\nb: 2\n"), "f.yaml:1" + rest);
    EXPECT_EQ(refusal(std::string(long_enough, '[')), "f.yaml:1" + rest);
}

TEST(yaml_refusals, large_files_of_small_values_are_read) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "k" + std::to_string(i) + ": [1, 2, {a: b}]\n";
    ASSERT_GT(text.size(), std::size_t{2} << 20);
    EXPECT_EQ(parse_yaml(text, "f.yaml").entries.size(), 100'000u);
}

TEST(yaml_refusals, tree_of_more_than_256_mebibytes_is_refused) {
    std::string text = "a" + std::string(1000, 'x') + ":\n";  // a path as long as its longest key
    for (int i = 0; i < 300'000; ++i) text += "- 1\n";
    const std::string sentence = refusal(text);
    EXPECT_EQ(sentence.rfind("f.yaml:2", 0), 0u) << sentence;
    EXPECT_EQ(sentence.substr(sentence.find(": ")),
              ": the document takes more than 256 MiB of memory; keep large arrays in files of their own.");
}

}  // namespace
}  // namespace lacuna::config
