#include "sim/formats/files/matrix_market.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>

#include "tests/formats/random_matrix.h"
#include "tests/formats/scratch_folder.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;

const std::string coordinate = "%%MatrixMarket matrix coordinate real general\n";

const csr<float>& sparse(const tensor& matrix) {
    return std::get<csr<float>>(matrix.values);
}
const std::vector<float>& dense(const tensor& matrix) {
    return std::get<std::vector<float>>(matrix.values);
}

class matrix_market : public scratch_folder {
  protected:
    tensor read(const std::string& text) const { return read_matrix_market(write("a.mtx", text)); }
    std::string refusal_of(const std::string& text) const {
        return refusal([&] { read(text); });
    }
};

TEST_F(matrix_market, coordinates_in_any_order_become_csr) {
    const tensor matrix = read(coordinate +
                               "% a comment\n\n%another\n3 4 5\n3 1 -2\n1 4 1.5e1\n\n1 1 .5\n% in between\n"
                               "  3\t3   +4.25  \r\n1 2 7");
    EXPECT_EQ(matrix.shape, (tensor_shape{3, 4}));
    EXPECT_EQ(sparse(matrix), (csr<float>{3, 4, {0, 3, 3, 5}, {0, 1, 3, 0, 2}, {0.5f, 7, 15, -2, 4.25f}}));
    EXPECT_TRUE(matrix.has_values);
}

TEST_F(matrix_market, header_words_have_no_case) {
    const tensor matrix = read("%%matrixmarket MATRIX Coordinate Integer GENERAL\r\n1 2 1\r\n1 2 -3\r\n");
    EXPECT_EQ(sparse(matrix), (csr<float>{1, 2, {0, 1}, {1}, {-3}}));
}

TEST_F(matrix_market, a_pattern_has_positions_alone) {
    const tensor matrix = read("%%MatrixMarket matrix coordinate pattern general\n2 2 2\n2 1\n1 2\n");
    EXPECT_EQ(sparse(matrix), (csr<float>{2, 2, {0, 1, 2}, {1, 0}, {1, 1}}));
    EXPECT_FALSE(matrix.has_values);
}

TEST_F(matrix_market, a_matrix_may_have_no_entries) {
    EXPECT_EQ(sparse(read(coordinate + "2 3 0\n")), (csr<float>{2, 3, {0, 0, 0}, {}, {}}));
    EXPECT_EQ(sparse(read(coordinate + "2 3 0")), (csr<float>{2, 3, {0, 0, 0}, {}, {}}));
}

TEST_F(matrix_market, explicit_zeros_and_values_too_small_for_a_float_are_no_entries) {
    const tensor matrix = read(coordinate + "2 2 4\n1 1 0\n1 2 1e-60\n2 1 3\n2 2 -0.0\n");
    EXPECT_EQ(sparse(matrix), (csr<float>{2, 2, {0, 0, 1}, {0}, {3}}));
    const std::string zeros(400, '0');
    for (const std::string& beyond_double :
         {std::string("1e-400"), std::string("-12.5e-99999999999999999999"), "0." + zeros + "1",
          "0." + zeros + "1e+30", "." + zeros + "7E-0", "1" + zeros + "e-900"})
        EXPECT_EQ(sparse(read(coordinate + "1 1 1\n1 1 " + beyond_double + "\n")).stored(), 0u)
            << beyond_double;
    EXPECT_EQ(sparse(read(coordinate + "1 1 1\n1 1 0." + zeros + "5e+401\n")).value, std::vector<float>{5});
}

TEST_F(matrix_market, the_other_triangle_is_filled_in) {
    EXPECT_EQ(
        sparse(read("%%MatrixMarket matrix coordinate real symmetric\n3 3 4\n3 1 2\n1 1 1\n3 2 4\n2 2 3\n")),
        (csr<float>{3, 3, {0, 2, 4, 6}, {0, 2, 1, 2, 0, 1}, {1, 2, 3, 4, 2, 4}}));
    EXPECT_EQ(
        sparse(read("%%MatrixMarket matrix coordinate real skew-symmetric\n3 3 3\n3 1 2\n2 1 1\n2 2 0\n")),
        (csr<float>{3, 3, {0, 2, 3, 4}, {1, 2, 0, 0}, {-1, -2, 1, 2}}));
    EXPECT_EQ(sparse(read("%%MatrixMarket matrix coordinate pattern symmetric\n2 2 1\n2 1\n")),
              (csr<float>{2, 2, {0, 1, 2}, {1, 0}, {1, 1}}));
}

