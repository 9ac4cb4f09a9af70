#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "sim/config/table.h"
#include "tests/config/sentence.h"

namespace lacuna::config {
namespace {

node value_of(const std::string& text) {
    return parse_yaml("\nv: " + text + "\n", "f.yaml").entries.at(0).second;
}

std::string integer_refusal(const std::string& text, integer_range allowed = {}) {
    return sentence_of([&] { as_integer(value_of(text), allowed); });
}

std::string real_refusal(const std::string& text, real_range allowed = {}) {
    return sentence_of([&] { as_real(value_of(text), allowed); });
}

TEST(as_integer, reads_every_64_bit_integer) {
    EXPECT_EQ(as_integer(value_of("0")), 0);
    EXPECT_EQ(as_integer(value_of("-0")), 0);
    EXPECT_EQ(as_integer(value_of("9223372036854775807")), INT64_MAX);
    EXPECT_EQ(as_integer(value_of("-9223372036854775808")), INT64_MIN);
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        const auto number =
            static_cast<std::int64_t>(random() >> (random() % 64)) * (random() % 2 == 0 ? 1 : -1);
        EXPECT_EQ(as_integer(value_of(std::to_string(number))), number);
    }
}

TEST(as_integer, limits_are_inclusive) {
    EXPECT_EQ(as_integer(value_of("1"), {1, 4096}), 1);
    EXPECT_EQ(as_integer(value_of("4096"), {1, 4096}), 4096);
    EXPECT_EQ(integer_refusal("0", {1, 4096}), "f.yaml:2: v must be an integer (1 to 4096), but is '0'.");
    EXPECT_EQ(integer_refusal("4097", {1, 4096}),
              "f.yaml:2: v must be an integer (1 to 4096), but is '4097'.");
    EXPECT_EQ(integer_refusal("-1", {0}), "f.yaml:2: v must be an integer (at least 0), but is '-1'.");
}

TEST(as_integer, leading_zeros_say_what_yaml_would_read_and_what_to_write) {
    EXPECT_EQ(integer_refusal("010", {1, 4096}),
              "f.yaml:2: v must be an integer (1 to 4096), but is '010', which YAML 1.1 "
              "reads as octal 8: write 10, or 8 if octal is meant.");
    EXPECT_EQ(integer_refusal("-0010"),
              "f.yaml:2: v must be an integer, but is '-0010', which YAML 1.1 reads as octal -8: "
              "write -10, or -8 if octal is meant.");
    EXPECT_EQ(integer_refusal("07"),
              "f.yaml:2: v must be an integer, but is '07', which YAML 1.1 reads as octal: write 7.");
    EXPECT_EQ(integer_refusal("00"),
              "f.yaml:2: v must be an integer, but is '00', which YAML 1.1 reads as octal: write 0.");
    EXPECT_EQ(integer_refusal("089"),
              "f.yaml:2: v must be an integer, but is '089', with leading zeros: write 89.");
}

TEST(as_integer, beyond_64_bits_says_so) {
    EXPECT_EQ(
        integer_refusal("9223372036854775808"),
        "f.yaml:2: v must be an integer, but is '9223372036854775808', which does not fit into 64 bits.");
    EXPECT_EQ(integer_refusal("-9223372036854775809", {1, 8}),
              "f.yaml:2: v must be an integer (1 to 8), but is '-9223372036854775809', which does not fit "
              "into 64 bits.");
}

TEST(as_integer, other_spellings_of_numbers_are_refused) {
    for (const std::string text : {"0x10", "1_000", "1e3", "1.0", "0b1", "0o17", "12 34", "1,000"}) {
        EXPECT_EQ(integer_refusal(text),
                  "f.yaml:2: v must be an integer, but is '" + text + "'; write decimal digits alone.");
    }
    for (const std::string text : {"+1", "--1", "one", ".5", "true"}) {
        EXPECT_EQ(integer_refusal(text), "f.yaml:2: v must be an integer, but is '" + text + "'.");
    }
}

TEST(as_integer, what_is_no_plain_scalar_is_refused) {
    EXPECT_EQ(integer_refusal("'12'"), "f.yaml:2: v must be an integer, but is the quoted text '12'.");
    EXPECT_EQ(integer_refusal("|\n  12"), "f.yaml:2: v must be an integer, but is the quoted text '12\\n'.");
    EXPECT_EQ(integer_refusal(""), "f.yaml:2: v must be an integer, but is nothing.");
    EXPECT_EQ(integer_refusal("[1]"), "f.yaml:2: v must be an integer, but is a sequence.");
    EXPECT_EQ(integer_refusal("{a: 1}"), "f.yaml:2: v must be an integer, but is a map.");
    EXPECT_EQ(sentence_of([] { as_integer(parse_yaml("x", "f.yaml")); }),
              "f.yaml:1: the document must be an integer, but is 'x'.");
}

TEST(as_real, reads_the_decimal_forms) {
    EXPECT_EQ(as_real(value_of("0.25")), 0.25);
    EXPECT_EQ(as_real(value_of(".5")), 0.5);
    EXPECT_EQ(as_real(value_of("-.5")), -0.5);
    EXPECT_EQ(as_real(value_of("5.")), 5.0);
    EXPECT_EQ(as_real(value_of("1e-3")), 1e-3);
    EXPECT_EQ(as_real(value_of("1.5E+3")), 1500.0);
    EXPECT_EQ(as_real(value_of("12")), 12.0);
    EXPECT_EQ(as_real(value_of("0")), 0.0);
    EXPECT_EQ(as_real(value_of("0e0")), 0.0);
}

TEST(as_real, reads_what_is_printed_bit_for_bit) {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        SCOPED_TRACE(seed);
        const std::uint64_t bits = std::mt19937_64(seed)();
        double number = 0.0;
        std::memcpy(&number, &bits, sizeof number);
        if (!std::isfinite(number)) continue;
        const double back = as_real(value_of(fmt::format("{}", number)));
        EXPECT_EQ(std::memcmp(&back, &number, sizeof number), 0) << number;
    }
}

