#include "sim/formats/eie_bank_folder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>

#include "sim/formats/eie_banks.h"
#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;
using words = std::vector<std::uint32_t>;

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

void write(const fs::path& file,
           const words& content) {  // the machines that run these tests are little-endian
    write(file, std::string(reinterpret_cast<const char*>(content.data()), 4 * content.size()));
}

std::uint32_t word_of(float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

void expect_same_files(const fs::path& one, const fs::path& other) {
    std::size_t files = 0, other_files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(one)) {
        if (!entry.is_regular_file()) continue;
        ++files;
        EXPECT_EQ(bytes_of(entry.path()), bytes_of(other / fs::relative(entry.path(), one))) << entry.path();
    }
    for (const auto& entry : fs::recursive_directory_iterator(other)) other_files += entry.is_regular_file();
    EXPECT_EQ(files, other_files);
}

/// A scratch folder, with two banks of a layer of 5 outputs and 3 inputs in it: bias column 4, column 3
/// padding.
class eie_bank_folder : public testing::Test {
  protected:
    eie_bank_folder() {
        std::string name = (fs::temp_directory_path() / "lacuna-banks-XXXXXX").string();
        scratch_ = mkdtemp(name.data());
        banks_ = scratch_ / "banks";
        fs::create_directories(banks_ / "ptr");
        fs::create_directories(banks_ / "spm");
        write(banks_ / "ptr/ptr0.dat", words{0, 1, 1, 3, 3, 4});
        write(banks_ / "spm/spm0.dat", words{1, 2, 2, 0, 3, 0, 15, 1});  // rows 4 | | 0, 2 | | 2
        write(banks_ / "ptr/ptr1.dat", words{0, 0, 1, 1, 1, 1});
        write(banks_ / "spm/spm1.dat", words{4, 1});  // row 3 of column 1
        words codebook;
        for (int i = 0; i < 16; ++i) codebook.push_back(word_of(static_cast<float>(i) / 8));
        write(banks_ / "arithm.dat", codebook);
        write(banks_ / "act.dat", words{word_of(0.5f), 0, word_of(-2)});
    }
    ~eie_bank_folder() override { fs::remove_all(scratch_); }

    /// What the reader says, the scratch folder's name left out.
    std::string refusal_to_read(std::uint32_t outputs = 5, std::uint32_t inputs = 3) const {
        return shortened(config::sentence_of([&] { read_eie_bank_folder(banks_, outputs, inputs); }));
    }
    std::string shortened(std::string sentence) const {
        for (std::size_t at; (at = sentence.find(scratch_.string() + "/")) != std::string::npos;)
            sentence.erase(at, scratch_.string().size() + 1);
        return sentence;
    }

    fs::path scratch_;
    fs::path banks_;
};

TEST_F(eie_bank_folder, banks_read_as_the_matrix_with_the_bias_as_last_column) {
    const shared_weights weights = read_eie_bank_folder(banks_, 5, 3);
    EXPECT_EQ(weights.codes, (csc<std::uint8_t>{5, 4, {0, 1, 2, 4, 5}, {4, 3, 0, 2, 2}, {1, 4, 2, 3, 15}}));
    ASSERT_EQ(weights.codebook.size(), 16u);
    EXPECT_EQ(weights.codebook[15], 1.875f);
    EXPECT_EQ(read_eie_activations(banks_), (std::vector<float>{0.5f, 0, -2}));
    EXPECT_EQ(read_eie_activations(banks_ / "act.dat"), (std::vector<float>{0.5f, 0, -2}));
}

