#include "sim/formats/files/safetensors.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <limits>

#include "tests/formats/random_matrix.h"
#include "tests/formats/weight_file.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;

std::string file_of(const std::string& header, const std::string& data = "") {
    return little(std::uint64_t{header.size()}) + header + data;
}

/// A tensor's part of a header.
std::string part(const std::string& name, const std::string& dtype, const std::string& shape,
                 std::uint64_t begin, std::uint64_t end) {
    return fmt::format(R"("{}":{{"dtype":"{}","shape":{},"data_offsets":[{},{}]}})", name, dtype, shape,
                       begin, end);
}

class safetensors : public weight_file_test {
  protected:
    std::string refused(const std::string& header, const std::string& data = "") const {
        const fs::path file = write("w", file_of(header, data));
        return refusal([&] { safetensors_tensors(file); });
    }
    std::string refused_to_read(const std::string& header, const std::string& data = "",
                                const std::string& name = "a") const {
        const fs::path file = write("w", file_of(header, data));
        safetensors_tensors(file);
        return refusal([&] { read_safetensors(file, name); });
    }
};

using values = std::vector<float>;

TEST_F(safetensors, a_file_written_by_hand_reads_as_its_tensors) {
    const std::string header = "{" + part("fc.weight", "F32", "[2,3]", 4, 28) +
                               R"(,"__metadata__":{"format":"pt","":"\u00e9"}, )" +
                               part("fc.bias", "BF16", "[2]", 0, 4) + "}   ";
    const std::string data = little(std::uint16_t{0x3f80}) + little(std::uint16_t{0xc000}) + little(1.0f) +
                             little(0.0f) + little(-2.5f) + little(3.0f) + little(0.0f) + little(1e-40f);
    const fs::path file = write("model.safetensors", file_of(header, data));
    const std::vector<tensor_entry> entries = safetensors_tensors(file);
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].name, "fc.weight");
    EXPECT_EQ(entries[0].shape, (tensor_shape{2, 3}));
    EXPECT_EQ(entries[0].type, "f32");
    EXPECT_EQ(entries[0].stored, 6u);
    EXPECT_EQ(entries[1].name, "fc.bias");
    EXPECT_EQ(entries[1].type, "bf16");
    const tensor weight = read_safetensors(file, "fc.weight");
    EXPECT_EQ(weight.shape, (tensor_shape{2, 3}));
    EXPECT_TRUE(weight.has_values);
    EXPECT_EQ(std::get<values>(weight.values), (values{1, 0, -2.5f, 3, 0, 1e-40f}));
    EXPECT_EQ(std::get<values>(read_safetensors(file, "fc.bias").values), (values{1, -2}));
}

TEST_F(safetensors, every_type_reads) {
    const struct {
        const char *dtype, *name;
        std::string bytes;
        values expected;
    } cases[] = {
        {"F16", "f16", little(std::uint16_t{0x3c00}) + little(std::uint16_t{0x8001}), {1, -0x1p-24f}},
        {"BF16", "bf16", little(std::uint16_t{0x3fc0}) + little(std::uint16_t{0xff7f}), {1.5f, -0x1.fep127f}},
        {"F32", "f32", little(0.1f) + little(-0.0f), {0.1f, -0.0f}},
        {"F64", "f64", little(0.1) + little(-1e-300), {0.1f, -0.0f}},
        {"I8", "s8", "\x80\x7f", {-128, 127}},
        {"U8", "u8", "\x80\xff", {128, 255}},
        {"I16", "s16", little(std::uint16_t{0x8000}) + little(std::uint16_t{2}), {-32768, 2}},
        {"U16", "u16", little(std::uint16_t{0x8000}) + little(std::uint16_t{2}), {32768, 2}},
        {"I32", "s32", little(0x80000000u) + little(7u), {-0x1p31f, 7}},
        {"U32", "u32", little(0x80000000u) + little(7u), {0x1p31f, 7}},
        {"I64", "s64", little(~std::uint64_t{0}) + little(std::uint64_t{9}), {-1, 9}},
        {"U64", "u64", little(~std::uint64_t{0}) + little(std::uint64_t{9}), {0x1p64f, 9}},
        {"BOOL", "bool", std::string("\0\1", 2), {0, 1}},
    };
    for (const auto& [dtype, name, bytes, expected] : cases) {
        SCOPED_TRACE(dtype);
        const fs::path file =
            write("w", file_of("{" + part("a", dtype, "[2]", 0, bytes.size()) + "}", bytes));
        EXPECT_EQ(safetensors_tensors(file).at(0).type, name);
        EXPECT_EQ(std::get<values>(read_safetensors(file, "a").values), expected);
    }
}

