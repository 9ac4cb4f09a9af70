#include "sim/formats/files/npy.h"

#include <gtest/gtest.h>

#include <fmt/ranges.h>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

#include "tests/config/sentence.h"
#include "tests/formats/array_files.h"
#include "tests/formats/made_by_numpy.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;

const float infinity = std::numeric_limits<float>::infinity();

class npy_file : public testing::Test {
  protected:
    tensor read(const std::string& bytes) const { return read_npy(scratch_.write("a.npy", bytes)); }
    std::string refusal(const std::string& bytes) const {
        return scratch_.shortened(config::sentence_of([&] { read(bytes); }));
    }
    std::string refusal_to_write(const tensor& values, const std::string& name = "out.npy") const {
        return scratch_.shortened(config::sentence_of([&] { write_npy(scratch_ / name, values); }));
    }
    std::string bytes_of(const fs::path& file) const {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    test::scratch_folder scratch_;
};

using floats = std::vector<float>;
const std::string one_two = std::string("\0\0\x80\x3f", 4) + std::string("\0\0\0\x40", 4);  // 1, 2 as <f4

TEST_F(npy_file, a_file_written_by_hand_reads) {
    const tensor values = read(npy(dictionary("<f4", "(2,)"), one_two));
    EXPECT_EQ(values.shape, tensor_shape{2});
    EXPECT_EQ(std::get<floats>(values.values), (floats{1, 2}));
    EXPECT_TRUE(values.has_values);
    const std::vector<tensor_entry> entries = npy_tensors(scratch_ / "a.npy");
    ASSERT_EQ(entries.size(), 1u);
    expect_same_entry(entries[0], {"", {2}, "f32", 2});
}

TEST_F(npy_file, the_dictionary_may_have_any_order_quotes_and_space) {
    for (const char* text :
         {"{'descr':'<f4','fortran_order':False,'shape':(2,)}",
          "{ \"shape\" : ( 2 , ) , \"descr\" : \"<f4\" , \"fortran_order\" : True , } \t \n\n",
          "{'fortran_order': False, 'shape': (1, 2), 'descr': '<f4'}",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (2L,)}",
          "\n{'descr': 'f4', 'fortran_order': False, 'shape': (2, 1,), }  "})
        for (int version = 1; version <= 3; ++version)
            EXPECT_EQ(all_values(read(npy(text, one_two, version))), (floats{1, 2})) << text;
}

TEST_F(npy_file, a_single_value_has_no_dimensions) {
    const tensor values = read(npy(dictionary("<f4", "()"), one_two.substr(4)));
    EXPECT_EQ(values.shape, tensor_shape{});
    EXPECT_EQ(all_values(values), floats{2});
}

TEST_F(npy_file, all_types_and_byte_orders_read) {
    EXPECT_EQ(all_values(read(npy(dictionary("|b1", "(2,)"), std::string("\0\1", 2)))), (floats{0, 1}));
    EXPECT_EQ(all_values(read(npy(dictionary("|i1", "(2,)"), "\xff\x7f"))), (floats{-1, 127}));
    EXPECT_EQ(all_values(read(npy(dictionary("<u1", "(2,)"), "\xff\x7f"))), (floats{255, 127}));
    EXPECT_EQ(all_values(read(npy(dictionary(">i2", "(1,)"), "\xff\xfe"))), floats{-2});
    EXPECT_EQ(all_values(read(npy(dictionary("<i2", "(1,)"), "\xfe\xff"))), floats{-2});
    EXPECT_EQ(all_values(read(npy(dictionary("=u2", "(1,)"), "\xfe\xff"))), floats{65534});
    EXPECT_EQ(all_values(read(npy(dictionary(">u4", "(1,)"), std::string("\0\0\1\2", 4)))), floats{258});
    EXPECT_EQ(all_values(read(npy(dictionary("<i8", "(1,)"), std::string(8, '\xff')))), floats{-1});
    EXPECT_EQ(all_values(read(npy(dictionary(">f2", "(1,)"), std::string("\x3c\0", 2)))), floats{1});
    EXPECT_EQ(all_values(read(npy(dictionary("<f8", "(1,)"), number(0xBFF8000000000000, 8)))), floats{-1.5f});
}