TEST_F(matrix_market, arrays_go_down_the_columns) {
    const tensor matrix = read("%%MatrixMarket matrix array real general\n%\n2 3\n1\n4\n2\n5\n\n3\n0\n");
    EXPECT_EQ(matrix.shape, (tensor_shape{2, 3}));
    EXPECT_EQ(dense(matrix), (std::vector<float>{1, 2, 3, 4, 5, 0}));
    EXPECT_EQ(dense(read("%%MatrixMarket matrix array integer symmetric\n2 2\n1\n2\n3")),
              (std::vector<float>{1, 2, 2, 3}));
    EXPECT_EQ(dense(read("%%MatrixMarket matrix array real skew-symmetric\n3 3\n1\n2\n3")),
              (std::vector<float>{0, -1, -2, 1, 0, -3, 2, 3, 0}));
    EXPECT_EQ(dense(read("%%MatrixMarket matrix array real skew-symmetric\n1 1\n")), (std::vector<float>{0}));
}

TEST_F(matrix_market, the_entry_of_a_file_is_known_by_its_first_lines) {
    const tensor_entry one = matrix_market_entry(write("a.mtx", coordinate + "3 4 2\n1 1 x\n1 1 junk"));
    EXPECT_EQ(one.name, "");
    EXPECT_EQ(one.shape, (tensor_shape{3, 4}));
    EXPECT_EQ(one.type, "real");
    EXPECT_EQ(one.stored, 2u);
    const tensor_entry other =
        matrix_market_entry(write("b.mtx", "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 0\n"));
    EXPECT_EQ(other.type, "none");
    EXPECT_EQ(matrix_market_entry(write("c.mtx", "%%MatrixMarket matrix array integer general\n1 2\n1\n2\n"))
                  .stored,
              2u);
}

TEST_F(matrix_market, other_headers_are_refused_by_name) {
    EXPECT_EQ(refusal_of(""), "a.mtx:1: the first line of a Matrix Market file begins with %%MatrixMarket.");
    EXPECT_EQ(refusal_of("%MatrixMarket matrix coordinate real general\n1 1 0\n"),
              "a.mtx:1: the first line of a Matrix Market file begins with %%MatrixMarket.");
    EXPECT_EQ(refusal_of("%%MatrixMarket vector coordinate real general\n"),
              "a.mtx:1: the header names the object 'vector', but Lacuna reads a matrix.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix sparse real general\n"),
              "a.mtx:1: the header names the format 'sparse', but Lacuna reads coordinate and array.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate double general\n"),
              "a.mtx:1: the header names the field 'double', but Lacuna reads real, integer and pattern.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate real\n"),
              "a.mtx:1: the header names the symmetry '', but Lacuna reads general, symmetric and "
              "skew-symmetric.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate Complex general\n1 1 1\n1 1 1 1\n"),
              "a.mtx:1: the matrix is complex, but Lacuna has no complex numbers.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate real hermitian\n"),
              "a.mtx:1: the matrix is hermitian, but Lacuna has no complex numbers.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix array pattern general\n"),
              "a.mtx:1: an array holds every value, so it cannot be a pattern.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate pattern skew-symmetric\n"),
              "a.mtx:1: a pattern has no signs, so it cannot be skew-symmetric.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate real general 3\n"),
              "a.mtx:1: the line should end with the symmetry, but '3' follows.");
}

