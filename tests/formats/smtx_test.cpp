#include "sim/formats/files/smtx.h"

#include "tests/formats/random_matrix.h"
#include "tests/formats/scratch_folder.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;

const std::string example = "3, 4, 4\n0 2 2 4 \n0 3 1 2 \n";
const csr<float> example_matrix = {3, 4, {0, 2, 2, 4}, {0, 3, 1, 2}, {1, 1, 1, 1}};

const csr<float>& sparse(const tensor& matrix) {
    return std::get<csr<float>>(matrix.values);
}

class smtx : public scratch_folder {
  protected:
    tensor read(const std::string& text) const { return read_smtx(write("a.smtx", text)); }
    std::string refusal_of(const std::string& text) const {
        return refusal([&] { read(text); });
    }
};

TEST_F(smtx, three_lines_are_the_positions_of_a_matrix) {
    const tensor matrix = read(example);
    EXPECT_EQ(matrix.shape, (tensor_shape{3, 4}));
    EXPECT_EQ(sparse(matrix), example_matrix);
    EXPECT_FALSE(matrix.has_values);
    const tensor_entry entry = smtx_entry(at("a.smtx"));
    EXPECT_EQ(entry.shape, (tensor_shape{3, 4}));
    EXPECT_EQ(entry.type, "none");
    EXPECT_EQ(entry.stored, 4u);
}

TEST_F(smtx, commas_and_white_space_part_numbers_and_lines_may_end_without_a_space) {
    EXPECT_EQ(sparse(read("3 4 4\r\n0,2,2,4\r\n0, 3,\t1 2")), example_matrix);
    EXPECT_EQ(sparse(read(example + "\n \n")), example_matrix);
}

TEST_F(smtx, without_entries_the_third_line_is_empty_or_missing) {
    const csr<float> empty = {2, 3, {0, 0, 0}, {}, {}};
    for (const char* end : {"\n", "", " \n"})
        EXPECT_EQ(sparse(read("2, 3, 0\n0 0 0 \n" + std::string(end))), empty);
    write_smtx(at("b.smtx"), {{2, 3}, empty, false});
    EXPECT_EQ(content(at("b.smtx")), "2, 3, 0\n0 0 0 \n\n");
}

TEST_F(smtx, bad_sizes_are_refused_before_they_take_memory) {
    EXPECT_EQ(refusal_of(""), "a.smtx:1: the line ends where a number of rows should stand.");
    EXPECT_EQ(refusal_of("3, 4\n"), "a.smtx:1: the line ends where a number of entries should stand.");
    EXPECT_EQ(refusal_of("3, 4, 4, 5\n"),
              "a.smtx:1: the line should end with the number of entries, but '5' follows.");
    EXPECT_EQ(refusal_of("3, x, 4\n"),
              "a.smtx:1: a number of columns is needed, but 'x' is no whole number.");
    EXPECT_EQ(refusal_of("0, 4, 0\n0\n\n"), "a.smtx:1: a tensor of 0 x 4 has no values.");
    EXPECT_EQ(refusal_of("65536, 65536, 0\n"),
              "a.smtx:1: a tensor of 65536 x 65536 has more than 2147483647 values, which is the most that "
              "Lacuna reads.");
    EXPECT_EQ(refusal_of("3, 4, 13\n"), "a.smtx:1: a matrix of 3 x 4 has no room for 13 entries.");
    EXPECT_EQ(refusal_of("2147483647, 1, 0\n0 0 0\n\n"),
              "a.smtx:2: 2147483648 row pointers should stand here, but the line has 5 bytes only.");
    EXPECT_EQ(refusal_of("1, 2147483647, 2147483647\n0 2147483647\n1 2\n"),
              "a.smtx:3: 2147483647 columns should stand here, but the line has 3 bytes only.");
}

TEST_F(smtx, bad_row_pointers_name_the_row) {
    EXPECT_EQ(refusal_of("3, 4, 4\n"), "a.smtx:1: the file ends where the row pointers should stand.");
    EXPECT_EQ(refusal_of("3, 4, 4\n1 2 2 4 \n0 3 1 2 \n"), "a.smtx:2: the first row pointer is 1, not 0.");
    EXPECT_EQ(refusal_of("3, 4, 4\n0 2 1 4 \n0 3 1 2 \n"),
              "a.smtx:2: the pointers of row 1 go backwards, from 2 to 1.");
    EXPECT_EQ(refusal_of("3, 4, 4\n0 2 2 5 \n0 3 1 2 \n"),
              "a.smtx:2: a row pointer is needed, but 5 is greater than 4.");
    EXPECT_EQ(refusal_of("3, 4, 4\n0 2 2 3 \n0 3 1 2 \n"),
              "a.smtx:2: the last row pointer is 3, but the number of entries is 4.");
    EXPECT_EQ(refusal_of("3, 4, 4\n00 02 2 \n0 3 1 2 \n"),
              "a.smtx:2: the line ends where a row pointer should stand.");
    EXPECT_EQ(refusal_of("3, 4, 4\n0 2 2 4 4 \n0 3 1 2 \n"),
              "a.smtx:2: the line should end with the last row pointer, but '4' follows.");
}