TEST_F(npy_file, fortran_order_becomes_row_major) {
    const std::string data = "\1\2\3\4\5\6";
    EXPECT_EQ(all_values(read(npy(dictionary("|u1", "(2, 3)", true), data))), (floats{1, 3, 5, 2, 4, 6}));
    EXPECT_EQ(all_values(read(npy(dictionary("|u1", "(3, 1, 2)", true), data))), (floats{1, 4, 2, 5, 3, 6}));
    EXPECT_EQ(all_values(read(npy(dictionary("|u1", "(6,)", true), data))), (floats{1, 2, 3, 4, 5, 6}));
}

/// By the definition: the value at (i0, i1, ...) of Fortran's order stands at i0 + s0 * (i1 + s1 * (i2 +
/// ...)).
TEST_F(npy_file, fortran_order_of_any_number_of_dimensions_becomes_row_major) {
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        std::vector<int> shape(static_cast<std::size_t>(random(1, 6)));
        std::size_t size = 1;
        for (int& dimension : shape) {
            dimension = random(0, 3) ? random(1, 5) : 1;
            if (shape.size() < 3) dimension *= random(1, 20);
            size *= static_cast<std::size_t>(dimension);
        }
        std::string data(2 * size, '\0');
        floats expected(size);
        for (std::size_t i = 0; i < size; ++i) {
            std::size_t rest = i, at = 0, step = size;
            for (std::size_t d = shape.size(); d-- > 0;) {
                const auto dimension = static_cast<std::size_t>(shape[d]);
                step /= dimension;
                at += rest % dimension * step;
                rest /= dimension;
            }
            expected[i] = static_cast<float>(random(0, 65535));
            data.replace(2 * at, 2, number(static_cast<std::uint64_t>(expected[i]), 2));
        }
        const std::string text = fmt::format("({},)", fmt::join(shape, ", "));
        EXPECT_EQ(all_values(read(npy(dictionary("<u2", text, true), data))), expected);
    }
}

TEST_F(npy_file, a_file_that_is_none_is_told) {
    EXPECT_EQ(refusal(""), "a.npy, byte 0: the .npy array ends inside its header.");
    EXPECT_EQ(refusal("PK\x03\x04"), "a.npy, byte 0: this is no .npy array, which begins with \\x93NUMPY.");
    EXPECT_EQ(refusal(npy(dictionary("<f4", "(2,)"), one_two, 4)),
              "a.npy, byte 6: version 4.0 of .npy is unknown; known are 1.0, 2.0 and 3.0.");
    EXPECT_EQ(refusal("\x93NUMPY\x01\x01          "),
              "a.npy, byte 6: version 1.1 of .npy is unknown; known are 1.0, 2.0 and 3.0.");
    EXPECT_EQ(refusal(std::string("\x93NUMPY\x02\0\xff\xff\xff\xff", 12)),
              "a.npy, byte 8: a header of 4294967295 bytes is longer than any that Lacuna reads, 65535.");
    EXPECT_EQ(scratch_.shortened(config::sentence_of([&] { read_npy(scratch_ / "none.npy"); })),
              "none.npy: there is no such file.");
}

TEST_F(npy_file, a_dictionary_that_is_none_names_the_byte) {
    const auto of = [&](const std::string& text) { return refusal(npy(text, one_two)); };
    const std::string rest = "'fortran_order': False, 'shape': (2,)}";
    EXPECT_EQ(of("['descr']"),
              "a.npy, byte 10: a dictionary is expected here in the header, not '['descr']'.");
    EXPECT_EQ(of("{'descr': '<f4', 'descr': '<f4', " + rest),
              "a.npy, byte 27: the header has the key 'descr' twice.");
    EXPECT_EQ(
        of("{'descr': '<f4', 'align': 1, " + rest),
        "a.npy, byte 27: the header has a key 'align', which is none of descr, fortran_order and shape.");
    EXPECT_EQ(of("{" + rest), "a.npy, byte 10: the header has no key 'descr'.");
    EXPECT_EQ(of("{'descr': '<f4', 'shape': (2,)}"),
              "a.npy, byte 10: the header has no key 'fortran_order'.");
    EXPECT_EQ(of("{'descr': '<f4', 'fortran_order': False}"),
              "a.npy, byte 10: the header has no key 'shape'.");
    EXPECT_EQ(of("{'descr': '<f4' " + rest),
              "a.npy, byte 26: a comma or the end of the dictionary is expected here in the header, not "
              "''fortran_order': Fal'.");
    EXPECT_EQ(of("{'descr' '<f4'"), "a.npy, byte 19: a colon is expected here in the header, not ''<f4''.");
    EXPECT_EQ(
        of("{'descr': '<f4"),
        "a.npy, byte 20: a string that ends, without escapes, is expected here in the header, not ''<f4'.");
    EXPECT_EQ(of("{'descr': '\\x3cf4', "),
              "a.npy, byte 20: a string that ends, without escapes, is expected here in the header, not "
              "''\\x3cf4', '.");
    EXPECT_EQ(of("{'descr': 4, "),
              "a.npy, byte 20: a string in quotes is expected here in the header, not '4, '.");
    EXPECT_EQ(of("{'fortran_order': 0"),
              "a.npy, byte 28: True or False is expected here in the header, not '0'.");
    EXPECT_EQ(of("{'descr': '<f4', " + rest + " x"),
              "a.npy, byte 66: nothing but white space is expected here in the header, not 'x'.");
    EXPECT_EQ(of("{'descr': '<f4', "),
              "a.npy, byte 27: the header ends here, but a string in quotes is expected.");
}