TEST_F(eie_bank_folder, banks_without_a_bias_column_read_as_one_with_an_empty_bias) {
    write(banks_ / "spm/spm0.dat", words{1, 2, 2, 0, 3, 0});
    for (std::size_t columns : {3, 4}) {
        words pointers = {0, 1, 1, 3, 3}, others = {0, 0, 1, 1, 1};
        pointers.resize(columns + 1);
        others.resize(columns + 1);
        write(banks_ / "ptr/ptr0.dat", pointers);
        write(banks_ / "ptr/ptr1.dat", others);
        EXPECT_EQ(read_eie_bank_folder(banks_, 5, 3).codes,
                  (csc<std::uint8_t>{5, 4, {0, 1, 2, 4, 4}, {4, 3, 0, 2}, {1, 4, 2, 3}}));
    }
}

TEST_F(eie_bank_folder, a_pe_without_entries_has_an_empty_matrix_file) {
    write(banks_ / "ptr/ptr1.dat", words(6));
    write(banks_ / "spm/spm1.dat", words());
    const shared_weights weights = read_eie_bank_folder(banks_, 5, 3);
    EXPECT_EQ(weights.codes.row, (words{4, 0, 2, 2}));
    write_eie_bank_folder(scratch_ / "again", weights, 2, read_eie_activations(banks_));
    expect_same_files(banks_, scratch_ / "again");
}

TEST_F(eie_bank_folder, reading_and_writing_reproduces_every_byte) {
    write_eie_bank_folder(scratch_ / "again/", read_eie_bank_folder(banks_, 5, 3), 2,
                          read_eie_activations(banks_));
    expect_same_files(banks_, scratch_ / "again");
    EXPECT_EQ(std::distance(fs::directory_iterator(scratch_), {}), 2);
}

TEST_F(eie_bank_folder, random_layers_survive_any_number_of_pes) {
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        coo<std::uint8_t> matrix = random_matrix<std::uint8_t>(random, 200, 12, 1, 15);
        ++matrix.columns;
        const auto pes = static_cast<std::uint32_t>(random(1, 20));
        const shared_weights weights = {encode_csc(matrix), std::vector<float>(16)};
        const std::vector<float> activations(matrix.columns - 1, 1.5f);
        const fs::path folder = scratch_ / fmt::format("layer-{}", seed);
        write_eie_bank_folder(folder, weights, pes, activations);
        EXPECT_EQ(eie_bank_folder_pes(folder), pes);
        EXPECT_EQ(read_eie_bank_folder(folder, matrix.rows, matrix.columns - 1).codes, weights.codes);
    }
}

TEST_F(eie_bank_folder, interleaving_puts_the_bias_behind_columns_that_fill_the_pes) {
    const csc<std::uint8_t> codes = {2, 4, {0, 1, 1, 1, 2}, {0, 1}, {7, 8}};
    const relative_index_csc banks = interleave(codes, 2, 4);
    EXPECT_EQ(banks.columns, 5u);
    EXPECT_EQ(banks.banks[0].column_begin, (words{0, 1, 1, 1, 1, 1}));
    EXPECT_EQ(banks.banks[1].column_begin, (words{0, 0, 0, 0, 0, 1}));
    EXPECT_EQ(interleave(codes, 3, 4).columns, 4u);
    EXPECT_EQ(config::sentence_of([] { interleave({}, 2, 4); }),
              "EIE banks: a layer has at least one column, the bias, but there is none.");
    EXPECT_EQ(config::sentence_of([] {
                  interleave({0, 3, {0, 0, 0, 0}, {}, {}}, 0, 4);
              }),
              "relative index: at least 1 PE is needed to hold a matrix, not 0.");
}

TEST_F(eie_bank_folder, a_folder_of_banks_is_told_from_others) {
    EXPECT_TRUE(is_eie_bank_folder(banks_));
    EXPECT_FALSE(is_eie_bank_folder(scratch_));
    EXPECT_FALSE(is_eie_bank_folder(banks_ / "act.dat"));
    EXPECT_FALSE(is_eie_bank_folder(scratch_ / "nowhere"));
    EXPECT_EQ(shortened(config::sentence_of([&] { eie_bank_folder_pes(scratch_ / "nowhere"); })),
              "nowhere: this is no folder of EIE banks, which holds the folders ptr and spm.");
}