TEST_F(safetensors, a_single_value_has_no_dimensions) {
    const fs::path file = write("w", file_of("{" + part("a", "U8", "[]", 0, 1) + "}", "\x05"));
    EXPECT_EQ(safetensors_tensors(file).at(0).stored, 1u);
    EXPECT_EQ(std::get<values>(read_safetensors(file, "a").values), values{5});
}

TEST_F(safetensors, a_file_may_hold_no_tensor) {
    EXPECT_TRUE(safetensors_tensors(write("w", file_of("{}"))).empty());
    EXPECT_EQ(refused_to_read("{}"), "w, byte 8: the file holds no tensor 'a'.");
}

TEST_F(safetensors, tensors_that_cannot_be_read_do_not_keep_others_from_being_read) {
    const std::string header = "{" + part("empty", "F32", "[0,4096]", 2, 2) + "," +
                               part("eights", "F8_E4M3", "[2]", 0, 2) + "," + part("ok", "U8", "[1]", 2, 3) +
                               "}";
    const fs::path file = write("w", file_of(header, "abc"));
    const std::vector<tensor_entry> entries = safetensors_tensors(file);
    ASSERT_EQ(entries.size(), 3u);
    EXPECT_EQ(entries[0].shape, (tensor_shape{0, 4096}));
    EXPECT_EQ(entries[0].stored, 0u);
    EXPECT_EQ(entries[1].type, "F8_E4M3");
    EXPECT_EQ(std::get<values>(read_safetensors(file, "ok").values), values{'c'});
    EXPECT_EQ(refusal([&] { read_safetensors(file, "empty"); }),
              "w, byte 9: tensor 'empty': a tensor of 0 x 4096 has no values.");
    EXPECT_EQ(refusal([&] { read_safetensors(file, "eights"); }),
              "w, byte 71: tensor 'eights' is of type 'F8_E4M3', which Lacuna does not read.");
    EXPECT_EQ(refusal([&] { read_safetensors(file, "okay"); }),
              "w, byte 8: the file holds no tensor 'okay'; known are: empty, eights, ok.");
}

TEST_F(safetensors, values_that_are_not_finite_are_refused_with_their_byte) {
    const std::string header = "{" + part("a", "F32", "[3]", 4, 16) + "," + part("b", "F64", "[1]", 16, 24) +
                               "," + part("c", "F16", "[2]", 0, 4) + "}";
    const std::string data = little(std::uint16_t{0}) + little(std::uint16_t{0xfc00}) + little(1.0f) +
                             little(0.0f) + little(std::nanf("")) + little(1e39);
    const std::size_t begin = 8 + header.size();
    EXPECT_EQ(refused_to_read(header, data, "a"),
              fmt::format("w, byte {}: value 2 of tensor 'a' is no finite 32-bit float.", begin + 12));
    EXPECT_EQ(refused_to_read(header, data, "b"),
              fmt::format("w, byte {}: value 0 of tensor 'b' is no finite 32-bit float.", begin + 16));
    EXPECT_EQ(refused_to_read(header, data, "c"),
              fmt::format("w, byte {}: value 1 of tensor 'c' is no finite 32-bit float.", begin + 2));
}

TEST_F(safetensors, headers_of_impossible_length_are_refused) {
    EXPECT_EQ(refusal([&] { safetensors_tensors(write("w", "")); }),
              "w, byte 0: a safetensors file begins with 8 bytes that say how long its header is, but this "
              "file ends before.");
    EXPECT_EQ(refusal([&] { safetensors_tensors(write("w", little(std::uint64_t{100000001}) + "{}")); }),
              "w, byte 0: the header would have 100000001 bytes, but the longest has 100000000.");
    EXPECT_EQ(refusal([&] { safetensors_tensors(write("w", little(std::uint64_t{3}) + "{}")); }),
              "w, byte 10: the file ends inside its header, which has 3 bytes.");
    const std::string no_brace =
        "w, byte 8: the header does not begin with a brace, so this is no safetensors file.";
    EXPECT_EQ(refused(""), no_brace);
    EXPECT_EQ(refused(" {}"), no_brace);
    EXPECT_EQ(refused("[]"), no_brace);
    EXPECT_EQ(refused(std::string("{}\0\0", 4)), "w, byte 10: the header has a zero byte.");
    EXPECT_EQ(refusal([&] { safetensors_tensors(scratch_ / "nowhere"); }), "nowhere: there is no such file.");
}