TEST_F(matrix_market, bad_sizes_are_refused_before_they_take_memory) {
    EXPECT_EQ(refusal_of(coordinate + "%only\n"), "a.mtx:2: the file ends where the size line should stand.");
    EXPECT_EQ(refusal_of(coordinate + "2 2\n"),
              "a.mtx:2: the line ends where a number of entries should stand.");
    EXPECT_EQ(refusal_of(coordinate + "-2 2 1\n"),
              "a.mtx:2: a number of rows is needed, but '-2' is no whole number.");
    EXPECT_EQ(refusal_of(coordinate + "2 2.0 1\n"),
              "a.mtx:2: a number of columns is needed, but '2.0' is no whole number.");
    EXPECT_EQ(refusal_of(coordinate + "2 2 1 1\n"),
              "a.mtx:2: the line should end with the size, but '1' follows.");
    EXPECT_EQ(refusal_of(coordinate + "0 2 0\n"), "a.mtx:2: a tensor of 0 x 2 has no values.");
    EXPECT_EQ(refusal_of(coordinate + "65536 65536 0\n"),
              "a.mtx:2: a tensor of 65536 x 65536 has more than 2147483647 values, which is the most that "
              "Lacuna reads.");
    EXPECT_EQ(refusal_of(coordinate + "99999999999999999999 1 0\n"),
              "a.mtx:2: a number of rows is needed, but 99999999999999999999 is greater than 2147483647.");
    EXPECT_EQ(refusal_of(coordinate + "16777217 1 0\n"),
              "a.mtx:2: a sparse matrix of 16777217 x 1 has more than 16777216 rows or columns, the most "
              "that Lacuna reads.");
    EXPECT_EQ(refusal_of(coordinate + "2 2 5\n"),
              "a.mtx:2: a matrix of 2 x 2 has room for 4 entries, not for 5.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate real symmetric\n2 2 4\n"),
              "a.mtx:2: a matrix of 2 x 2 has room for 3 entries, not for 4.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate real symmetric\n2 3 4\n"),
              "a.mtx:2: a matrix of 2 x 3 cannot be symmetric.");
    EXPECT_EQ(refusal_of(coordinate + "10000 10000 100000000\n1 1 1\n"),
              "a.mtx:2: the file has 7 bytes from here, too few for the 100000000 lines that should follow.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix array real general\n10000 10000\n1\n"),
              "a.mtx:2: the file has 3 bytes from here, too few for the 100000000 lines that should follow.");
}

TEST_F(matrix_market, bad_entries_name_the_line) {
    const auto of = [&](const std::string& entries, const char* size = "3 3 2\n") {
        return refusal_of(coordinate + "%\n" + size + entries);
    };
    EXPECT_EQ(of("1 1 1\n         "),
              "a.mtx:5: the file ends after 1 of the 2 lines that the size line announces.");
    EXPECT_EQ(of("1 1 1\n2 2 2\n\n3 3 3\n"),
              "a.mtx:7: the size line announces 2 lines, but this one follows them.");
    const std::string outside = " is outside the matrix, whose rows are 1 to 3 and columns 1 to 3.";
    EXPECT_EQ(of("0 1 1\n2 2 2\n"), "a.mtx:4: position (0, 1)" + outside);
    EXPECT_EQ(of("1 1 1\n2 4 2\n"), "a.mtx:5: position (2, 4)" + outside);
    EXPECT_EQ(of("1 1 1\n4 2 2\n"), "a.mtx:5: position (4, 2)" + outside);
    EXPECT_EQ(of("1 1\n1 1 1    \n"), "a.mtx:4: the line ends where a value should stand.");
    EXPECT_EQ(of("1 1 1 2\n2 2 2\n"), "a.mtx:4: the line should end with the entry, but '2' follows.");
    for (const char* bad : {"x", "1,0", "1.0d3", "+-1", "--1", "+", "1e", "0x10", "1\x01"})
        EXPECT_EQ(of(fmt::format("1 1 {}\n2 2 2\n", bad)),
                  fmt::format("a.mtx:4: a value is needed, but {} is no number.",
                              std::string(bad) == "1\x01" ? "'1\\x01'" : fmt::format("'{}'", bad)));
    for (const char* bad : {"nan", "inf", "-INF", "1e39", "1e999", "0.01e+500", "-infinity"})
        EXPECT_EQ(of(fmt::format("1 1 {}\n2 2 2\n", bad)),
                  fmt::format("a.mtx:4: a value is needed, but {} is no finite 32-bit float.", bad));
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate integer general\n1 1 1\n1 1 1.5\n"),
              "a.mtx:3: a value is needed, but '1.5' is no whole number.");
}

