#include "sim/formats/files/npz.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <fstream>
#include <iterator>

#include "sim/formats/files/npy_bytes.h"
#include "sim/formats/files/zip_archive.h"
#include "tests/config/sentence.h"
#include "tests/formats/array_files.h"
#include "tests/formats/made_by_numpy.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;
using floats = std::vector<float>;

class npz_file : public testing::Test {
  protected:
    tensor read(const std::string& bytes, const std::string& name = "") const {
        return read_npz(scratch_.write("a.npz", bytes), name);
    }
    std::string refusal(const std::string& bytes, const std::string& name = "") const {
        return scratch_.shortened(config::sentence_of([&] { read(bytes, name); }));
    }
    std::string refusal_to_list(const std::string& bytes) const {
        const fs::path file = scratch_.write("a.npz", bytes);
        return scratch_.shortened(config::sentence_of([&] { npz_tensors(file); }));
    }
    std::string bytes_of(const fs::path& file) const {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    test::scratch_folder scratch_;
};

const std::string one_two = npy(dictionary("<f4", "(2,)"), number(0x3F800000, 4) + number(0x40000000, 4));
const std::string bytes_3_4 = npy(dictionary("|u1", "(2, 1)"), "\3\4");

/// Members that are stored.
std::string stored(const std::vector<std::pair<std::string, std::string>>& members) {
    std::vector<zip_entry> entries;
    for (const auto& [name, content] : members) entries.push_back({name, content});
    return zip(entries);
}

std::string integers(const std::vector<std::int64_t>& values) {
    return npy_of({static_cast<std::uint32_t>(values.size())}, values);
}

/// The arrays of a SciPy matrix: of CSR, CSC and BSR indices and indptr, of COO row and col.
std::string scipy(const std::string& format, const std::vector<std::int64_t>& shape,
                  const std::vector<std::int64_t>& one, const std::vector<std::int64_t>& other,
                  const std::string& data) {
    const bool coo = format == "coo";
    return stored({{coo ? "row.npy" : "indices.npy", integers(one)},
                   {coo ? "col.npy" : "indptr.npy", integers(other)},
                   {"format.npy", npy_header_of("|S3", {}) + format},
                   {"shape.npy", integers(shape)},
                   {"data.npy", data}});
}

/// `count` values of u1: 1, 2, ...
std::string count_up(int count) {
    std::string data;
    for (int i = 1; i <= count; ++i) data += static_cast<char>(i);
    return npy(dictionary("|u1", fmt::format("({},)", count)), data);
}

TEST_F(npz_file, arrays_written_by_hand_read_stored_and_deflated) {
    const std::string bytes =
        zip({{"w.npy", one_two},
             {"readme.txt", "no array"},
             {"b.npy", deflated(bytes_3_4), 8, bytes_3_4.size(), checksum_of(bytes_3_4)}});
    EXPECT_EQ(std::get<floats>(read(bytes, "w").values), (floats{1, 2}));
    EXPECT_EQ(std::get<floats>(read(bytes, "b").values), (floats{3, 4}));
    EXPECT_EQ(read(bytes, "b").shape, (tensor_shape{2, 1}));
    const std::vector<tensor_entry> entries = npz_tensors(scratch_ / "a.npz");
    ASSERT_EQ(entries.size(), 2u);
    expect_same_entry(entries[0], {"w", {2}, "f32", 2});
    expect_same_entry(entries[1], {"b", {2, 1}, "u8", 2});
}

TEST_F(npz_file, no_name_means_the_only_array) {
    EXPECT_EQ(std::get<floats>(read(stored({{"w.npy", one_two}})).values), (floats{1, 2}));
    EXPECT_EQ(std::get<floats>(read(stored({{".npy", one_two}, {"w.npy", bytes_3_4}})).values),
              (floats{1, 2}));
    const std::string two = stored({{"w1.npy", one_two}, {"w2.npy", one_two}});
    EXPECT_EQ(refusal(two), "a.npz: the archive holds 2 arrays, so one must be named: w1, w2.");
    EXPECT_EQ(refusal(two, "w3"), "a.npz: there is no array 'w3' (did you mean 'w1'?).");
    EXPECT_EQ(refusal(two, "bias"), "a.npz: there is no array 'bias'; known are: w1, w2.");
    EXPECT_EQ(refusal(stored({{"readme.txt", "x"}})), "a.npz: the archive holds no .npy array.");
}

TEST_F(npz_file, an_array_of_another_type_is_left_out_of_the_list_and_refused_by_name) {
    const std::string text = npy(dictionary("<U1", "(1,)"), "a   ");
    const std::string bytes = stored({{"labels.npy", text}, {"w.npy", one_two}});
    EXPECT_EQ(
        refusal(bytes, "labels"),
        "a.npz, member 'labels.npy', byte 20: an array of strings ('<U1') is no tensor; Lacuna reads b1, i1 "
        "to i8, u1 to u8, f2, f4 and f8.");
    ASSERT_EQ(npz_tensors(scratch_ / "a.npz").size(), 1u);
    EXPECT_EQ(npz_tensors(scratch_ / "a.npz")[0].name, "w");
    EXPECT_EQ(refusal_to_list(stored({{"labels.npy", text}})),
              "a.npz: the archive holds no array of numbers that are real.");
}

TEST_F(npz_file, arrays_that_are_named_like_a_part_of_a_sparse_matrix_are_dense) {
    EXPECT_EQ(std::get<floats>(read(stored({{"data.npy", one_two}})).values), (floats{1, 2}));
    const std::string bytes =
        stored({{"data.npy", one_two}, {"shape.npy", one_two}, {"format.npy", bytes_3_4}});  // is no string
    EXPECT_EQ(std::get<floats>(read(bytes, "format").values), (floats{3, 4}));
}

TEST_F(npz_file, refusals_of_an_array_name_its_member) {
    EXPECT_EQ(
        refusal(stored({{"w.npy", one_two.substr(0, one_two.size() - 1)}})),
        "a.npz, member 'w.npy', byte 75: the data end here, but an array of (2) values of f32 ends at byte 76.");
    EXPECT_EQ(refusal(stored({{"w.npy", npy(dictionary("<f2", "(1, 2)"), number(0x7C000000, 4))}})),
              "a.npz, member 'w.npy', byte 72: the value at (0, 1) is inf as a 32-bit float, not finite.");
    EXPECT_EQ(refusal(stored({{"w.npy", ""}})),
              "a.npz, member 'w.npy', byte 0: the .npy array ends inside its header.");
    EXPECT_EQ(refusal_to_list(stored({{"w.npy", npy(dictionary("<f4", "(0, 3)"), "")}})),
              "a.npz, member 'w.npy', byte 60: a tensor of 0 x 3 has no values.");
}

TEST_F(npz_file, a_file_that_is_no_archive_is_told) {
    EXPECT_EQ(refusal(""), "a.npz, byte 0: the file is empty, and no zip archive.");
    EXPECT_EQ(refusal("12345"),
              "a.npz, byte 5: the file does not end as a zip archive does: Not a zip archive.");
    EXPECT_EQ(scratch_.shortened(config::sentence_of([&] { read_npz(scratch_ / "none.npz"); })),
              "none.npz: there is no such file.");
}

TEST_F(npz_file, members_that_are_damaged_twice_there_encrypted_or_of_other_methods_are_refused) {
    EXPECT_EQ(refusal(zip({{"w.npy", one_two, 0, one_two.size(), 12345}})),
              "a.npz, member 'w.npy', byte 76: the member cannot be unpacked: CRC error.");
    EXPECT_EQ(refusal(stored({{"w.npy", one_two}, {"w.npy", one_two}})),
              "a.npz: the archive has two members 'w.npy'.");
    EXPECT_EQ(refusal(zip({{"w.npy", one_two, 0, ~0ull, 0, 1}})),
              "a.npz, member 'w.npy': the member is encrypted.");
    EXPECT_EQ(refusal(zip({{"w.npy", one_two, 12}})),
              "a.npz, member 'w.npy': the member is packed by method 12, and not stored or deflated.");
}

/// Peak memory of the process, in KiB.
long peak_memory() {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

TEST_F(npz_file, a_claim_that_deflate_could_not_pack_so_much_is_refused) {
    const std::string header = npy(dictionary("<f4", "(1048576, 1024)"), "");
    const std::uint64_t terabytes = std::uint64_t{1} << 42;
    const std::string packed = deflated(header);
    EXPECT_EQ(refusal(zip({{"w.npy", packed, 8, terabytes}})),
              fmt::format(
                  "a.npz, member 'w.npy': the member claims to hold 4398046511104 bytes, but {} packed bytes "
                  "become {} at most.",
                  packed.size(), 1032 * packed.size()));
    EXPECT_EQ(refusal(zip({{"w.npy", header, 0, header.size() + 1}})),
              fmt::format(
                  "a.npz, member 'w.npy': the member claims to hold {} bytes, but {} packed bytes become {} "
                  "at most.",
                  header.size() + 1, header.size(), header.size()));
}

TEST_F(npz_file, a_size_that_lies_costs_no_memory) {
    // 1 MB that claims to be 1 GB, with a header that agrees, and nearly as much as deflate could make of it.
    const std::string header = npy(dictionary("|u1", "(1000000000,)"), "");
    std::string packed = deflated(header, false);
    const std::string part(32768, 'x');
    for (int i = 0; i < 32; ++i) packed += deflated(part, i == 31);
    const std::uint32_t checksum = checksum_of(header + std::string(32 * part.size(), 'x'));
    const std::uint64_t claimed = header.size() + 1000000000;
    const long before = peak_memory();
    const std::string sentence = refusal(zip({{"w.npy", packed, 8, claimed, checksum}}));
    EXPECT_EQ(sentence,
              "a.npz, member 'w.npy', byte 1048653: the member ends here, but claims 1000000077 bytes.");
    EXPECT_LT(peak_memory() - before, 32 << 10);
}

TEST_F(npz_file, an_archive_that_unpacks_to_more_than_its_header_says_is_refused_before_it_is_unpacked) {
    const std::string bomb = zip_of({{"w.npy", one_two + std::string(std::size_t{16} << 20, '\0')}}, "bomb");
    EXPECT_LT(bomb.size(), std::size_t{1} << 15);
    const long before = peak_memory();
    EXPECT_EQ(
        refusal(bomb),
        "a.npz, member 'w.npy', byte 76: an array of (2) values of f32 ends here, but there are 16777292 bytes.");
    EXPECT_LT(peak_memory() - before, 8 << 10);
}

TEST_F(npz_file, shapes_that_overflow_are_refused) {
    EXPECT_EQ(
        refusal(stored({{"w.npy", npy(dictionary("<f4", "(4294967296, 4294967296)"), "")}})),
        "a.npz, member 'w.npy', byte 60: a tensor of 4294967296 x 4294967296 has more than 2147483647 values, "
        "which is the most that Lacuna reads.");
    EXPECT_EQ(
        refusal(scipy("csr", {65536, 65536}, {}, {0}, count_up(0))),
        "a.npz, member 'shape.npy', byte 128: a tensor of 65536 x 65536 has more than 2147483647 values, which "
        "is the most that Lacuna reads.");
}

// 0 1 0
// 2 0 3
const csr<float> example = {2, 3, {0, 1, 3}, {1, 0, 2}, {1, 2, 3}};

TEST_F(npz_file, scipys_formats_written_by_hand_read_as_one_sparse_tensor_without_a_name) {
    const auto of = [&](const std::string& bytes) {
        const tensor values = read(bytes);
        EXPECT_EQ(values.shape, (tensor_shape{2, 3}));
        return std::get<csr<float>>(values.values);
    };
    EXPECT_EQ(of(scipy("csr", {2, 3}, {1, 0, 2}, {0, 1, 3}, count_up(3))), example);
    expect_same_entry(npz_tensors(scratch_ / "a.npz").at(0), {"", {2, 3}, "u8", 3});
    EXPECT_EQ(of(scipy("csc", {2, 3}, {1, 0, 1}, {0, 1, 2, 3}, npy(dictionary("|u1", "(3,)"), "\2\1\3"))),
              example);
    EXPECT_EQ(of(scipy("coo", {2, 3}, {1, 0, 1}, {2, 1, 0}, npy(dictionary("|u1", "(3,)"), "\3\1\2"))),
              example);
    EXPECT_EQ(of(scipy("bsr", {2, 3}, {0, 1, 2}, {0, 3},
                       npy(dictionary("|u1", "(3, 2, 1)"), std::string("\0\2\1\0\0\3", 6)))),
              example);
    expect_same_entry(npz_tensors(scratch_ / "a.npz").at(0), {"", {2, 3}, "u8", 6});
    EXPECT_EQ(of(scipy("bsr", {2, 3}, {0}, {0, 1},
                       npy(dictionary("|u1", "(1, 2, 3)", true), std::string("\0\2\1\0\0\3", 6)))),
              example);
}

TEST_F(npz_file, blocks_may_stand_in_any_order) {
    const std::string data = npy(dictionary("|u1", "(3, 2, 1)"), std::string("\1\0\0\3\0\2", 6));
    EXPECT_EQ(std::get<csr<float>>(read(scipy("bsr", {2, 3}, {1, 2, 0}, {0, 3}, data)).values), example);
}

TEST_F(npz_file, the_format_may_be_a_string_of_scipy_before_1_0) {
    const auto with = [&](const std::string& format) {
        return stored({{"indices.npy", integers({1, 0, 2})},
                       {"indptr.npy", integers({0, 1, 3})},
                       {"format.npy", format},
                       {"shape.npy", integers({2, 3})},
                       {"data.npy", count_up(3)}});
    };
    const std::string csr_name = number('c', 4) + number('s', 4) + number('r', 4);
    EXPECT_EQ(std::get<csr<float>>(read(with(npy(dictionary("<U3", "()"), csr_name))).values), example);
    std::string reversed;
    for (const char character : {'c', 's', 'r'}) reversed += std::string(3, '\0') + character;
    EXPECT_EQ(std::get<csr<float>>(read(with(npy(dictionary(">U3", "()"), reversed))).values), example);
    EXPECT_EQ(
        refusal(with(npy(dictionary("<U17", "()"), std::string(68, 'x')))),
        "a.npz, member 'format.npy', byte 20: one string of at most 16 characters is expected here, not '<U17'.");
    EXPECT_EQ(refusal(with(npy(dictionary("|S3", "()"), "cs"))),
              "a.npz, member 'format.npy', byte 68: a string of 3 characters ends at byte 69.");
    EXPECT_EQ(
        refusal(with(npy(dictionary("|S3", "()"), "dok"))),
        "a.npz, member 'format.npy': Lacuna reads sparse matrices as csr, csc, bsr or coo, not as 'dok'; "
        ".tocsr() before saving mends that.");
    read(with(npy(dictionary("|S3", "()"), "csr")));
    EXPECT_EQ(scratch_.shortened(config::sentence_of([&] { read_npz(scratch_ / "a.npz", "data"); })),
              "a.npz: the file holds one sparse matrix, which has no name, so there is no 'data'.");
}

TEST_F(npz_file, stored_zeros_are_no_entries) {
    const std::string data = npy(dictionary("|i1", "(3,)"), std::string("\0\2\0", 3));
    const csr<float> expected = {2, 3, {0, 0, 1}, {0}, {2}};
    EXPECT_EQ(std::get<csr<float>>(read(scipy("csr", {2, 3}, {1, 0, 2}, {0, 1, 3}, data)).values), expected);
    EXPECT_EQ(std::get<csr<float>>(read(scipy("coo", {2, 3}, {0, 1, 1}, {1, 0, 2}, data)).values), expected);
    EXPECT_EQ(npz_tensors(scratch_ / "a.npz").at(0).stored, 3u);
    write_npz(scratch_ / "out.npz", {{2, 3}, csr<float>{2, 3, {0, 1, 3}, {1, 0, 2}, {0, 2, 0}}});
    EXPECT_EQ(npz_tensors(scratch_ / "out.npz").at(0).stored, 1u);
}

TEST_F(npz_file, indices_that_do_not_rise_are_refused_with_what_mends_them) {
    EXPECT_EQ(refusal(scipy("csr", {2, 3}, {1, 2, 0}, {0, 1, 3}, count_up(3))),
              "a.npz, member 'indices.npy', byte 144: index 0 follows 2 in line 1, but they must rise; "
              ".sort_indices() before saving mends that.");
    EXPECT_EQ(
        refusal(scipy("csc", {2, 3}, {1, 1, 1}, {0, 0, 1, 3}, count_up(3))),
        "a.npz, member 'indices.npy', byte 144: index 1 stands twice in line 2; .sum_duplicates() before saving "
        "mends that.");
    EXPECT_EQ(
        refusal(scipy("coo", {2, 3}, {1, 0, 1, 0}, {1, 2, 1, 0}, count_up(4))),
        "a.npz, member 'col.npy', byte 144: entry 2 stands at (1, 1), as entry 0 does; .sum_duplicates() before "
        "saving mends that.");
}

TEST_F(npz_file, indices_outside_the_matrix_are_refused) {
    EXPECT_EQ(refusal(scipy("csr", {2, 3}, {1, 0, 3}, {0, 1, 3}, count_up(3))),
              "a.npz, member 'indices.npy', byte 144: entry 2 of the indices is 3, but they are 0 to 2.");
    EXPECT_EQ(
        refusal(scipy("csc", {2, 3}, {1, -1, 1}, {0, 1, 2, 3}, count_up(3))),
        "a.npz, member 'indices.npy', byte 136: entry 1 of the indices is negative or beyond 63 bits, but they "
        "are 0 to 1.");
    EXPECT_EQ(refusal(scipy("coo", {2, 3}, {2}, {1}, count_up(1))),
              "a.npz, member 'row.npy', byte 128: entry 0 of the rows is 2, but they are 0 to 1.");
    EXPECT_EQ(refusal(scipy("bsr", {2, 3}, {1}, {0, 1}, npy(dictionary("|u1", "(1, 2, 3)"), "123456"))),
              "a.npz, member 'indices.npy', byte 128: entry 0 of the indices is 1, but they are 0 to 0.");
}

TEST_F(npz_file, pointers_that_do_not_fit_are_refused) {
    const auto of = [&](const std::vector<std::int64_t>& pointers) {
        return refusal(scipy("csr", {2, 3}, {1, 0, 2}, pointers, count_up(3)));
    };
    const std::string member = "a.npz, member 'indptr.npy', byte ";
    EXPECT_EQ(of({0, 3}), member + "60: there are 2 pointers, not 3.");
    EXPECT_EQ(of({1, 1, 3}), member + "128: the first pointer is 1, not 0.");
    EXPECT_EQ(of({0, 4, 3}), member + "144: the pointers go backwards, from 4 to 3.");
    EXPECT_EQ(
        of({0, 1, 2}),
        member +
            "144: the last pointer is 2, but there are 3 indices; .prune() before saving leaves out those behind it.");
    EXPECT_EQ(
        of({0, 1, 4}),
        member +
            "144: the last pointer is 4, but there are 3 indices; .prune() before saving leaves out those behind it.");
}

TEST_F(npz_file, arrays_of_a_matrix_that_disagree_are_refused) {
    EXPECT_EQ(refusal(scipy("csr", {2, 3}, {1, 0, 2}, {0, 1, 3}, count_up(2))),
              "a.npz, member 'data.npy', byte 60: there are 2 values, but 3 indices.");
    EXPECT_EQ(refusal(scipy("coo", {2, 3}, {1, 0}, {1}, count_up(2))),
              "a.npz, member 'data.npy', byte 60: there are 2 values, but 1 indices.");
    EXPECT_EQ(refusal(scipy("csr", {2, 3}, {0}, {0, 1, 1}, bytes_3_4)),
              "a.npz, member 'data.npy', byte 60: the values of this matrix stand in 1 dimension, not in 2.");
    EXPECT_EQ(refusal(scipy("bsr", {2, 3}, {0}, {0, 1}, npy(dictionary("|u1", "(1, 2, 2)"), "1234"))),
              "a.npz, member 'data.npy', byte 60: a matrix of 2 x 3 is not made of blocks of 2 x 2.");
    EXPECT_EQ(refusal(scipy("bsr", {2, 3}, {}, {0, 0}, npy(dictionary("|u1", "(0, 0, 3)"), ""))),
              "a.npz, member 'data.npy', byte 60: a matrix of 2 x 3 is not made of blocks of 0 x 3.");
    EXPECT_EQ(refusal(scipy("bsr", {2, 3}, {0, 1}, {0, 2}, npy(dictionary("|u1", "(1, 2, 1)"), "12"))),
              "a.npz, member 'data.npy', byte 60: there are 1 values, but 2 indices.");
    EXPECT_EQ(
        refusal(scipy("csr", {2, 3, 4}, {}, {0}, count_up(0))),
        "a.npz, member 'shape.npy', byte 128: the matrix has 3 dimensions; Lacuna reads sparse matrices of two.");
    EXPECT_EQ(refusal(scipy("csr", {2, 0}, {}, {0, 0, 0}, count_up(0))),
              "a.npz, member 'shape.npy', byte 128: a tensor of 2 x 0 has no values.");
    EXPECT_EQ(refusal(stored({{"format.npy", npy_header_of("|S3", {}) + "csr"},
                              {"shape.npy", integers({2, 3})},
                              {"data.npy", count_up(1)},
                              {"index.npy", count_up(1)},
                              {"indptr.npy", count_up(1)}})),
              "a.npz: there is no member 'indices.npy' (did you mean 'index.npy'?).");
    EXPECT_EQ(
        refusal(stored({{"format.npy", npy_header_of("|S3", {}) + "csr"},
                        {"shape.npy", one_two},
                        {"data.npy", count_up(1)}})),
        "a.npz, member 'shape.npy', byte 20: the shape are whole numbers in one dimension, not f32 in 1.");
}

TEST_F(npz_file, rows_that_take_memory_but_are_nowhere_in_the_file_are_bounded) {
    const auto of = [&](std::int64_t rows) { return scipy("coo", {rows, 1}, {5}, {0}, count_up(1)); };
    EXPECT_EQ(std::get<csr<float>>(read(of(1048577)).values).stored(), 1u);
    const std::string sentence =
        "a.npz, member 'shape.npy', byte 128: of {} rows at most {} can have an entry; Lacuna "
        "reads at most 1048576 empty ones.";
    EXPECT_EQ(refusal(of(1048578)), fmt::format(fmt::runtime(sentence), 1048578, 1));
    EXPECT_EQ(refusal(scipy("csc", {2147483647, 1}, {5}, {0, 1}, count_up(1))),
              fmt::format(fmt::runtime(sentence), 2147483647, 1));
    EXPECT_EQ(
        refusal(scipy("bsr", {2147483647, 1}, {}, {0, 0}, npy(dictionary("|u1", "(0, 2147483647, 1)"), ""))),
        fmt::format(fmt::runtime(sentence), 2147483647, 0));
}

TEST_F(npz_file, every_truncation_is_refused) {
    const auto read = [](const fs::path& file) { read_npz(file); };
    refuse_every_truncation(scratch_, stored({{"w.npy", one_two}}), read);
    refuse_every_truncation(scratch_, zip_of({{"w.npy", one_two}}, "out"), read);
}

TEST_F(npz_file, no_damage_breaks_the_reader) {
    const auto read = [](const fs::path& file) {
        npz_tensors(file);
        read_npz(file);
    };
    survive_damage(scratch_, stored({{"w.npy", one_two}}), 300, read);
    survive_damage(scratch_, zip_of({{"w.npy", bytes_3_4}}, "out"), 150, read);
    write_npz(scratch_ / "out.npz", {{2, 3}, example});
    survive_damage(scratch_, bytes_of(scratch_ / "out.npz"), 150, read);
}

/// Damage that the checksum does not tell, since it is that of the damaged bytes.
TEST_F(npz_file, no_damage_to_an_array_of_a_matrix_breaks_the_reader) {
    const std::vector<std::string> formats = {"csr", "csc", "coo", "bsr"};
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const auto some = [&](int most) {
            std::vector<std::int64_t> numbers(static_cast<std::size_t>(random(0, 5)));
            for (std::int64_t& number : numbers) number = random(-1, random(0, most));
            std::sort(numbers.begin(), numbers.end());
            if (!numbers.empty() && random(0, 2)) numbers[0] = 0;
            return numbers;
        };
        const std::string& format = formats[static_cast<std::size_t>(random(0, 3))];
        const int blocks = random(0, 4), r = random(0, 2), c = random(0, 2);
        const std::string data = format == "bsr"
                                     ? npy(dictionary("|u1", fmt::format("({}, {}, {})", blocks, r, c)),
                                           std::string(static_cast<std::size_t>(blocks * r * c), '\7'))
                                     : count_up(random(0, 5));
        const fs::path file =
            scratch_.write("a.npz", scipy(format, {random(0, 5), random(1, 5)}, some(4), some(6), data));
        try {
            const tensor values = read_npz(file);
            check(std::get<csr<float>>(values.values));
        } catch (const input_error& error) {
            EXPECT_EQ(std::string(error.what()).rfind(file.string() + ", member '", 0), 0u) << error.what();
        }
    }
}

TEST_F(npz_file, random_tensors_survive_writing_and_reading) {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        coo<float> entries = random_matrix<float>(random, 12, 12, 1, 9);
        if (entries.rows == 0 || entries.columns == 0) continue;
        const tensor sparse = {{entries.rows, entries.columns}, encode_csr(entries)};
        write_npz(scratch_ / "out.npz", sparse);
        const tensor again = read_npz(scratch_ / "out.npz");
        EXPECT_EQ(again.shape, sparse.shape);
        EXPECT_EQ(std::get<csr<float>>(again.values), std::get<csr<float>>(sparse.values));

        const tensor dense = {{entries.columns, 1, entries.rows}, all_values(sparse)};
        write_npz(scratch_ / "out.npz", dense, "fc6/weight");
        EXPECT_EQ(npz_tensors(scratch_ / "out.npz").at(0).name, "fc6/weight");
        EXPECT_EQ(read_npz(scratch_ / "out.npz", "fc6/weight").shape, dense.shape);
        EXPECT_EQ(std::get<floats>(read_npz(scratch_ / "out.npz").values), std::get<floats>(dense.values));
    }
}