TEST_F(safetensors, headers_that_are_no_json_are_refused_with_the_byte) {
    EXPECT_EQ(refused(R"({"a")"),
              "w, byte 12: the header is no JSON: syntax error while parsing object separator - unexpected "
              "end of input; expected ':'.");
    EXPECT_EQ(
        refused("{}}"),
        "w, byte 10: the header is no JSON: syntax error while parsing value - unexpected '}'; expected "
        "end of input.");
    EXPECT_EQ(refused("{\"\xff\":1}").substr(0, 36), "w, byte 10: the header is no JSON: s");
    EXPECT_EQ(refused(R"({"a":{"dtype":"F32","shape":[1e999]}})"),
              "w, byte 41: the header is no JSON: number overflow parsing '1e999'.");
}

TEST_F(safetensors, headers_of_another_form_are_refused_with_the_byte) {
    const auto in = [](const std::string& fields) { return R"({"a":{)" + fields + "}}"; };
    EXPECT_EQ(refused(R"({"a":[]})"), "w, byte 13: tensor 'a' is a list, not an object.");
    EXPECT_EQ(refused(R"({"a":"F32"})"), "w, byte 17: tensor 'a' is a text, not an object.");
    EXPECT_EQ(refused(in("")), "w, byte 9: tensor 'a' has no dtype.");
    EXPECT_EQ(refused(in(R"("dtype":"F32")")), "w, byte 9: tensor 'a' has no shape.");
    EXPECT_EQ(refused(in(R"("dtype":"F32","shape":[])")), "w, byte 9: tensor 'a' has no data_offsets.");
    EXPECT_EQ(refused(in(R"("dtype":7)")), "w, byte 23: the dtype of tensor 'a' is a number, not a text.");
    EXPECT_EQ(refused(in(R"("dtype":{"x":{}})")),
              "w, byte 22: the dtype of tensor 'a' is an object, not a text.");
    EXPECT_EQ(refused(in(R"("shape":true)")),
              "w, byte 25: the shape of tensor 'a' is true or false, not a list.");
    const std::string dimension = ", not a whole number from 0.";
    EXPECT_EQ(refused(in(R"("shape":[-1])")),
              "w, byte 25: a dimension of tensor 'a' is a negative number" + dimension);
    EXPECT_EQ(
        refused(in(R"("shape":[1.5])")),
        "w, byte 26: a dimension of tensor 'a' is a number with a fraction or beyond 64 bits" + dimension);
    EXPECT_EQ(
        refused(in(R"("shape":[18446744073709551616])")),
        "w, byte 43: a dimension of tensor 'a' is a number with a fraction or beyond 64 bits" + dimension);
    EXPECT_EQ(refused(in(R"("shape":[[[[)")), "w, byte 23: a dimension of tensor 'a' is a list" + dimension);
    EXPECT_EQ(refused(in(R"("shape":[null])")), "w, byte 26: a dimension of tensor 'a' is null" + dimension);
    for (const char* offsets : {"[]", "[0]", "[0,0,0]", "[0,-1]", "[\"0\",0]", "7", "null", "[[0,0]]"})
        EXPECT_EQ(refused(in(R"("data_offsets":)" + std::string(offsets))),
                  "w, byte 9: the data_offsets of tensor 'a' are not two numbers.")
            << offsets;
    EXPECT_EQ(refused(in(R"("data_offsets":[4,3])")),
              "w, byte 9: the data_offsets of tensor 'a' go backwards, from 4 to 3.");
    EXPECT_EQ(refused(in(R"("dtype":"F32","strides":[1])")),
              "w, byte 28: tensor 'a' has the key 'strides', but a tensor has dtype, shape, data_offsets.");
    EXPECT_EQ(refused(R"({"__metadata__":[]})"), "w, byte 24: the metadata is a list, not an object.");
    EXPECT_EQ(refused(R"({"__metadata__":{"k":1}})"),
              "w, byte 30: the metadata has a number where a text belongs.");
    EXPECT_EQ(refused(R"({"__metadata__":{"k":{"l":"m"}}})"),
              "w, byte 29: the metadata has an object where a text belongs.");
    std::string many = "1";
    for (int i = 0; i < 64; ++i) many += ",1";
    EXPECT_EQ(refused(in(R"("shape":[)" + many + "]")),
              "w, byte 152: tensor 'a' has more than 64 dimensions.");
}