TEST_F(matrix_market, a_position_that_stands_twice_names_both_lines) {
    EXPECT_EQ(refusal_of(coordinate + "2 2 3\n2 1 1\n1 1 0\n2 1 0\n"),
              "a.mtx:5: position (2, 1) stands in line 3 already.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate real symmetric\n2 2 3\n2 1 1\n1 1 0\n2 1 5\n"),
              "a.mtx:5: position (2, 1) stands in line 3 already.");
}

TEST_F(matrix_market, symmetric_files_hold_one_triangle) {
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate real symmetric\n2 2 1\n1 2 1\n"),
              "a.mtx:3: position (1, 2) is above the diagonal, but the file of a symmetric matrix holds what "
              "is on and below it.");
    EXPECT_EQ(refusal_of("%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 2 1\n"),
              "a.mtx:3: 1 at (2, 2) is on the diagonal, where a skew-symmetric matrix has zeros.");
}

TEST_F(matrix_market, every_truncation_is_refused_or_reads_as_fewer_digits_of_the_last_number) {
    for (const std::string& whole :
         {coordinate + "%x\n3 4 3\n3 1 -2.5\n1 4 1.5e1\n2 2 12",
          std::string("%%MatrixMarket matrix array integer skew-symmetric\n3 3\n1\n-2\n34")}) {
        ASSERT_NO_THROW(read(whole));
        EXPECT_NO_THROW(read(whole.substr(0, whole.size() - 1)));
        for (std::size_t bytes = whole.size() - 1; bytes-- > 0;) {
            fs::resize_file(at("a.mtx"), bytes);
            EXPECT_NE(refusal([&] { read_matrix_market(at("a.mtx")); }), "") << bytes << " bytes";
        }
    }
}

TEST_F(matrix_market, writing_and_reading_gives_the_same_matrix) {
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        coo<float> entries = random_matrix<float>(random, 9, 9, -1000000, 1000000);
        if (entries.rows == 0 || entries.columns == 0) continue;
        for (float& value : entries.value) value = (value == 0 ? 1 : value) / 977;
        const tensor matrix{{entries.rows, entries.columns}, encode_csr(entries), true};
        write_matrix_market(at("s.mtx"), matrix);
        EXPECT_EQ(sparse(read_matrix_market(at("s.mtx"))), sparse(matrix));

        tensor positions = matrix;
        auto& rows = std::get<csr<float>>(positions.values);
        std::fill(rows.value.begin(), rows.value.end(), 1.0f);
        positions.has_values = false;
        write_matrix_market(at("p.mtx"), positions);
        const tensor again = read_matrix_market(at("p.mtx"));
        EXPECT_EQ(sparse(again), rows);
        EXPECT_FALSE(again.has_values);

        std::vector<float> values(entries.rows * entries.columns);
        for (std::size_t i = 0; i < entries.value.size(); ++i)
            values[entries.row[i] * entries.columns + entries.column[i]] = entries.value[i];
        write_matrix_market(at("d.mtx"), {matrix.shape, values, true});
        EXPECT_EQ(dense(read_matrix_market(at("d.mtx"))), values);
        EXPECT_EQ(read_matrix_market(at("d.mtx")).shape, matrix.shape);
    }
}

TEST_F(matrix_market, the_writer_gives_the_shortest_numbers_and_leaves_zeros_out) {
    write_matrix_market(at("a.mtx"),
                        {{2, 3}, csr<float>{2, 3, {0, 2, 3}, {0, 2, 1}, {0.1f, 0, -3e20f}}, true});
    EXPECT_EQ(content(at("a.mtx")), coordinate + "2 3 2\n1 1 0.1\n2 2 -3e+20\n");
}