TEST_F(npz_file, the_same_tensor_gives_the_same_bytes_at_any_time_and_place) {
    write_npz(scratch_ / "one.npz", {{2, 3}, example});
    const std::string once = bytes_of(scratch_ / "one.npz");
    ::setenv("TZ", "Asia/Kathmandu", 1);
    write_npz(scratch_ / "two.npz", {{2, 3}, example});
    EXPECT_EQ(bytes_of(scratch_ / "two.npz"), once);
    EXPECT_EQ(once.substr(10, 4), number(0x21 << 16, 4));  // midnight of 1980-01-01
}

TEST_F(npz_file, what_could_not_be_read_back_is_not_written) {
    const auto refusal = [&](const tensor& values, const std::string& name,
                             const std::string& file = "out.npz") {
        return scratch_.shortened(config::sentence_of([&] { write_npz(scratch_ / file, values, name); }));
    };
    EXPECT_EQ(refusal({{3}, floats{1, 2}}, "w"), "out.npz: a tensor of 3 has 3 values, not 2.");
    EXPECT_EQ(refusal({{3, 2}, example}, "w"), "out.npz: a tensor of 3 x 2 holds a sparse matrix of 2 x 3.");
    EXPECT_EQ(refusal({{1}, floats{1}}, std::string("a\0b", 3)),
              "out.npz: 'a\\x00b.npy' cannot be the name of a member.");
    EXPECT_EQ(refusal({{1}, floats{1}}, "\xff\xfe").rfind("out.npz: ", 0), 0u);
    EXPECT_FALSE(fs::exists(scratch_ / "out.npz"));
    EXPECT_EQ(refusal({{1}, floats{1}}, "w", "nowhere/out.npz"),
              "Cannot write nowhere/out.npz: No such file or directory.");
}