TEST_F(safetensors, keys_that_stand_twice_are_refused_at_every_level) {
    const std::string a = part("a", "U8", "[0]", 0, 0);
    EXPECT_EQ(refused("{" + a + "," + a + "}"),
              fmt::format("w, byte {}: the header names 'a' twice.", 8 + 2 + a.size()));
    EXPECT_EQ(refused("{" + a + R"(,"\u0061":{}})"),
              fmt::format("w, byte {}: the header names 'a' twice.", 8 + 2 + a.size()));
    EXPECT_EQ(refused(R"({"__metadata__":{},"__metadata__":{}})"),
              "w, byte 27: the header names '__metadata__' twice.");
    EXPECT_EQ(refused(R"({"__metadata__":{"k":"","k":""}})"),
              "w, byte 32: the metadata has the key 'k' twice.");
    EXPECT_EQ(refused(R"({"__metadata__":{"\\\"":"","\\\"":""}})"),
              R"(w, byte 35: the metadata has the key '\"' twice.)");
    EXPECT_EQ(refused(R"({"a":{"dtype":"U8","dtype":"U8"}})"),
              "w, byte 27: tensor 'a' has the key 'dtype' twice.");
}

TEST_F(safetensors, shapes_that_disagree_with_the_data_are_refused) {
    const std::string end = " bytes of data.";
    EXPECT_EQ(refused("{" + part("a", "F32", "[3]", 0, 8) + "}", "12345678"),
              "w, byte 9: the shape [3] of tensor 'a' in F32 disagrees with its 8" + end);
    EXPECT_EQ(refused("{" + part("a", "F16", "[2,2]", 0, 4) + "}", "1234"),
              "w, byte 9: the shape [2, 2] of tensor 'a' in F16 disagrees with its 4" + end);
    EXPECT_EQ(refused("{" + part("a", "F32", "[]", 0, 0) + "}"),
              "w, byte 9: the shape [] of tensor 'a' in F32 disagrees with its 0" + end);
    EXPECT_EQ(refused("{" + part("a", "U8", "[4294967296,4294967296]", 0, 0) + "}"),
              "w, byte 9: the shape [4294967296, 4294967296] of tensor 'a' in U8 disagrees with its 0" + end);
    EXPECT_EQ(refused("{" + part("a", "F64", "[2305843009213693952]", 0, 0) + "}"),
              "w, byte 9: the shape [2305843009213693952] of tensor 'a' in F64 disagrees with its 0" + end);
}

TEST_F(safetensors, data_with_holes_overlaps_or_loose_ends_are_refused) {
    EXPECT_EQ(refused("{" + part("a", "U8", "[2]", 0, 2) + "}", "1"),
              "w, byte 9: tensor 'a' ends at byte 2 of the data, but the file holds 1.");
    const std::string two = "{" + part("a", "U8", "[2]", 0, 2) + ",";
    EXPECT_EQ(refused(two + part("b", "U8", "[1]", 3, 4) + "}", "1234"),
              "w, byte 61: tensor 'b' begins at byte 3 of the data, but the one before ends at 2.");
    EXPECT_EQ(refused(two + part("b", "U8", "[1]", 1, 2) + "}", "12"),
              "w, byte 61: tensor 'b' begins at byte 1 of the data, but the one before ends at 2.");
    EXPECT_EQ(refused(two + part("b", "U8", "[0]", 1, 1) + "}", "12"),
              "w, byte 61: tensor 'b' begins at byte 1 of the data, but the one before ends at 2.");
    EXPECT_EQ(refused("{" + part("a", "U8", "[1]", 1, 2) + "}", "12"),
              "w, byte 9: tensor 'a' begins at byte 1 of the data, but the one before ends at 0.");
    EXPECT_EQ(refused("{" + part("a", "U8", "[1]", 0, 1) + "}", "123"),
              "w, byte 62: the last tensor ends here, but 2 bytes follow.");
    EXPECT_EQ(refused("{}", "1"), "w, byte 10: the last tensor ends here, but 1 bytes follow.");
}

