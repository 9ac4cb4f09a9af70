#include <gtest/gtest.h>

#include <random>

#include "sim/config/yaml.h"
#include "tests/config/sentence.h"

namespace lacuna::config {
namespace {

/// A random tree and its text in flow style, with paths as parse_yaml must give them.
class random_document {
  public:
    explicit random_document(std::uint64_t seed) : random_(seed) { text = write(root, 0); }

    node root;
    std::string text;

  private:
    std::size_t below(std::size_t n) { return random_() % n; }

    std::string write(node& into, int depth) {
        const auto child_path = [&](const std::string& key) {
            return into.path.empty() ? key : into.path + "." + key;
        };
        std::string result;
        switch (depth >= 5 ? below(2) : below(4)) {
            case 0:
                into.type = node::kind::null;
                return "null";
            case 1:
                into.type = node::kind::scalar;
                into.quoted = below(2) == 0;
                into.scalar = "v" + std::to_string(below(1000));
                return into.quoted ? "'" + into.scalar + "'" : into.scalar;
            case 2:
                into.type = node::kind::sequence;
                into.items.resize(below(5));
                for (std::size_t i = 0; i < into.items.size(); ++i) {
                    into.items[i].path = child_path(std::to_string(i));
                    result += (i > 0 ? ",\n " : "") + write(into.items[i], depth + 1);
                }
                return "[" + result + "]";
            default:
                into.type = node::kind::map;
                into.entries.resize(below(5));
                for (std::size_t i = 0; i < into.entries.size(); ++i) {
                    auto& [key, value] = into.entries[i];
                    key = "k" + std::to_string(i);
                    value.path = child_path(key);
                    result += (i > 0 ? ", " : "") + key + ": " + write(value, depth + 1);
                }
                return "{" + result + "}";
        }
    }

    std::mt19937_64 random_;
};

void expect_same(const node& expected, const node& found) {
    ASSERT_EQ(expected.type, found.type) << found.path;
    EXPECT_EQ(expected.path, found.path);
    EXPECT_EQ(expected.scalar, found.scalar);
    EXPECT_EQ(expected.quoted, found.quoted);
    ASSERT_EQ(expected.items.size(), found.items.size());
    for (std::size_t i = 0; i < expected.items.size(); ++i) expect_same(expected.items[i], found.items[i]);
    ASSERT_EQ(expected.entries.size(), found.entries.size());
    for (std::size_t i = 0; i < expected.entries.size(); ++i) {
        EXPECT_EQ(expected.entries[i].first, found.entries[i].first);
        expect_same(expected.entries[i].second, found.entries[i].second);
    }
}

TEST(yaml_random, random_trees_read_back_the_same) {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        SCOPED_TRACE(seed);
        const random_document document(seed);
        expect_same(document.root, parse_yaml(document.text, "f.yaml"));
    }
}

TEST(yaml_random, damaged_text_is_read_or_gets_one_sentence) {
    const std::string sound =
        "name: x\naccelerators:\n  eie: {model: eie, parameters: {pes: 64}}\nlayers: [a, 'b', \"c\"]\n"
        "text: |\n  line\n  line\n? explicit\n: - 1\n  - 2: 3\n";
    const std::string alphabet = "[]{},:-?&*!|>'\"%@`#~ \n\t\\abc019\x80\x04";
    int refused = 0;
    for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        std::string text = sound;
        for (std::size_t edits = 1 + random() % 4; edits > 0; --edits) {
            const std::size_t at = random() % text.size();
            if (random() % 2 == 0) {
                text[at] = alphabet[random() % alphabet.size()];
            } else {
                text.insert(at, 1, alphabet[random() % alphabet.size()]);
            }
        }
        try {
            parse_yaml(text, "f.yaml");
        } catch (const input_error& error) {
            const std::string sentence = error.what();
            EXPECT_EQ(sentence.rfind("f.yaml:", 0), 0u) << sentence;
            EXPECT_EQ(sentence.back(), '.') << sentence;
            EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
            ++refused;
        }
    }
    EXPECT_GT(refused, 1000);
    EXPECT_LT(refused, 20'000);
}

}  // namespace
}  // namespace lacuna::config