TEST_F(npz_file, files_of_numpy_and_scipy_read_as_they_read_them) {
    const std::string python = python_with_numpy();
    if (python.empty()) GTEST_SKIP() << "there is no python3 with numpy and scipy";
    const std::vector<numpy_tensor> made = made_by_numpy(python, "make npz " + (scratch_ / "").string());
    ASSERT_GT(made.size(), 50u);
    for (const numpy_tensor& expected : made) {
        SCOPED_TRACE(expected.file + " " + expected.entry.name);
        bool listed = false;
        for (const tensor_entry& entry : npz_tensors(scratch_ / expected.file)) {
            if (entry.name != expected.entry.name) continue;
            expect_same_entry(entry, expected.entry);
            listed = true;
        }
        EXPECT_TRUE(listed);
        const tensor values = read_npz(scratch_ / expected.file, expected.entry.name);
        EXPECT_EQ(values.shape, expected.entry.shape);
        EXPECT_EQ(all_values(values), expected.values);
    }
    const auto refusal_of = [&](const char* file) {
        return scratch_.shortened(config::sentence_of([&] { read_npz(scratch_ / file); }));
    };
    EXPECT_NE(refusal_of("unsorted.npz").find("index 0 follows 2 in line 0"), std::string::npos);
    EXPECT_NE(refusal_of("twice.npz").find("index 1 stands twice in line 0"), std::string::npos);
    EXPECT_NE(refusal_of("coo-twice.npz").find("entry 2 stands at (0, 1), as entry 0 does"),
              std::string::npos);
    EXPECT_NE(refusal_of("dia.npz").find("not as 'dia'"), std::string::npos);
}

