#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sim/config/yaml.h"
#include "tests/config/sentence.h"

namespace lacuna::config {
namespace {

std::filesystem::path scratch_file(const std::string& text) {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    const auto file =
        std::filesystem::path(testing::TempDir()) / (std::string("lacuna_") + test->name() + ".yaml");
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

TEST(yaml_files, files_are_read_and_named_in_places) {
    const auto file = scratch_file("a: 1\n");
    EXPECT_EQ(read_yaml(file).find("a")->where.text(), file.string() + ":1");
    std::filesystem::remove(file);
}

TEST(yaml_files, unreadable_files_get_a_sentence) {
    EXPECT_EQ(sentence_of([] { read_yaml("no/such/file.yaml"); }),
              "no/such/file.yaml: the file cannot be opened: No such file or directory.");
    EXPECT_EQ(sentence_of([] { read_yaml("/"); }), "/: this is a folder, where a YAML file is needed.");
}

TEST(yaml_files, file_larger_than_64_mebibytes_is_refused) {
    const auto file = scratch_file("");
    std::filesystem::resize_file(file, (std::uintmax_t{64} << 20) + 1);
    EXPECT_EQ(sentence_of([&] { read_yaml(file); }),
              file.string() + ": the file is larger than 64 MiB, the most for a YAML file.");
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace lacuna::config
