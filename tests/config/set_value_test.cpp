#include <gtest/gtest.h>

#include <random>

#include "sim/config/table.h"
#include "sim/config/yaml.h"
#include "tests/config/sentence.h"

namespace lacuna::config {
namespace {

const std::string config_text =
    "accelerators:\n"
    "  eie: {model: eie, parameters: {pes: 64}}\n"
    "  core: {model: sparse_tensor_core}\n"
    "layers: [a.yaml, {file: b.yaml}]\n"
    "none: []\n"
    "empty:\n";

node config() {
    return parse_yaml(config_text, "f.yaml");
}

std::string refusal(const std::string& assignment) {
    node root = config();
    const std::string sentence = sentence_of([&] { set_value(root, assignment); });
    EXPECT_EQ(root.entries.size(), 4u);
    EXPECT_EQ(root.find("accelerators")->entries.size(), 2u) << "a refused assignment changes nothing";
    return sentence;
}

TEST(set_value, replaces_the_value_of_a_key) {
    node root = config();
    set_value(root, "accelerators.eie.parameters.pes=32");
    const node& parameters = *root.find("accelerators")->find("eie")->find("parameters");
    ASSERT_EQ(parameters.entries.size(), 1u);
    const node& pes = *parameters.find("pes");
    EXPECT_EQ(as_integer(pes), 32);
    EXPECT_EQ(pes.path, "accelerators.eie.parameters.pes");
    EXPECT_EQ(pes.where.text(), "--set accelerators.eie.parameters.pes=32");
    EXPECT_EQ(pes.where.line, 0);
}

TEST(set_value, appends_a_new_last_key) {
    node root = config();
    set_value(root, "accelerators.core.clock_mhz=1410");
    const node& core = *root.find("accelerators")->find("core");
    ASSERT_EQ(core.entries.size(), 2u);
    EXPECT_EQ(core.entries[1].first, "clock_mhz");
    EXPECT_EQ(core.entries[1].second.path, "accelerators.core.clock_mhz");
    set_value(root, "name=x");
    EXPECT_EQ(root.entries.back().second.path, "name");
}

TEST(set_value, numbers_index_sequences) {
    node root = config();
    set_value(root, "layers.1.file=c.yaml");
    set_value(root, "layers.0=d.yaml");
    EXPECT_EQ(root.find("layers")->items[1].find("file")->scalar, "c.yaml");
    EXPECT_EQ(root.find("layers")->items[0].scalar, "d.yaml");
    EXPECT_EQ(root.find("layers")->items[0].path, "layers.0");
}

TEST(set_value, values_are_yaml_and_know_their_paths) {
    node root = config();
    set_value(root, "layers.1={weights: [1, {pattern: '2:4'}]}");
    const node& pattern = *root.find("layers")->items[1].find("weights")->items[1].find("pattern");
    EXPECT_EQ(pattern.path, "layers.1.weights.1.pattern");
    EXPECT_TRUE(pattern.quoted);
    EXPECT_EQ(pattern.where.line, 0);
    set_value(root, "empty=");
    EXPECT_EQ(root.find("empty")->type, node::kind::null);
    EXPECT_EQ(root.find("empty")->path, "empty");
    set_value(root, "empty=a=b");
    EXPECT_EQ(root.find("empty")->scalar, "a=b");
}

TEST(set_value, sentences_on_a_set_value_begin_with_the_option) {
    node root = config();
    set_value(root, "accelerators.eie.parameters.pes=many");
    const node& pes = *root.find("accelerators")->find("eie")->find("parameters")->find("pes");
    EXPECT_EQ(sentence_of([&] {
                  as_integer(pes, {1, 4096});
              }),
              "--set accelerators.eie.parameters.pes=many: accelerators.eie.parameters.pes must be an "
              "integer (1 to 4096), "
              "but is 'many'.");
}

TEST(set_value, missing_equals_sign_or_key_is_refused_with_an_example) {
    EXPECT_EQ(refusal("a.b"),
              "--set a.b: a value is missing; write --set KEY=VALUE, as in --set "
              "accelerators.eie.parameters.pes=32.");
    EXPECT_EQ(refusal("=5"),
              "--set =5: a key is missing; write --set KEY=VALUE, as in --set "
              "accelerators.eie.parameters.pes=32.");
    EXPECT_EQ(refusal("a..b=5"), "--set a..b=5: the dotted key 'a..b' has an empty part.");
    EXPECT_EQ(refusal(".a=5"), "--set .a=5: the dotted key '.a' has an empty part.");
    EXPECT_EQ(refusal("a.=5"), "--set a.=5: the dotted key 'a.' has an empty part.");
}

TEST(set_value, unknown_parent_names_the_nearest_key) {
    EXPECT_EQ(refusal("accelerator.eie.model=x"),
              "--set accelerator.eie.model=x: the document has no key 'accelerator' (did you mean "
              "'accelerators'?).");
    EXPECT_EQ(
        refusal("accelerators.scnn.parameters.pes=1"),
        "--set accelerators.scnn.parameters.pes=1: accelerators has no key 'scnn'; known are: eie, core.");
}

TEST(set_value, map_that_was_left_out_is_added) {
    node root = parse_yaml("accelerators: {eie: {model: eie}}", "c.yaml");
    set_value(root, "accelerators.eie.parameters.pes=32");
    const node& pes = *root.find("accelerators")->find("eie")->find("parameters")->find("pes");
    EXPECT_EQ(pes.scalar, "32");
    EXPECT_EQ(pes.path, "accelerators.eie.parameters.pes");
}

TEST(set_value, index_that_is_not_there_is_refused) {
    for (const std::string key : {"2", "-1", "first", "0x0", "99999999999999999999999"}) {
        EXPECT_EQ(refusal("layers." + key + "=x"), "--set layers." + key +
                                                       "=x: layers is a sequence with the items 0 to 1, "
                                                       "and '" +
                                                       key + "' is none of them.");
    }
    EXPECT_EQ(refusal("none.0=x"), "--set none.0=x: none is an empty sequence.");
}

TEST(set_value, parents_that_hold_no_keys_are_refused) {
    EXPECT_EQ(refusal("accelerators.eie.model.x=1"),
              "--set accelerators.eie.model.x=1: accelerators.eie.model is 'eie', and has no key 'x'.");
    EXPECT_EQ(refusal("empty.x=1"), "--set empty.x=1: empty is nothing, and has no key 'x'.");
}

TEST(set_value, value_that_is_not_strict_yaml_is_refused) {
    EXPECT_EQ(refusal("empty=[1, {}"),
              "--set empty=[1, {}: a key must be a text, but is a sequence (is a ']' missing?).");
    EXPECT_EQ(refusal("empty='1"),
              "--set empty='1: this is not YAML: illegal EOF in scalar (a quote that opens here, or just "
              "after, is not closed).");
    EXPECT_EQ(refusal("empty={a: 1, a: 2}"), "--set empty={a: 1, a: 2}: the key 'a' is given twice.");
    EXPECT_EQ(refusal("empty=&x 1"),
              "--set empty=&x 1: the anchor '&x' is not allowed; write each value out where it is used.");
    EXPECT_EQ(refusal("<<=1"), "--set <<=1: the merge key '<<' is not allowed.");
    EXPECT_EQ(refusal("empty=\xFF").substr(13),
              ": the byte 0xff at offset 0 is not UTF-8; configs and traces are UTF-8 text.");
}

TEST(set_value, depth_counts_from_the_root) {
    node root = config();
    const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_NO_THROW(set_value(root, "empty=" + nested(63)));
    const std::string sentence = sentence_of([&] { set_value(root, "empty=" + nested(64)); });
    EXPECT_EQ(sentence.substr(sentence.rfind(": ")), ": maps and sequences are nested deeper than 64.");
}

TEST(set_value, every_scalar_of_a_random_tree_can_be_set_by_its_path) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        std::string text = "root";
        std::vector<std::string> keys;
        for (std::size_t depth = 1 + random() % 10; depth > 0; --depth) {
            if (random() % 2 == 0) {
                const std::size_t before = random() % 3;
                for (std::size_t i = 0; i < before; ++i) text.insert(0, "x, ");
                text = "[" + text + ", y]";
                keys.insert(keys.begin(), std::to_string(before));
            } else {
                text = "{a: b, key: " + text + "}";
                keys.insert(keys.begin(), "key");
            }
        }
        std::string path = "top";
        for (const std::string& key : keys) path += "." + key;
        node root = parse_yaml("top: " + text, "f.yaml");
        set_value(root, path + "=7");
        const node* at = root.find("top");
        for (const std::string& key : keys)
            at = key == "key" ? at->find(key) : &at->items.at(std::stoul(key));
        EXPECT_EQ(at->scalar, "7");
        EXPECT_EQ(at->path, path);
    }
}

}  // namespace
}  // namespace lacuna::config