TEST_F(npz_file, numpy_and_scipy_read_what_is_written) {
    const std::string python = python_with_numpy();
    if (python.empty()) GTEST_SKIP() << "there is no python3 with numpy and scipy";
    write_npz(scratch_ / "sparse.npz", {{2, 3}, example});
    write_npz(scratch_ / "empty.npz", {{2, 3}, csr<float>{2, 3, {0, 0, 0}, {}, {}}});
    write_npz(scratch_ / "dense.npz", {{2, 1, 2}, floats{1, 2, 3, -0.1f}}, "größe");
    const std::vector<numpy_tensor> shown = made_by_numpy(
        python, fmt::format("show {} {} {}", (scratch_ / "sparse.npz").string(),
                            (scratch_ / "empty.npz").string(), (scratch_ / "dense.npz").string()));
    ASSERT_EQ(shown.size(), 3u);
    EXPECT_EQ(shown[0].values, (floats{0, 1, 0, 2, 0, 3}));
    expect_same_entry(shown[0].entry, {"", {2, 3}, "f32", 3});
    EXPECT_EQ(shown[1].values, floats(6));
    expect_same_entry(shown[1].entry, {"", {2, 3}, "f32", 0});
    EXPECT_EQ(shown[2].values, (floats{1, 2, 3, -0.1f}));
    expect_same_entry(shown[2].entry, {"größe", {2, 1, 2}, "f32", 4});
}

}  // namespace
}  // namespace lacuna::formats