TEST_F(matrix_market, the_writer_refuses_what_is_no_finite_matrix) {
    const auto refusal_to_write = [&](const tensor& matrix) {
        return refusal([&] { write_matrix_market(at("a.mtx"), matrix); });
    };
    EXPECT_EQ(refusal_to_write({{2, 1, 1}, std::vector<float>{1, 2}, true}),
              "a.mtx: a Matrix Market file holds a matrix, but the tensor is 2 x 1 x 1.");
    EXPECT_EQ(refusal_to_write({{2, 2}, std::vector<float>{1, 2}, true}),
              "a.mtx: a tensor of 2 x 2 needs 4 values, but has 2.");
    EXPECT_EQ(refusal_to_write({{0, 2}, std::vector<float>{}, true}),
              "a.mtx: a tensor of 0 x 2 has no values.");
    EXPECT_EQ(refusal_to_write({{2, 2}, csr<float>{1, 2, {0, 0}, {}, {}}, true}),
              "a.mtx: the tensor is 2 x 2, but its entries are of a matrix of 1 x 2.");
    EXPECT_EQ(refusal_to_write({{1, 2}, std::vector<float>{1, 1e30f * 1e30f}, true}),
              "a.mtx: value 1 is inf, not finite.");
    EXPECT_EQ(refusal([&] {
                  write_matrix_market(at("no/a.mtx"), {{1}, std::vector<float>{1}, true});
              }),
              "no/a.mtx: a Matrix Market file holds a matrix, but the tensor is 1.");
    EXPECT_FALSE(fs::exists(at("a.mtx")));
}

/// Runs tests/formats/scipy_matrix_market.py on a folder; false where there is no SciPy.
bool scipy(const fs::path& folder) {
    for (const char* python : {"python3", "/usr/bin/python3"}) {
        const std::string call = fmt::format("{} '{}/tests/formats/scipy_matrix_market.py' '{}'", python,
                                             LACUNA_SOURCE_DIR, folder.string());
        const int status = std::system(call.c_str());
        constexpr int no_such_program = 127, no_scipy = 77;
        if (WIFEXITED(status) && (WEXITSTATUS(status) == no_such_program || WEXITSTATUS(status) == no_scipy))
            continue;
        EXPECT_EQ(status, 0) << call;
        return true;
    }
    return false;
}

TEST_F(matrix_market, scipy_and_lacuna_read_what_the_other_writes) {
    // The values of scipy_matrix_market.py, whose position (i, j) holds (i + 1) / (j + 3) where i + j is
    // divisible by 3.
    coo<float> entries{5, 7, {}, {}, {}};
    std::vector<float> values(35);
    for (std::uint32_t i = 0; i < 5; ++i)
        for (std::uint32_t j = 0; j < 7; ++j) {
            if ((i + j) % 3 != 0) continue;
            entries.row.push_back(i);
            entries.column.push_back(j);
            entries.value.push_back(float(i + 1) / float(j + 3));
            values[7 * i + j] = entries.value.back();
        }
    write_matrix_market(at("sparse.mtx"), {{5, 7}, encode_csr(entries), true});
    write_matrix_market(at("dense.mtx"), {{5, 7}, values, true});
    if (!scipy(folder_)) GTEST_SKIP() << "python3 has no SciPy";
    EXPECT_EQ(sparse(read_matrix_market(at("scipy-sparse.mtx"))), encode_csr(entries));
    EXPECT_EQ(sparse(read_matrix_market(at("scipy-by-columns.mtx"))), encode_csr(entries));
    EXPECT_EQ(dense(read_matrix_market(at("scipy-dense.mtx"))), values);
    EXPECT_FALSE(read_matrix_market(at("scipy-pattern.mtx")).has_values);
    EXPECT_EQ(sparse(read_matrix_market(at("scipy-pattern.mtx"))).column, entries.column);
    const csr<float> symmetric = {3, 3, {0, 2, 3, 4}, {0, 2, 1, 0}, {1, 5, -2, 5}};
    EXPECT_EQ(sparse(read_matrix_market(at("scipy-symmetric.mtx"))), symmetric);
    const csr<float> skew = {3, 3, {0, 1, 1, 2}, {2, 0}, {5, -5}};
    EXPECT_EQ(sparse(read_matrix_market(at("scipy-skew.mtx"))), skew);
    EXPECT_EQ(dense(read_matrix_market(at("scipy-skew-dense.mtx"))),
              (std::vector<float>{0, 0, 5, 0, 0, 0, -5, 0, 0}));
}

}  // namespace
}  // namespace lacuna::formats