TEST_F(smtx, bad_columns_name_the_row) {
    EXPECT_EQ(refusal_of("3, 4, 4\n0 2 2 4 \n"), "a.smtx:2: the file ends where the columns should stand.");
    EXPECT_EQ(refusal_of("3, 4, 4\n0 2 2 4 \n0 4 1 2 \n"),
              "a.smtx:3: column 4 in row 0 is outside the matrix, which has 4.");
    EXPECT_EQ(refusal_of("3, 4, 4\n0 2 2 4 \n0 3 2 2 \n"),
              "a.smtx:3: column 2 follows column 2 in row 2, but they must rise.");
    EXPECT_EQ(refusal_of("3, 4, 4\n0 2 2 4 \n0 -3 1 2 \n"),
              "a.smtx:3: a column is needed, but '-3' is no whole number.");
    EXPECT_EQ(refusal_of("3, 4, 4\n0 2 2 4 \n0 03 1  \n"),
              "a.smtx:3: the line ends where a column should stand.");
    EXPECT_EQ(refusal_of("3, 4, 4\n0 2 2 4 \n0 3 1 2 3 \n"),
              "a.smtx:3: the line should end with the last column, but '3' follows.");
    EXPECT_EQ(refusal_of(example + "1\n"),
              "a.smtx:4: a file of this kind has three lines, but another follows them.");
}

TEST_F(smtx, every_truncation_that_loses_a_number_is_refused) {
    for (std::size_t bytes = 0; bytes + 2 < example.size(); ++bytes)
        EXPECT_EQ(refusal_of(example.substr(0, bytes)).substr(0, 7), "a.smtx:") << bytes << " bytes";
}

TEST_F(smtx, writing_and_reading_gives_the_same_positions) {
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const coo<float> entries = random_matrix<float>(random, 20, 20, 1, 1);
        if (entries.rows == 0 || entries.columns == 0) continue;
        const csr<float> rows = encode_csr(entries);
        write_smtx(at("s.smtx"), {{entries.rows, entries.columns}, rows, false});
        EXPECT_EQ(sparse(read_smtx(at("s.smtx"))), rows);
        std::vector<float> values(entries.rows * entries.columns);
        for (std::size_t i = 0; i < entries.row.size(); ++i)
            values[entries.row[i] * entries.columns + entries.column[i]] = 0.5f;
        write_smtx(at("d.smtx"), {{entries.rows, entries.columns}, values, true});
        EXPECT_EQ(content(at("d.smtx")), content(at("s.smtx")));
    }
}

TEST_F(smtx, the_writer_leaves_stored_zeros_out_and_refuses_what_is_no_matrix) {
    write_smtx(at("a.smtx"), {{1, 3}, csr<float>{1, 3, {0, 3}, {0, 1, 2}, {1, 0, 2}}, true});
    EXPECT_EQ(content(at("a.smtx")), "1, 3, 2\n0 2 \n0 2 \n");
    EXPECT_EQ(refusal([&] {
                  write_smtx(at("b.smtx"), {{2}, std::vector<float>{1, 2}, true});
              }),
              "b.smtx: an smtx file holds a matrix, but the tensor is 2.");
}

TEST_F(smtx, the_published_collection_survives_reading_and_writing_byte_for_byte) {
    const fs::path collection = published_data("dlmc");
    if (collection.empty()) GTEST_SKIP() << "LACUNA_DATA names no folder that holds dlmc";
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(collection)) {
        if (entry.path().extension() != ".smtx") continue;
        ++files;
        const tensor matrix = read_smtx(entry.path());
        check(sparse(matrix));
        write_smtx(at("again.smtx"), matrix);
        EXPECT_TRUE(content(at("again.smtx")) == content(entry.path())) << entry.path();
    }
    EXPECT_GT(files, 0u);
}

}  // namespace
}  // namespace lacuna::formats