TEST_F(npy_file, a_shape_that_is_none_names_the_byte) {
    const auto of = [&](const std::string& shape) {
        return refusal(npy("{'shape': " + shape + "}", one_two));
    };
    const std::string here = " is expected here in the header, not ";
    EXPECT_EQ(of("2"), "a.npy, byte 20: a tuple of whole numbers" + here + "'2}'.");
    EXPECT_EQ(of("(2)"), "a.npy, byte 22: a comma, since (1) is no tuple in Python," + here + "')}'.");
    EXPECT_EQ(of("(-1,)"), "a.npy, byte 21: a whole number of at least 0" + here + "'-1,)}'.");
    EXPECT_EQ(of("(,)"), "a.npy, byte 21: a whole number of at least 0" + here + "',)}'.");
    EXPECT_EQ(of("(2.0,)"), "a.npy, byte 22: a comma, since (1) is no tuple in Python," + here + "'.0,)}'.");
    EXPECT_EQ(of("(02,)"), "a.npy, byte 21: a number without leading zeros" + here + "'02,)}'.");
    EXPECT_EQ(of("(18446744073709551616,)"),
              "a.npy, byte 21: a number below 2^64" + here + "'18446744073709551616'.");
    EXPECT_EQ(of("(1, 2"), "a.npy, byte 25: a comma or the end of the tuple" + here + "'}'.");
    std::string many;
    for (int i = 0; i < 65; ++i) many += "1,";
    EXPECT_EQ(of("(" + many + ")"), "a.npy, byte 149: the tuple has more than 64 numbers.");
}

TEST_F(npy_file, types_that_no_tensor_has_are_named) {
    const auto of = [&](const std::string& descr) {
        return refusal(npy("{'descr': " + descr + ", 'fortran_order': False, 'shape': (1,)}", one_two));
    };
    const std::string tail = " is no tensor; Lacuna reads b1, i1 to i8, u1 to u8, f2, f4 and f8.";
    EXPECT_EQ(of("'<c8'"), "a.npy, byte 20: an array of complex numbers ('<c8')" + tail);
    EXPECT_EQ(of("'|S8'"), "a.npy, byte 20: an array of strings of bytes ('|S8')" + tail);
    EXPECT_EQ(of("'<U2'"), "a.npy, byte 20: an array of strings ('<U2')" + tail);
    EXPECT_EQ(of("'|O'"), "a.npy, byte 20: an array of Python objects ('|O')" + tail);
    EXPECT_EQ(of("'<M8[ns]'"), "a.npy, byte 20: an array of dates or times ('<M8[ns]')" + tail);
    EXPECT_EQ(of("'|V8'"), "a.npy, byte 20: an array of bytes without a type ('|V8')" + tail);
    EXPECT_EQ(of("[('a]', '<f4'), ('b', '<f4', (2,))]"),
              "a.npy, byte 20: an array of structured values ('[('a]', '<f4'), ('b', '<f4', (2,))]')" + tail);
    for (const char* descr : {"'<f16'", "'<f3'", "''", "'<'", "'|f4'", "'<<f4'", "'float32'", "'<i16'"})
        EXPECT_EQ(of(descr), "a.npy, byte 20: an array of a type (" + std::string(descr) + ")" + tail);
    for (const char* descr : {"'<V2'", "'|V2'"})
        EXPECT_EQ(of(descr),
                  "a.npy, byte 20: an array of bytes without a type (" + std::string(descr) +
                      ") is no tensor, and bf16, which may be meant, has no name of its own in NumPy: "
                      "store it as f4; Lacuna reads b1, i1 to i8, u1 to u8, f2, f4 and f8.");
    EXPECT_EQ(of("[[('a', '<f4')]"),
              "a.npy, byte 75: the header ends here, but the end of a list or tuple is expected.");
}