TEST_F(eie_bank_folder, files_that_are_no_banks_are_not_counted) {
    for (const char* name :
         {"ptr.dat", "ptr02.dat", "ptr2.txt", "ptrx.dat", "p", "ptr2.dat.old", "ptr9999999999.dat"})
        write(banks_ / "ptr" / name, "");
    EXPECT_EQ(eie_bank_folder_pes(banks_), 2u);
}

TEST_F(eie_bank_folder, missing_files_are_named) {
    write(banks_ / "ptr/ptr3.dat", words{0});
    EXPECT_EQ(refusal_to_read(), "banks/ptr/ptr2.dat: the file is missing, though the banks number up to 3.");
    fs::remove(banks_ / "ptr/ptr3.dat");
    fs::remove(banks_ / "spm/spm0.dat");
    EXPECT_EQ(refusal_to_read(), "banks/spm/spm0.dat: the file is missing, though the banks number up to 1.");
    fs::remove(banks_ / "spm/spm1.dat");
    fs::remove(banks_ / "ptr/ptr0.dat");
    fs::remove(banks_ / "ptr/ptr1.dat");
    EXPECT_EQ(refusal_to_read(), "banks: the folder holds no bank.");
}

TEST_F(eie_bank_folder, a_missing_codebook_or_activation_file_is_named) {
    fs::remove(banks_ / "arithm.dat");
    EXPECT_EQ(refusal_to_read(), "banks/arithm.dat: there is no such file.");
    fs::remove(banks_ / "act.dat");
    EXPECT_EQ(shortened(config::sentence_of([&] { read_eie_activations(banks_); })),
              "banks/act.dat: there is no such file.");
    fs::create_directory(banks_ / "act.dat");
    EXPECT_EQ(shortened(config::sentence_of([&] { read_eie_activations(banks_); })),
              "banks/act.dat: this is not a file that can be read.");
}

TEST_F(eie_bank_folder, truncated_and_empty_files_name_the_byte) {
    write(banks_ / "ptr/ptr0.dat", bytes_of(banks_ / "ptr/ptr0.dat").substr(0, 22));
    EXPECT_EQ(refusal_to_read(),
              "banks/ptr/ptr0.dat, byte 20: the file is truncated, since its 22 bytes are no multiple of 4.");
    write(banks_ / "ptr/ptr0.dat", "");
    EXPECT_EQ(refusal_to_read(),
              "banks/ptr/ptr0.dat, byte 0: the file is empty, but holds at least one column pointer.");
    write(banks_ / "ptr/ptr0.dat", words{0, 1, 1, 3, 3, 4});
    write(banks_ / "spm/spm0.dat", bytes_of(banks_ / "spm/spm0.dat").substr(0, 28));
    EXPECT_EQ(refusal_to_read(),
              "banks/spm/spm0.dat, byte 24: the file is truncated, since its 28 bytes are no multiple of 8.");
    write(banks_ / "spm/spm0.dat", bytes_of(banks_ / "spm/spm0.dat").substr(0, 24));
    EXPECT_EQ(refusal_to_read(),
              "banks/spm/spm0.dat, byte 24: the file holds 3 entries, but the last pointer in "
              "banks/ptr/ptr0.dat is 4.");
}

TEST_F(eie_bank_folder, bad_pointers_name_the_byte) {
    write(banks_ / "ptr/ptr0.dat", words{1, 1, 1, 3, 3, 4});
    EXPECT_EQ(refusal_to_read(), "banks/ptr/ptr0.dat, byte 0: the first column pointer is 1, not 0.");
    write(banks_ / "ptr/ptr0.dat", words{0, 1, 0, 3, 3, 4});
    EXPECT_EQ(refusal_to_read(),
              "banks/ptr/ptr0.dat, byte 8: the pointers of column 1 go backwards, from 1 to 0.");
    write(banks_ / "ptr/ptr0.dat", words{0, 1, 1, 2, 3, 4});
    EXPECT_EQ(
        refusal_to_read(),
        "banks/ptr/ptr0.dat, byte 16: column 3 stands between the 3 inputs and the bias column 4 and must be "
        "empty, but is not.");
}

