#include "sim/config/yaml.h"

#include <gtest/gtest.h>

namespace lacuna::config {
namespace {

TEST(yaml, every_value_knows_its_path_and_line) {
    const node root = parse_yaml(
        "# a comment\n"
        "name: x\n"
        "accelerators:\n"
        "  eie:\n"
        "    model: eie\n"
        "    parameters: {pes: 64,\n"
        "                 slots: 8}\n"
        "layers:\n"
        "  - a.yaml\n"
        "  - {file: b.yaml}\n",
        "f.yaml");
    EXPECT_EQ(root.type, node::kind::map);
    EXPECT_EQ(root.path, "");
    EXPECT_EQ(root.where.text(), "f.yaml:2");
    const node& eie = *root.find("accelerators")->find("eie");
    EXPECT_EQ(eie.path, "accelerators.eie");
    EXPECT_EQ(eie.where.text(), "f.yaml:4") << "a value of a map stands where its key stands";
    const node& slots = *eie.find("parameters")->find("slots");
    EXPECT_EQ(slots.path, "accelerators.eie.parameters.slots");
    EXPECT_EQ(slots.scalar, "8");
    EXPECT_EQ(slots.where.text(), "f.yaml:7");
    const node& layers = *root.find("layers");
    ASSERT_EQ(layers.items.size(), 2u);
    EXPECT_EQ(layers.items[0].path, "layers.0");
    EXPECT_EQ(layers.items[0].where.text(), "f.yaml:9");
    EXPECT_EQ(layers.items[1].find("file")->path, "layers.1.file");
    EXPECT_EQ(layers.items[1].find("file")->where.text(), "f.yaml:10");
    EXPECT_EQ(root.find("patterns"), nullptr);
}

TEST(yaml, entries_keep_the_order_of_the_file) {
    const node root = parse_yaml("z: 1\na: 2\nm: 3\n", "f.yaml");
    ASSERT_EQ(root.entries.size(), 3u);
    EXPECT_EQ(root.entries[0].first, "z");
    EXPECT_EQ(root.entries[1].first, "a");
    EXPECT_EQ(root.entries[2].first, "m");
}

TEST(yaml, which_scalars_are_null_and_which_are_quoted) {
    const node root = parse_yaml("[null, ~, Null, 'null', \"~\", '', none, \"2:4\", 2:4]", "f.yaml");
    ASSERT_EQ(root.items.size(), 9u);
    for (int i : {0, 1, 2}) EXPECT_EQ(root.items[i].type, node::kind::null) << i;
    for (int i : {3, 4, 5, 6, 7, 8}) EXPECT_EQ(root.items[i].type, node::kind::scalar) << i;
    for (int i : {3, 4, 5, 7}) EXPECT_TRUE(root.items[i].quoted) << i;
    for (int i : {6, 8}) EXPECT_FALSE(root.items[i].quoted) << i;
    EXPECT_EQ(root.items[7].scalar, "2:4");
    EXPECT_EQ(root.items[8].scalar, "2:4");
}

TEST(yaml, key_without_value_is_null_on_the_line_of_the_key) {
    const node root = parse_yaml("a: 1\nb:\nc: 2\n", "f.yaml");
    EXPECT_EQ(root.find("b")->type, node::kind::null);
    EXPECT_EQ(root.find("b")->where.text(), "f.yaml:2");
}

TEST(yaml, document_without_content_is_null) {
    for (const char* text : {"", "# only a comment\n", "---\n", "---\n...\n", "\xEF\xBB\xBF"}) {
        SCOPED_TRACE(text);
        const node root = parse_yaml(text, "f.yaml");
        EXPECT_EQ(root.type, node::kind::null);
        EXPECT_EQ(root.where.file, "f.yaml");
        EXPECT_GE(root.where.line, 1);
    }
}

TEST(yaml, windows_lines_and_byte_order_mark_are_read) {
    const node root = parse_yaml(
        "\xEF\xBB\xBF"
        "a: 1\r\nb: 2\r\n",
        "f.yaml");
    EXPECT_EQ(root.find("a")->scalar, "1");
    EXPECT_EQ(root.find("b")->scalar, "2");
    EXPECT_EQ(root.find("b")->where.line, 2);
}

TEST(yaml, descriptions_fit_into_sentences) {
    const node root = parse_yaml("[{a: 1}, {}, [1], [], 12, , 'two\n\n  lines']", "f.yaml");
    ASSERT_EQ(root.items.size(), 7u);
    EXPECT_EQ(root.items[0].description(), "a map");
    EXPECT_EQ(root.items[1].description(), "an empty map");
    EXPECT_EQ(root.items[2].description(), "a sequence");
    EXPECT_EQ(root.items[3].description(), "an empty sequence");
    EXPECT_EQ(root.items[4].description(), "'12'");
    EXPECT_EQ(root.items[5].description(), "nothing");
    EXPECT_EQ(root.items[6].description(), "'two\\nlines'");
}

TEST(yaml, description_of_a_long_text_is_cut_between_characters) {
    node value;
    value.type = node::kind::scalar;
    value.scalar = std::string(119, 'x') + "\xC3\xA9" + std::string(1000, 'y');
    EXPECT_EQ(value.description(), "'" + std::string(119, 'x') + "...'");
}

}  // namespace
}  // namespace lacuna::config
