/// What a broken folder of EIE banks gets: the sentence, with file and byte.
#include <cmath>
#include <functional>
#include <limits>

#include "tests/command_line/bank_folder.h"
#include "tests/command_line/refusal.h"

namespace lacuna::tests {
namespace {

namespace fs = std::filesystem;

small_experiment experiment_on_banks() {
    small_experiment experiment;
    experiment.layer = bank_folder::layer;
    return experiment;
}

std::string without_full_stop(std::string sentence) {
    if (!sentence.empty() && sentence.back() == '.') sentence.pop_back();
    return sentence;
}

/// What run says to banks that were spoilt before they were written; validate must say the same.
std::string refusal_of_banks(const std::function<void(bank_folder&)>& spoil) {
    const temporary_folder folder;
    experiment_on_banks().write(folder);
    bank_folder banks;
    spoil(banks);
    banks.write(folder);
    const std::string sentence = refusal_of_run({"config.yaml"}, folder);
    EXPECT_EQ(refusal_of({"validate", "config.yaml"}, folder), sentence);
    return without_full_stop(sentence);
}

/// The same for a file that is cut to `size` bytes, or removed.
std::string refusal_of_cut(const std::string& name, std::uintmax_t size) {
    const temporary_folder folder;
    experiment_on_banks().write(folder);
    bank_folder().write(folder);
    fs::resize_file(folder.path() / "banks" / name, size);
    return without_full_stop(refusal_of_run({"config.yaml"}, folder));
}

std::string refusal_without(const std::string& name) {
    const temporary_folder folder;
    experiment_on_banks().write(folder);
    bank_folder().write(folder);
    fs::remove_all(folder.path() / "banks" / name);
    return without_full_stop(refusal_of_run({"config.yaml"}, folder));
}

TEST(data_refusals, banks_are_good_before_they_are_spoilt) {
    const temporary_folder folder;
    experiment_on_banks().write(folder);
    bank_folder().write(folder);
    const auto row = result_of({"config.yaml"}, folder.path())["runs"][0];
    EXPECT_EQ(row["macs"]["committed"], 5);
    EXPECT_EQ(row["check"], "exact");
}

TEST(data_refusals, values_that_are_not_finite_are_refused) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(refusal_of_banks([&](bank_folder& b) { b.codebook[3] = nan; }),
              "banks/arithm.dat, byte 12: the value nan is not finite");
    EXPECT_EQ(refusal_of_banks([&](bank_folder& b) { b.codebook[15] = -infinity; }),
              "banks/arithm.dat, byte 60: the value -inf is not finite");
    EXPECT_EQ(refusal_of_banks([&](bank_folder& b) { b.activations[1] = nan; }),
              "banks/act.dat, byte 4: the value nan is not finite");
    EXPECT_EQ(refusal_of_banks([&](bank_folder& b) { b.activations[2] = infinity; }),
              "banks/act.dat, byte 8: the value inf is not finite");
}

TEST(data_refusals, missing_files_are_named) {
    EXPECT_EQ(refusal_without("ptr/ptr1.dat"),
              "banks/ptr/ptr1.dat: the file is missing, though the banks number up to 1");
    EXPECT_EQ(refusal_without("spm/spm0.dat"),
              "banks/spm/spm0.dat: the file is missing, though the banks number up to 1");
    EXPECT_EQ(refusal_without("arithm.dat"), "banks/arithm.dat: there is no such file");
    EXPECT_EQ(refusal_without("act.dat"),
              "layer.yaml:5: activations.file names banks/act.dat, which does not exist");
    EXPECT_EQ(
        refusal_without("ptr"),
        "layer.yaml:4: banks is no EIE bank folder, which holds ptr/ptr0.dat, spm/spm0.dat and so on, and arithm.dat");
}

TEST(data_refusals, files_cut_within_a_word_say_at_which_byte) {
    EXPECT_EQ(refusal_of_cut("ptr/ptr1.dat", 23),
              "banks/ptr/ptr1.dat, byte 20: the file is truncated, since its 23 bytes are no multiple of 4");
    EXPECT_EQ(refusal_of_cut("spm/spm0.dat", 20),
              "banks/spm/spm0.dat, byte 16: the file is truncated, since its 20 bytes are no multiple of 8");
    EXPECT_EQ(refusal_of_cut("arithm.dat", 62),
              "banks/arithm.dat, byte 60: the file is truncated, since its 62 bytes are no multiple of 4");
    EXPECT_EQ(refusal_of_cut("act.dat", 11),
              "banks/act.dat, byte 8: the file is truncated, since its 11 bytes are no multiple of 4");
}

TEST(data_refusals, files_cut_between_words_say_what_is_missing) {
    EXPECT_EQ(
        refusal_of_cut("ptr/ptr1.dat", 20),
        "banks/ptr/ptr1.dat, byte 20: the file has pointers for 4 columns, but banks/ptr/ptr0.dat has for 5");
    EXPECT_EQ(
        refusal_of_cut("ptr/ptr0.dat", 8),
        "banks/ptr/ptr0.dat, byte 8: the file has pointers for 1 columns, but a layer of 3 inputs has 3 to 5, the last being the bias");
    EXPECT_EQ(refusal_of_cut("ptr/ptr0.dat", 0),
              "banks/ptr/ptr0.dat, byte 0: the file is empty, but holds at least one column pointer");
    EXPECT_EQ(
        refusal_of_cut("spm/spm0.dat", 16),
        "banks/spm/spm0.dat, byte 16: the file holds 2 entries, but the last pointer in banks/ptr/ptr0.dat is 3");
    EXPECT_EQ(refusal_of_cut("arithm.dat", 60),
              "banks/arithm.dat, byte 60: the codebook has 15 values, not 16");
    EXPECT_EQ(refusal_of_cut("act.dat", 8),
              "layer.yaml:1: banks/act.dat holds 2 activations, but a batch of 1 with 3 inputs needs 3");
    EXPECT_EQ(refusal_of_cut("act.dat", 0),
              "banks/act.dat, byte 0: the file is empty, but should hold activations");
}

TEST(data_refusals, pointers_that_are_no_pointers_say_in_which_column) {
    EXPECT_EQ(refusal_of_banks([](bank_folder& b) { b.pointers[0] = {0, 2, 1, 2, 2, 3}; }),
              "banks/ptr/ptr0.dat, byte 8: the pointers of column 1 go backwards, from 2 to 1");
    EXPECT_EQ(
        refusal_of_banks([](bank_folder& b) { b.pointers[0].back() = 4; }),
        "banks/spm/spm0.dat, byte 24: the file holds 3 entries, but the last pointer in banks/ptr/ptr0.dat is 4");
    EXPECT_EQ(
        refusal_of_banks([](bank_folder& b) { b.pointers[0].back() = 0xFFFFFFFF; }),
        "banks/spm/spm0.dat, byte 24: the file holds 3 entries, but the last pointer in banks/ptr/ptr0.dat is 4294967295");
    EXPECT_EQ(refusal_of_banks([](bank_folder& b) { b.pointers[1].front() = 1; }),
              "banks/ptr/ptr1.dat, byte 0: the first column pointer is 1, not 0");
    EXPECT_EQ(
        refusal_of_banks([](bank_folder& b) { b.pointers[0] = {0, 1, 2, 2, 3, 3}; }),
        "banks/ptr/ptr0.dat, byte 16: column 3 stands between the 3 inputs and the bias column 4 and must be empty, but is not");
}

TEST(data_refusals, entries_outside_codebook_runs_and_rows_say_where) {
    EXPECT_EQ(refusal_of_banks([](bank_folder& b) { b.entries[1][2] = 16; }),
              "banks/spm/spm1.dat, byte 8: code 16 is outside the codebook of 16 values");
    EXPECT_EQ(refusal_of_banks([](bank_folder& b) { b.entries[1][3] = 16; }),
              "banks/spm/spm1.dat, byte 12: a run of 16 is beyond the longest, 15");
    EXPECT_EQ(refusal_of_banks([](bank_folder& b) { b.entries[0][3] = 2; }),
              "banks/spm/spm0.dat, byte 8: row 4 in column 1 is outside the layer, which has 4 outputs");
    EXPECT_EQ(refusal_of_banks([](bank_folder& b) { b.entries[1][3] = 1; }),
              "banks/spm/spm1.dat, byte 8: row 5 in column 0 is outside the layer, which has 4 outputs");
    EXPECT_EQ(refusal_of_banks([](bank_folder& b) { b.codebook[0] = 1; }),
              "banks/arithm.dat, byte 0: entry 0 of the codebook is 1, not 0");
}

TEST(data_refusals, outputs_that_the_banks_do_not_come_near_are_refused) {
    const temporary_folder folder;
    small_experiment experiment = experiment_on_banks();
    experiment.layer = with(experiment.layer, "outputs: 4", "outputs: 100000000");
    experiment.write(folder);
    bank_folder().write(folder);
    const std::string sentence = refusal_of_run({"config.yaml"}, folder);
    EXPECT_EQ(
        sentence,
        "banks: the banks have entries in the first 4 outputs only, so a layer of 100000000 outputs cannot "
        "be meant: at most 1048576 without an entry may follow.");
    EXPECT_EQ(refusal_of({"validate", "config.yaml"}, folder), sentence);
}

TEST(data_refusals, negative_activation_of_a_file_says_which) {
    const temporary_folder folder;
    experiment_on_banks().write(folder);
    bank_folder banks;
    banks.activations[1] = -0.5f;
    banks.write(folder);
    EXPECT_EQ(
        refusal_of_run({"config.yaml"}, folder),
        "layer.yaml:1: layer 'banks' on eie: Activation 1 of vector 0 is -0.5, but 'broadcast: positive' sends positive activations only; set 'broadcast: nonzero' to send every activation that is not zero.");
    const auto row = result_of({"config.yaml", "--set", "accelerators.eie.parameters.broadcast=nonzero"},
                               folder.path())["runs"][0];
    EXPECT_EQ(row["macs"]["committed"], 5);
}

}  // namespace
}  // namespace lacuna::tests