TEST_F(eie_bank_folder, a_number_of_columns_that_fits_no_bias_or_differs_between_pes_is_refused) {
    const std::string tail = ", the last being the bias.";
    EXPECT_EQ(refusal_to_read(5, 6),
              "banks/ptr/ptr0.dat, byte 24: the file has pointers for 5 columns, but a layer of 6 inputs has "
              "6 to 7" +
                  tail);
    EXPECT_EQ(refusal_to_read(5, 2),
              "banks/ptr/ptr0.dat, byte 24: the file has pointers for 5 columns, but a layer of 2 inputs has "
              "2 to 3" +
                  tail);
    EXPECT_EQ(refusal_to_read(5, 4294967295),
              "banks: 4294967295 inputs over 2 PEs put the bias in column 4294967296, beyond 32 bits.");
    write(banks_ / "ptr/ptr1.dat", words{0, 0, 1, 1, 1});
    EXPECT_EQ(refusal_to_read(),
              "banks/ptr/ptr1.dat, byte 20: the file has pointers for 4 columns, but banks/ptr/ptr0.dat has "
              "for 5.");
    write(banks_ / "ptr/ptr0.dat", words{0, 1, 1, 3, 3, 4, 4});
    EXPECT_EQ(refusal_to_read(),
              "banks/ptr/ptr0.dat, byte 28: the file has pointers for 6 columns, but a layer of 3 inputs has "
              "3 to 5" +
                  tail);
}

TEST_F(eie_bank_folder, bad_entries_name_the_byte) {
    write(banks_ / "spm/spm1.dat", words{16, 1});
    EXPECT_EQ(refusal_to_read(), "banks/spm/spm1.dat, byte 0: code 16 is outside the codebook of 16 values.");
    write(banks_ / "spm/spm1.dat", words{4, 16});
    EXPECT_EQ(refusal_to_read(), "banks/spm/spm1.dat, byte 4: a run of 16 is beyond the longest, 15.");
    write(banks_ / "spm/spm1.dat", words{4, 2});
    EXPECT_EQ(refusal_to_read(),
              "banks/spm/spm1.dat, byte 0: row 5 in column 1 is outside the layer, which has 5 outputs.");
}

TEST_F(eie_bank_folder, more_outputs_than_the_entries_come_near_are_refused) {
    constexpr std::uint32_t most = 5 + most_rows_behind;  // the last entry stands in row 4
    EXPECT_EQ(read_eie_bank_folder(banks_, most, 3).codes.rows, most);
    const std::string sentence =
        "banks: the banks have entries in the first 5 outputs only, so a layer of {} outputs cannot be meant: "
        "at most 1048576 without an entry may follow.";
    EXPECT_EQ(refusal_to_read(most + 1), fmt::format(fmt::runtime(sentence), most + 1));
    EXPECT_EQ(refusal_to_read(4294967295), fmt::format(fmt::runtime(sentence), 4294967295));
    write(banks_ / "spm/spm1.dat", words{4, 2});  // row 5
    EXPECT_EQ(read_eie_bank_folder(banks_, most + 1, 3).codes.rows, most + 1);
}

TEST_F(eie_bank_folder, banks_without_any_entry_may_have_some_outputs) {
    for (const char* pe : {"0", "1"}) {
        write(banks_ / "ptr" / fmt::format("ptr{}.dat", pe), words(6));
        write(banks_ / "spm" / fmt::format("spm{}.dat", pe), words());
    }
    EXPECT_EQ(read_eie_bank_folder(banks_, 1000, 3).codes.stored(), 0u);
    EXPECT_EQ(
        refusal_to_read(1048577),
        "banks: the banks have entries in the first 0 outputs only, so a layer of 1048577 outputs cannot "
        "be meant: at most 1048576 without an entry may follow.");
}