TEST_F(npy_file, data_shorter_or_longer_than_the_shape_are_refused) {
    EXPECT_EQ(refusal(npy(dictionary("<f4", "(3,)"), one_two)),
              "a.npy, byte 76: the data end here, but an array of (3) values of f32 ends at byte 80.");
    EXPECT_EQ(refusal(npy(dictionary("<f4", "(1, 1)"), one_two)),
              "a.npy, byte 74: an array of (1, 1) values of f32 ends here, but there are 78 bytes.");
}

TEST_F(npy_file, shapes_that_overflow_or_hold_nothing_are_refused_before_memory_is_spent) {
    const std::string most = " values, which is the most that Lacuna reads.";
    EXPECT_EQ(refusal(npy(dictionary("<f4", "(4294967296, 4294967296)"), "")),
              "a.npy, byte 60: a tensor of 4294967296 x 4294967296 has more than 2147483647" + most);
    EXPECT_EQ(refusal(npy(dictionary("<f4", "(65536, 32768)"), "")),
              "a.npy, byte 60: a tensor of 65536 x 32768 has more than 2147483647" + most);
    EXPECT_EQ(refusal(npy(dictionary("<f8", "(2147483647,)"), "")),
              "a.npy, byte 77: the data end here, but an array of (2147483647) values of f64 ends at byte "
              "17179869253.");
    EXPECT_EQ(refusal(npy(dictionary("<f4", "(2, 0)"), "")),
              "a.npy, byte 60: a tensor of 2 x 0 has no values.");
}

TEST_F(npy_file, values_that_are_not_finite_name_byte_and_index) {
    const std::string nan = number(0x7FC00000, 4), minus_infinity = number(0xFF800000, 4);
    EXPECT_EQ(refusal(npy(dictionary("<f4", "(2, 2)"), one_two + nan + nan)),
              "a.npy, byte 78: the value at (1, 0) is nan as a 32-bit float, not finite.");
    EXPECT_EQ(refusal(npy(dictionary("<f4", "(2, 2)", true), one_two + minus_infinity + nan)),
              "a.npy, byte 77: the value at (0, 1) is -inf as a 32-bit float, not finite.");
    EXPECT_EQ(refusal(npy(dictionary("<f8", "()"), number(0x7E37E43C8800759C, 8))),  // 1e300
              "a.npy, byte 66: the value at () is inf as a 32-bit float, not finite.");
}

TEST_F(npy_file, every_truncation_is_refused) {
    const auto read = [](const fs::path& file) { read_npy(file); };
    refuse_every_truncation(scratch_, npy(dictionary("<f4", "(2,)"), one_two), read);
    refuse_every_truncation(scratch_, npy(dictionary("<f4", "(2,)"), one_two, 3), read);
}

TEST_F(npy_file, no_damage_breaks_the_reader) {
    survive_damage(scratch_, npy(dictionary("<f2", "(2, 2, 1)", true), one_two), 600,
                   [](const fs::path& file) {
                       npy_tensors(file);
                       read_npy(file);
                   });
}

TEST_F(npy_file, a_tensor_is_written_as_numpy_writes_it) {
    write_npy(scratch_ / "out.npy", {{1, 2}, floats{1, 2}});
    const std::string text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
    EXPECT_EQ(bytes_of(scratch_ / "out.npy"),
              npy(text + std::string(117 - text.size(), ' ') + "\n", one_two));  // 10 + 118 = 2 * 64
}

TEST_F(npy_file, random_tensors_survive_writing_and_reading) {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        tensor values;
        std::size_t size = 1;
        for (int i = random(0, 6); i > 0; --i) {
            values.shape.push_back(static_cast<std::uint32_t>(random(1, 5)));
            size *= values.shape.back();
        }
        floats numbers(size);
        for (float& number : numbers)
            number = std::ldexp(static_cast<float>(random(-(1 << 24), 1 << 24)), random(-140, 100));
        values.values = numbers;
        write_npy(scratch_ / "out.npy", values);
        const tensor again = read_npy(scratch_ / "out.npy");
        EXPECT_EQ(again.shape, values.shape);
        EXPECT_EQ(std::get<floats>(again.values), numbers);
        EXPECT_EQ(bytes_of(scratch_ / "out.npy").size() % 64, 4 * size % 64);
    }
}

