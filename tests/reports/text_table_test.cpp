/// Are tables aligned, numbers grouped, and long sentences broken where they may be?
#include "sim/reports/text_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace lacuna::reports {
namespace {

using align = text_table::align;

TEST(text_table, texts_stand_left_and_numbers_right_under_headings_of_any_height) {
    text_table table;
    table.column("layer", align::left);
    table.column("time\nus");
    table.column("a long\nheading\nof three lines");
    table.row({"fc6", "12.50", "1"});
    table.row({"a-longer-name", "7.00", "23"});
    EXPECT_EQ(table.text(),
              "                              a long\n"
              "                time         heading\n"
              "layer             us  of three lines\n"
              "-------------  -----  --------------\n"
              "fc6            12.50               1\n"
              "a-longer-name   7.00              23\n");
}

TEST(text_table, no_line_ends_in_a_blank) {
    text_table table;
    table.column("number");
    table.column("text", align::left);
    table.row({"1", "longest of all"});
    table.row({"2", ""});
    table.row({"3", "short"});
    EXPECT_EQ(table.text(),
              "number  text\n"
              "------  --------------\n"
              "     1  longest of all\n"
              "     2\n"
              "     3  short\n");
}

TEST(text_table, a_table_without_rows_is_its_heading) {
    text_table table;
    table.column("a", align::left);
    table.column("b");
    EXPECT_EQ(table.text(), "a  b\n-  -\n");
}

TEST(text_table, columns_are_those_of_the_terminal_and_not_bytes) {
    text_table table;
    table.column("couche\nn\u00b0", align::left);
    table.column("\u00b5s");
    table.column("name", align::left);
    table.row({"\u00e9t\u00e9", "1", "ascii"});
    table.row({"\u7a00\u758f", "20", "wide"});  // two characters, four columns
    table.row({"plain text", "300", "\u00fc"});
    EXPECT_EQ(table.text(),
              "couche\n"
              "n\u00b0           \u00b5s  name\n"
              "----------  ---  -----\n"
              "\u00e9t\u00e9           1  ascii\n"
              "\u7a00\u758f         20  wide\n"
              "plain text  300  \u00fc\n");
}

TEST(text_table, a_byte_that_is_not_utf_8_takes_one_column_and_is_passed_on) {
    text_table table;
    table.column("a", align::left);
    table.column("b");
    table.row({"\xff\xfe", "1"});
    table.row({"\xc3", "2"});
    table.row({"four", "3"});
    EXPECT_EQ(table.text(), "a     b\n----  -\n\xff\xfe    1\n\xc3     2\nfour  3\n");
}

TEST(text_table, a_row_of_another_number_of_cells_is_a_mistake) {
    text_table table;
    table.column("a");
    EXPECT_THROW(table.row({}), std::logic_error);
    EXPECT_THROW(table.row({"1", "2"}), std::logic_error);
}

TEST(with_commas, digits_are_grouped_by_three) {
    EXPECT_EQ(with_commas(0), "0");
    EXPECT_EQ(with_commas(999), "999");
    EXPECT_EQ(with_commas(1000), "1,000");
    EXPECT_EQ(with_commas(12345), "12,345");
    EXPECT_EQ(with_commas(123456), "123,456");
    EXPECT_EQ(with_commas(1234567), "1,234,567");
    EXPECT_EQ(with_commas(18446744073709551615u), "18,446,744,073,709,551,615");
}

TEST(percent, shares_have_one_decimal) {
    EXPECT_EQ(percent(0), "0.0 %");
    EXPECT_EQ(percent(0.8945), "89.5 %");
    EXPECT_EQ(percent(0.0004), "0.0 %");
    EXPECT_EQ(percent(1), "100.0 %");
}

TEST(four_digits, large_numbers_keep_all_before_the_point) {
    EXPECT_EQ(four_digits(0.0060251), "0.006025");
    EXPECT_EQ(four_digits(9.7), "9.700");
    EXPECT_EQ(four_digits(123456.7), "123457");
}

TEST(times, ratios_have_three_decimals_and_small_ones_three_digits) {
    EXPECT_EQ(times(1.2345678), "1.235x");
    EXPECT_EQ(times(102.3298), "102.330x");
    EXPECT_EQ(times(0.1), "0.100x");
    EXPECT_EQ(times(0.004886), "0.00489x");
    EXPECT_EQ(times(0.05), "0.0500x");
}

TEST(wrapped, a_line_may_be_exactly_as_long_as_the_width) {
    EXPECT_EQ(wrapped("aaa bbb", 7, "  "), "aaa bbb");
    EXPECT_EQ(wrapped("aaa bbb", 6, "  "), "aaa\n  bbb");
}

TEST(wrapped, the_indent_counts_towards_the_width) {
    EXPECT_EQ(wrapped("aaa bb cc dd", 7, "  "), "aaa bb\n  cc dd");
    EXPECT_EQ(wrapped("aaa bb cc ddd", 7, "  "), "aaa bb\n  cc\n  ddd");
}

TEST(wrapped, a_word_longer_than_the_width_stands_alone) {
    EXPECT_EQ(wrapped("a incomprehensible b", 6, "  "), "a\n  incomprehensible\n  b");
    EXPECT_EQ(wrapped("incomprehensible", 6, "  "), "incomprehensible");
}

TEST(wrapped, characters_count_and_not_bytes) {
    EXPECT_EQ(wrapped("\u00e4\u00e4\u00e4 \u00f6\u00f6\u00f6", 7, "  "),
              "\u00e4\u00e4\u00e4 \u00f6\u00f6\u00f6");
    EXPECT_EQ(wrapped("\u7a00 \u758f", 4, "  "), "\u7a00\n  \u758f");
}

TEST(wrapped, nothing_is_lost_and_no_line_is_longer_than_the_width) {
    const std::string text =
        "The source is already pruned to a density of 0.0900, and the values it lost are not known: dense "
        "is what it stores.";
    for (std::size_t width = 12; width < 130; ++width) {
        SCOPED_TRACE(width);
        std::istringstream lines(wrapped(text, width, "    "));
        std::string words;
        for (std::string line; std::getline(lines, line);) {
            EXPECT_LE(line.size(), width);
            words += words.empty() ? line : line.substr(3);
        }
        EXPECT_EQ(words, text);
    }
    EXPECT_EQ(wrapped("", 10, "  "), "");
}

}  // namespace
}  // namespace lacuna::reports
