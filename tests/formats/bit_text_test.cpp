#include "sim/formats/files/bit_text.h"

#include <numeric>

#include "tests/formats/scratch_folder.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;

class bit_text : public scratch_folder {
  protected:
    std::string refusal_of(const std::string& text, std::uint32_t rows, std::uint32_t columns) const {
        return refusal([&] { read_bit_text(write("a.txt", text), rows, columns); });
    }
};

TEST_F(bit_text, digits_are_values_row_by_row_whatever_white_space_parts_them) {
    for (const char* text : {"011010", "011\n010\n", " 0 1\t1 0\r\n1\v0\f"}) {
        const fs::path file = write("a.txt", text);
        EXPECT_EQ(bit_text_size(file), 6u);
        const tensor mask = read_bit_text(file, 2, 3);
        EXPECT_EQ(mask.shape, (tensor_shape{2, 3}));
        EXPECT_EQ(std::get<std::vector<float>>(mask.values), (std::vector<float>{0, 1, 1, 0, 1, 0}));
        EXPECT_FALSE(mask.has_values);
    }
    EXPECT_EQ(bit_text_size(write("a.txt", "")), 0u);
}

TEST_F(bit_text, other_characters_and_numbers_of_digits_are_refused) {
    EXPECT_EQ(refusal_of("0120", 2, 2), "a.txt, byte 2: '2' is neither 0 nor 1.");
    EXPECT_EQ(refusal_of("01\xff", 2, 1), "a.txt, byte 2: '\\xff' is neither 0 nor 1.");
    EXPECT_EQ(refusal_of(std::string("01\0", 3), 2, 1), "a.txt, byte 2: '\\x00' is neither 0 nor 1.");
    EXPECT_EQ(refusal([&] { bit_text_size(write("a.txt", "0,1")); }),
              "a.txt, byte 1: ',' is neither 0 nor 1.");
    EXPECT_EQ(refusal_of("0110\n", 2, 3),
              "a.txt, byte 5: the file has 4 digits, but a mask of 2 x 3 needs 6.");
    EXPECT_EQ(refusal_of("0110", 1, 3), "a.txt, byte 4: the file has 4 digits, but a mask of 1 x 3 needs 3.");
    EXPECT_EQ(refusal_of("", 1, 2147483647),
              "a.txt, byte 0: the file has 0 digits, but a mask of 1 x 2147483647 needs 2147483647.");
    EXPECT_EQ(refusal_of("0", 0, 3), "a.txt: a tensor of 0 x 3 has no values.");
    EXPECT_EQ(refusal_of("0", 4294967295, 4294967295),
              "a.txt: a tensor of 4294967295 x 4294967295 has more than 2147483647 values, which is the most "
              "that Lacuna reads.");
}

TEST_F(bit_text, every_truncation_is_refused) {
    const std::string whole = "0110\n0101\n1";
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes)
        EXPECT_NE(refusal_of(whole.substr(0, bytes), 3, 3), "");
}

TEST_F(bit_text, the_published_masks_can_be_read) {
    const fs::path masks = published_data("mobilenet05-masks");
    if (masks.empty()) GTEST_SKIP() << "LACUNA_DATA names no folder that holds mobilenet05-masks";
    EXPECT_EQ(bit_text_size(masks / "L07_weights.txt"), 64u * 64);
    const tensor weights = read_bit_text(masks / "L13_weights.txt", 256, 128);
    const auto& values = std::get<std::vector<float>>(weights.values);
    const float ones = std::accumulate(values.begin(), values.end(), 0.0f);
    EXPECT_GT(ones, 0);
    EXPECT_LT(ones, 32768);
}

}  // namespace
}  // namespace lacuna::formats