TEST_F(eie_bank_folder, a_bad_codebook_names_the_byte) {
    const std::string codebook = bytes_of(banks_ / "arithm.dat");
    write(banks_ / "arithm.dat", codebook.substr(0, 60));
    EXPECT_EQ(refusal_to_read(), "banks/arithm.dat, byte 60: the codebook has 15 values, not 16.");
    words bad(16);
    bad[7] = word_of(std::nanf(""));
    write(banks_ / "arithm.dat", bad);
    EXPECT_EQ(refusal_to_read(), "banks/arithm.dat, byte 28: the value nan is not finite.");
    bad[7] = 0;
    bad[0] = word_of(0.25f);
    write(banks_ / "arithm.dat", bad);
    EXPECT_EQ(refusal_to_read(), "banks/arithm.dat, byte 0: entry 0 of the codebook is 0.25, not 0.");
}

TEST_F(eie_bank_folder, bad_activations_name_the_byte) {
    const auto refusal = [&] {
        return shortened(config::sentence_of([&] { read_eie_activations(banks_ / "act.dat"); }));
    };
    write(banks_ / "act.dat", words{0, word_of(-std::numeric_limits<float>::infinity())});
    EXPECT_EQ(refusal(), "banks/act.dat, byte 4: the value -inf is not finite.");
    write(banks_ / "act.dat", "12345");
    EXPECT_EQ(refusal(),
              "banks/act.dat, byte 4: the file is truncated, since its 5 bytes are no multiple of 4.");
    write(banks_ / "act.dat", "");
    EXPECT_EQ(refusal(), "banks/act.dat, byte 0: the file is empty, but should hold activations.");
}

TEST_F(eie_bank_folder, the_writer_refuses_what_could_not_be_read_back) {
    const shared_weights weights = read_eie_bank_folder(banks_, 5, 3);
    const auto refusal = [&](const fs::path& folder, const shared_weights& layer,
                             const std::vector<float>& activations) {
        return shortened(config::sentence_of([&] { write_eie_bank_folder(folder, layer, 2, activations); }));
    };
    EXPECT_EQ(refusal(banks_, weights, {1, 2, 3}), "banks: there is something of this name already.");
    EXPECT_EQ(refusal(scratch_ / "nowhere/new", weights, {1, 2, 3}),
              "nowhere/new: the folder cannot be made: No such file or directory.");
    EXPECT_EQ(refusal(scratch_ / "new", weights, {1, 2}),
              "new: 4 columns of weights need 3 activations and the bias, but there are 2 activations.");
    EXPECT_EQ(refusal(scratch_ / "new", weights, {1, std::nanf(""), 3}),
              "new: activation 1 is nan, not finite.");
    shared_weights bad = weights;
    bad.codebook.resize(15);
    EXPECT_EQ(refusal(scratch_ / "new", bad, {1, 2, 3}),
              "new: code 15 of entry 4 is outside the codebook of 15 values.");
    bad.codebook.resize(17);
    const std::string wanted =
        "new: EIE's files hold a codebook of 1 to 16 values that begins with 0, but this one has ";
    EXPECT_EQ(refusal(scratch_ / "new", bad, {1, 2, 3}), wanted + "17 values and begins with 0.");
    bad.codebook.clear();
    EXPECT_EQ(refusal(scratch_ / "new", bad, {1, 2, 3}), wanted + "0 values.");
    bad.codebook = {0.5f};
    EXPECT_EQ(refusal(scratch_ / "new", bad, {1, 2, 3}), wanted + "1 values and begins with 0.5.");
    bad = weights;
    bad.codebook[3] = std::numeric_limits<float>::infinity();
    EXPECT_EQ(refusal(scratch_ / "new", bad, {1, 2, 3}), "new: codebook entry 3 is inf, not finite.");
    bad = weights;
    bad.codes.rows = 100000000;
    EXPECT_EQ(
        refusal(scratch_ / "new", bad, {1, 2, 3}),
        "new: the banks have entries in the first 5 outputs only, so a layer of 100000000 outputs cannot be "
        "meant: at most 1048576 without an entry may follow.");
    EXPECT_FALSE(fs::exists(scratch_ / "new"));
}