TEST_F(npy_file, a_sparse_tensor_is_written_with_its_zeros) {
    write_npy(scratch_ / "out.npy", {{2, 3}, csr<float>{2, 3, {0, 1, 3}, {2, 0, 1}, {5, 6, 7}}});
    const tensor again = read_npy(scratch_ / "out.npy");
    EXPECT_EQ(again.shape, (tensor_shape{2, 3}));
    EXPECT_EQ(std::get<floats>(again.values), (floats{0, 0, 5, 6, 7, 0}));
}

TEST_F(npy_file, what_could_not_be_read_back_is_not_written) {
    EXPECT_EQ(refusal_to_write({{3}, floats{1, 2}}), "out.npy: a tensor of 3 has 3 values, not 2.");
    EXPECT_EQ(refusal_to_write({{2}, floats{1, infinity}}), "out.npy: value 1 is inf, not finite.");
    EXPECT_EQ(refusal_to_write({{0}, floats{}}), "out.npy: a tensor of 0 has no values.");
    EXPECT_EQ(refusal_to_write({tensor_shape(65, 1), floats{1}}),
              "out.npy: a tensor has 65 dimensions, but an .npy array has at most 64.");
    EXPECT_EQ(refusal_to_write({{2, 2}, csr<float>{2, 3, {0, 0, 0}, {}, {}}}),
              "out.npy: a tensor of 2 x 2 holds a sparse matrix of 2 x 3.");
    EXPECT_EQ(refusal_to_write({{1, 2}, csr<float>{1, 2, {0, 2}, {1, 0}, {1, 1}}}),
              "out.npy: CSR row 0, entry 1: column 0 follows column 1, but they must rise.");
    EXPECT_FALSE(fs::exists(scratch_ / "out.npy"));
    EXPECT_EQ(refusal_to_write({{2}, floats{1, 2}}, "nowhere/out.npy"),
              "Cannot write nowhere/out.npy: No such file or directory.");
}

TEST_F(npy_file, files_of_numpy_read_as_numpy_reads_them) {
    const std::string python = python_with_numpy();
    if (python.empty()) GTEST_SKIP() << "there is no python3 with numpy and scipy";
    const std::vector<numpy_tensor> made = made_by_numpy(python, "make npy " + (scratch_ / "").string());
    ASSERT_GT(made.size(), 400u);
    for (const numpy_tensor& expected : made) {
        SCOPED_TRACE(expected.file);
        expect_same_entry(npy_tensors(scratch_ / expected.file)[0], expected.entry);
        const tensor values = read_npy(scratch_ / expected.file);
        EXPECT_EQ(values.shape, expected.entry.shape);
        EXPECT_EQ(std::get<floats>(values.values), expected.values);
    }
}

TEST_F(npy_file, numpy_reads_what_is_written) {
    const std::string python = python_with_numpy();
    if (python.empty()) GTEST_SKIP() << "there is no python3 with numpy and scipy";
    write_npy(scratch_ / "one.npy", {{}, floats{-0.1f}});
    write_npy(scratch_ / "two.npy", {{3, 2}, floats{1, 2, 3, 4, 5, 0x1p-149f}});
    write_npy(scratch_ / "three.npy", {{1, 2, 1, 1}, floats{1, 0x1.fffffep127f}});
    const std::vector<numpy_tensor> shown = made_by_numpy(
        python, fmt::format("show {} {} {}", (scratch_ / "one.npy").string(), (scratch_ / "two.npy").string(),
                            (scratch_ / "three.npy").string()));
    ASSERT_EQ(shown.size(), 3u);
    for (const numpy_tensor& tensor : shown) {
        const auto written = read_npy(scratch_ / tensor.file);
        expect_same_entry(tensor.entry, npy_tensors(scratch_ / tensor.file)[0]);
        EXPECT_EQ(tensor.values, std::get<floats>(written.values)) << tensor.file;
    }
    EXPECT_EQ(shown[1].values, (floats{1, 2, 3, 4, 5, 0x1p-149f}));
}

}  // namespace
}  // namespace lacuna::formats