TEST_F(safetensors, a_dimension_beyond_32_bits_is_refused_where_it_would_be_named) {
    const std::string header =
        "{" + part("a", "U8", "[4294967296,0]", 0, 0) + "," + part("b", "U8", "[1]", 0, 1) + "}";
    EXPECT_EQ(refused(header, "\7"), "w, byte 9: tensor 'a': a dimension of 4294967296 is beyond 32 bits.");
    EXPECT_EQ(std::get<values>(read_safetensors(scratch_ / "w", "b").values), values{7});
}

/// A small file that has everything, and what it holds.
std::string small_file() {
    return file_of("{" + part("a", "F16", "[2,2]", 0, 8) + R"(,"__metadata__":{"k":"v\n"},)" +
                       part("b", "I8", "[3]", 8, 11) + "} ",
                   std::string("\0\1\2\3\4\5\6\7\1\2\3", 11));
}

TEST_F(safetensors, a_file_cut_off_anywhere_is_refused) {
    const std::string whole = small_file();
    ASSERT_EQ(safetensors_tensors(write("w", whole)).size(), 2u);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const fs::path file = write("w", whole.substr(0, length));
        EXPECT_EQ(refusal([&] { safetensors_tensors(file); }).substr(0, 8), "w, byte ") << length;
    }
}

TEST_F(safetensors, flipped_bits_read_as_something_or_are_refused) {
    const std::string whole = small_file();
    for (std::uint32_t seed = 0; seed < 1500; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        std::string bytes = whole;
        for (int flips = random(1, 3); flips > 0; --flips) {
            char& byte = bytes[static_cast<std::size_t>(random(0, static_cast<int>(bytes.size()) - 1))];
            byte = static_cast<char>(byte ^ (1 << random(0, 7)));
        }
        const fs::path file = write("w", bytes);
        try {
            for (const tensor_entry& entry : safetensors_tensors(file))
                EXPECT_EQ(std::get<values>(read_safetensors(file, entry.name).values).size(), entry.stored);
        } catch (const input_error& error) {
            EXPECT_EQ(std::string(error.what()).find(file.string() + ", byte "), 0u) << error.what();
        }
    }
}

TEST_F(safetensors, headers_nested_without_end_are_refused_at_once) {
    const std::string deep(5'000'000, '[');
    EXPECT_EQ(refused(R"({"a":{"dtype":)" + deep),
              "w, byte 22: the dtype of tensor 'a' is a list, not a text.");
}

TEST_F(safetensors, one_tensor_of_a_huge_file_costs_what_it_holds) {
    constexpr std::uint64_t huge = std::uint64_t{8} << 30;
    const std::string header =
        "{" + part("before", "F32", "[1073741824]", 0, huge / 2) + "," +
        part("a", "F32", "[2]", huge / 2, huge / 2 + 8) + "," +
        part("behind", "U8", "[65536,65528]", huge / 2 + 8, huge / 2 + 8 + std::uint64_t{65536} * 65528) +
        "}";
    const fs::path file = write("w", file_of(header));
    const std::uint64_t begin = 8 + header.size();
    fs::resize_file(file, begin + huge / 2 + 8 + std::uint64_t{65536} * 65528);  // a hole, of zeros
    std::fstream(file, std::ios::binary | std::ios::in | std::ios::out)
        .seekp(static_cast<std::streamoff>(begin + huge / 2))
        .write((little(1.5f) + little(-2.0f)).data(), 8);
    const auto peak = [] {
        rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;  // KiB
    };
    const long before = peak();
    EXPECT_EQ(safetensors_tensors(file).size(), 3u);
    EXPECT_EQ(std::get<values>(read_safetensors(file, "a").values), (values{1.5f, -2}));
    EXPECT_LT(peak() - before, 16 * 1024);
}

}  // namespace
}  // namespace lacuna::formats