TEST(as_real, limits_are_inclusive_unless_above) {
    EXPECT_EQ(as_real(value_of("0"), {0, 1}), 0.0);
    EXPECT_EQ(as_real(value_of("1"), {0, 1, true}), 1.0);
    EXPECT_EQ(real_refusal("1.5", {0, 1}),
              "f.yaml:2: v must be a finite decimal number (0 to 1), but is '1.5'.");
    EXPECT_EQ(real_refusal("0", {0, 1, true}),
              "f.yaml:2: v must be a finite decimal number (above 0, at most 1), but is '0'.");
}

TEST(as_real, other_spellings_are_refused) {
    for (const std::string text : {"nan", ".nan", "inf", "-.inf", "1_0.5", "0x1p3", ".", "-x", "e5", "1e",
                                   "1e+", "+1.5", "1.2.3", "1.5x", "50%", "0,5"}) {
        EXPECT_EQ(real_refusal(text), "f.yaml:2: v must be a finite decimal number, but is '" + text + "'.");
    }
    EXPECT_EQ(real_refusal("'0.5'"),
              "f.yaml:2: v must be a finite decimal number, but is the quoted text '0.5'.");
    EXPECT_EQ(real_refusal(""), "f.yaml:2: v must be a finite decimal number, but is nothing.");
    EXPECT_EQ(real_refusal("00.5"),
              "f.yaml:2: v must be a finite decimal number, but is '00.5', with leading zeros: write 0.5.");
    EXPECT_EQ(real_refusal("010"),
              "f.yaml:2: v must be a finite decimal number, but is '010', which YAML 1.1 reads as octal "
              "8: write 10, or 8 if octal is meant.");
    EXPECT_EQ(real_refusal("1e400"),
              "f.yaml:2: v must be a finite decimal number, but is '1e400', which is beyond a 64-bit "
              "floating-point number.");
}

TEST(as_text, gives_scalars_as_they_are_written) {
    EXPECT_EQ(as_text(value_of("010")), "010");
    EXPECT_EQ(as_text(value_of("''")), "");
    EXPECT_EQ(as_text(value_of("a b")), "a b");
    EXPECT_EQ(sentence_of([] { as_text(value_of("~")); }), "f.yaml:2: v must be a text, but is nothing.");
    EXPECT_EQ(sentence_of([] { as_text(value_of("{}")); }),
              "f.yaml:2: v must be a text, but is an empty map.");
}

TEST(as_choice, names_the_choices_and_the_nearest) {
    const std::vector<std::string> choices{"nonzero", "positive"};
    EXPECT_EQ(as_choice(value_of("positive"), choices), "positive");
    EXPECT_EQ(as_choice(value_of("'2:4'"), {"2:4"}), "2:4");
    EXPECT_EQ(sentence_of([&] { as_choice(value_of("non_zero"), choices); }),
              "f.yaml:2: v must be one of nonzero, positive, but is 'non_zero' (did you mean 'nonzero'?).");
    EXPECT_EQ(sentence_of([&] { as_choice(value_of("x"), choices); }),
              "f.yaml:2: v must be one of nonzero, positive, but is 'x'.");
    EXPECT_EQ(sentence_of([&] { as_choice(value_of("[nonzero]"), choices); }),
              "f.yaml:2: v must be one of nonzero, positive, but is a sequence.");
}

TEST(as_sequence, needs_at_least_one_item) {
    const node two = value_of("[1, 2]");
    EXPECT_EQ(as_sequence(two).size(), 2u);
    EXPECT_EQ(sentence_of([] { as_sequence(value_of("[]")); }),
              "f.yaml:2: v must be a sequence of at least one item, but is an empty sequence.");
    EXPECT_EQ(sentence_of([] { as_sequence(value_of("a.yaml")); }),
              "f.yaml:2: v must be a sequence of at least one item, but is 'a.yaml'.");
}

TEST(description, says_each_range_in_words) {
    EXPECT_EQ(description(integer_range{}), "any integer");
    EXPECT_EQ(description(integer_range{1, 4096}), "1 to 4096");
    EXPECT_EQ(description(integer_range{1}), "at least 1");
    EXPECT_EQ(description(integer_range{INT64_MIN, 7}), "at most 7");
    EXPECT_EQ(description(real_range{}), "any number");
    EXPECT_EQ(description(real_range{0, 1}), "0 to 1");
    EXPECT_EQ(description(real_range{0, 0.5, true}), "above 0, at most 0.5");
    EXPECT_EQ(description(real_range{0, real_range{}.most, true}), "above 0");
    EXPECT_EQ(description(real_range{0}), "at least 0");
    EXPECT_EQ(description(real_range{real_range{}.least, 1}), "at most 1");
}

}  // namespace
}  // namespace lacuna::config