TEST_F(eie_bank_folder, a_write_that_fails_half_way_leaves_nothing_behind) {
    const shared_weights weights = read_eie_bank_folder(banks_, 5, 3);
    rlimit before;
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small = {28, before.rlim_max};  // enough for ptr0.dat, too little for spm0.dat
    setrlimit(RLIMIT_FSIZE, &small);
    const std::string sentence = config::sentence_of([&] {
        write_eie_bank_folder(scratch_ / "new", weights, 2, {1, 2, 3});
    });
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_EQ(shortened(sentence), ".new.partial-0/spm/spm0.dat: the file cannot be written.");
    EXPECT_EQ(std::distance(fs::directory_iterator(scratch_), {}), 1);
}

/// The folder of a published data set, or nothing where LACUNA_DATA does not lead to it.
fs::path published(const char* name) {
    const char* data = std::getenv("LACUNA_DATA");
    return data && is_eie_bank_folder(fs::path(data) / name) ? fs::path(data) / name : fs::path();
}

TEST_F(eie_bank_folder, alexnet_fc8_survives_reading_writing_and_interleaving_anew) {
    const fs::path fc8 = published("eie-alexnet-fc8");
    if (fc8.empty()) GTEST_SKIP() << "LACUNA_DATA names no folder that holds eie-alexnet-fc8";
    ASSERT_EQ(eie_bank_folder_pes(fc8), 64u);
    const shared_weights weights = read_eie_bank_folder(fc8, 1000, 4096);
    const std::vector<float> activations = read_eie_activations(fc8);
    EXPECT_EQ(weights.codes.stored(), 1051991u);
    EXPECT_EQ(activations.size() -
                  static_cast<std::size_t>(std::count(activations.begin(), activations.end(), 0.0f)),
              1759u);
    EXPECT_EQ(weights.codes.column_begin[4097] - weights.codes.column_begin[4096], 959u);
    for (std::uint32_t pes : {64, 32, 7}) {
        const fs::path folder = scratch_ / fmt::format("pes-{}", pes);
        write_eie_bank_folder(folder, weights, pes, activations);
        const shared_weights again = read_eie_bank_folder(folder, 1000, 4096);
        EXPECT_EQ(again.codes, weights.codes) << pes << " PEs";
        const fs::path back = scratch_ / fmt::format("back-from-{}", pes);
        write_eie_bank_folder(back, again, 64, activations);
        expect_same_files(fc8, back);
    }
}

TEST_F(eie_bank_folder, a_layer_rich_in_fillers_survives_reading_and_writing) {
    const fs::path fillers = published("eie-fillers");
    if (fillers.empty()) GTEST_SKIP() << "LACUNA_DATA names no folder that holds eie-fillers";
    const shared_weights weights = read_eie_bank_folder(fillers, 1024, 1024);
    const relative_index_csc banks = interleave(weights.codes, 16, 4);
    std::size_t entries = 0;
    for (const relative_index_bank& bank : banks.banks) entries += bank.entries.size();
    EXPECT_EQ(entries, 66481u);
    EXPECT_EQ(padding_zeros(banks), 23501u);
    EXPECT_EQ(weights.codes.stored(), 66481u - 23501u);
    write_eie_bank_folder(scratch_ / "again", weights, 16, read_eie_activations(fillers));
    expect_same_files(fillers, scratch_ / "again");
}

}  // namespace
}  // namespace lacuna::formats
