#include "sim/formats/files/prototxt.h"

#include "tests/formats/scratch_folder.h"

namespace lacuna::formats {
namespace {

using kind = prototxt_field::kind;

/// The tree as text: names with line, kind and value.
std::string text_of(const std::vector<prototxt_field>& fields) {
    std::string text;
    for (const prototxt_field& field : fields) {
        text += fmt::format("{}@{}", field.name, field.line);
        switch (field.is) {
            case kind::string:
                text += fmt::format("='{}' ", field.text);
                break;
            case kind::number:
                text += fmt::format("=#{} ", field.text);
                break;
            case kind::identifier:
                text += fmt::format("={} ", field.text);
                break;
            case kind::message:
                text += "(" + text_of(field.fields) + ") ";
        }
    }
    return text;
}

class prototxt_file : public scratch_folder {
  protected:
    std::string read(const std::string& text) const {
        return text_of(read_prototxt(write("a.prototxt", text)).fields);
    }
    std::string refusal_of(const std::string& text) const {
        return refusal([&] { read(text); });
    }
};

TEST_F(prototxt_file, fields_are_scalars_and_messages) {
    EXPECT_EQ(
        read("name: \"net\" # the name\nlayer {\n  dim: 3\n  pool: MAX\n}\nlayer: { a { } x:-1.5e-3f }"),
        "name@1='net' layer@2(dim@3=#3 pool@4=MAX ) layer@6(a@6() x@6=#-1.5e-3f ) ");
    EXPECT_EQ(read(""), "");
    EXPECT_EQ(read(" # nothing"), "");
}

TEST_F(prototxt_file, fields_may_end_in_a_comma_or_semicolon_and_lists_are_so_many_fields) {
    EXPECT_EQ(read("a: 1, b: 2; m { c: 3, } dim: [1, 2,\n3] none: []\nd: 0x1F"),
              "a@1=#1 b@1=#2 m@1(c@1=#3 ) dim@1=#1 dim@1=#2 dim@1=#3 d@3=#0x1F ");
}

TEST_F(prototxt_file, strings_have_escapes_and_neighbours_are_one) {
    EXPECT_EQ(read("a: 'it\"s' b: \"\\\"\\n\\t\\\\\\x41\\102\\'\" c: 'x'\n  \"y\" 'z' d: 'a#b'"),
              "a@1='it\"s' b@1='\"\n\t\\AB'' c@1='xyz' d@2='a#b' ");
}

TEST_F(prototxt_file, numbers_have_the_forms_of_protobuf) {
    for (const char* number : {"0", "-7", "1.", ".5", "1e10", "1E+3", "2.5e-7F", "007", "-0x7f", "1e999"})
        EXPECT_EQ(read("a: " + std::string(number)), fmt::format("a@1=#{} ", number));
    for (const char* bad : {"1x", "-", "1e", "0x", "1.2.3", "-a", "a.b", "1_0", "."})
        EXPECT_EQ(refusal_of("\na: " + std::string(bad)),
                  fmt::format("a.prototxt:2: '{}' is neither a number nor a name.", bad));
}

TEST_F(prototxt_file, malformed_text_names_the_line) {
    EXPECT_EQ(refusal_of("a: 1\nb {\n c: 2\n"),
              "a.prototxt:4: the file ends inside the message 'b', which begins in line 2.");
    EXPECT_EQ(refusal_of("a:\n"), "a.prototxt:2: the file ends where a value should stand.");
    EXPECT_EQ(refusal_of("a"), "a.prototxt:1: the file ends where ':' or '{' should stand.");
    EXPECT_EQ(refusal_of("a 3"), "a.prototxt:1: ':' or '{' should stand where '3' stands.");
    EXPECT_EQ(refusal_of("a: 1\n}"), "a.prototxt:2: the name of a field should stand where '}' stands.");
    EXPECT_EQ(refusal_of("a: }"), "a.prototxt:1: a value should stand where '}' stands.");
    EXPECT_EQ(refusal_of("3: 3"), "a.prototxt:1: the name of a field should stand where '3' stands.");
    EXPECT_EQ(refusal_of("a: [1 2]"), "a.prototxt:1: ',' or ']' should stand where '2' stands.");
    EXPECT_EQ(refusal_of("a: [1,]"), "a.prototxt:1: a value should stand where ']' stands.");
    EXPECT_EQ(refusal_of("a: 'x\n'"),
              "a.prototxt:1: the string that begins with 'x' does not end in this line.");
    EXPECT_EQ(refusal_of("a: 'x"),
              "a.prototxt:1: the string that begins with 'x' does not end in this line.");
    EXPECT_EQ(refusal_of("a: '\\q'"), "a.prototxt:1: the string has an escape, \\q, that is not known.");
    EXPECT_EQ(refusal_of("a: '\\777'"), "a.prototxt:1: the string has an escape, \\7, that is not known.");
    EXPECT_EQ(refusal_of("a: '\\x'"), "a.prototxt:1: the string has an escape, \\x, that is not known.");
    EXPECT_EQ(refusal_of("a: '\\"), "a.prototxt:1: the string has an escape, \\, that is not known.");
    EXPECT_EQ(refusal_of("a < b: 1 >"), "a.prototxt:1: '<' has no place here.");
    EXPECT_EQ(refusal_of("a: 1\n\xff"), "a.prototxt:2: byte 0xff has no place here.");
    EXPECT_EQ(refusal_of(std::string("a: 1\0", 5)), "a.prototxt:1: '\\x00' has no place here.");
}

TEST_F(prototxt_file, depth_and_number_of_fields_are_bounded) {
    std::string open, close;
    for (std::size_t i = 0; i < deepest_prototxt; ++i) open += "m{", close += "}";
    EXPECT_NO_THROW(read(open + close));
    EXPECT_EQ(refusal_of("\n" + open + "m{}" + close),
              "a.prototxt:2: messages stand inside each other more than 32 deep.");
    std::string many;
    for (std::size_t i = 0; i < most_prototxt_fields; ++i) many += "a:1 ";
    EXPECT_NO_THROW(read_prototxt(write("a.prototxt", many)));
    EXPECT_EQ(refusal_of(many + "\na:1"),
              "a.prototxt:2: the file has more than 262144 fields, the most that Lacuna reads.");
    EXPECT_EQ(refusal([&] { read_prototxt(at("none")); }),
              "none: the file cannot be opened: No such file or directory.");
}

TEST_F(prototxt_file, every_truncation_is_read_or_refused_with_its_line) {
    const std::string whole = "name: 'a\\x41' 'b' layer {\n dim: [1, 2] x: -1.5e-3 # c\n m: { } } y: TRUE";
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        try {
            read(whole.substr(0, bytes));
        } catch (const input_error& error) {
            EXPECT_NE(std::string(error.what()).find("a.prototxt:"), std::string::npos) << bytes;
        }
    }
}

}  // namespace
}  // namespace lacuna::formats
