/// Whether results are, byte for byte, what they were when tools/golden last wrote them down.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "tests/command_line/program.h"

namespace lacuna::tests {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(LACUNA_SOURCE_DIR) / "tests" / "golden";

/// The first line in which two texts differ; empty where they are equal.
std::string first_difference(const std::string& golden, const std::string& now) {
    if (golden == now) return "";
    const std::vector<std::string> a = lines_of(golden);
    const std::vector<std::string> b = lines_of(now);
    const auto [there, here] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return "line " + std::to_string(there - a.begin() + 1) +
           "\n  golden: " + (there == a.end() ? "(none)" : *there) +
           "\n  now:    " + (here == b.end() ? "(none)" : *here) +
           "\ntools/golden rewrites what is meant to change.";
}

/// A new version alone is no new result.
std::string without_version(const std::string& json) {
    return std::regex_replace(json, std::regex("\n  \"version\": \"[^\"]*\","), "\n  \"version\": \"any\",");
}

class golden : public testing::TestWithParam<std::string> {};

TEST_P(golden, results_are_the_same_bytes) {
    const std::string name = GetParam();
    const temporary_folder out;
    const finished run =
        lacuna({"run", name + ".yaml", "--format", "table,json,csv", "--out", out.path().string(), "--quiet"},
               folder);
    ASSERT_EQ(run.code, 0) << run.err;
    for (const char* ending : {".txt", ".json", ".csv"}) {
        SCOPED_TRACE(name + ending);
        const std::string now = bytes_of(out.path() / (name + ending));
        const std::string difference =
            first_difference(bytes_of(folder / (name + ending)), without_version(now));
        EXPECT_TRUE(difference.empty()) << difference;
    }
}

TEST_P(golden, engines_agree_in_every_count) {
    const finished run = lacuna({"run", GetParam() + ".yaml", "--engine", "both", "--quiet"}, folder);
    EXPECT_EQ(run.code, 0) << run.err;
}

std::vector<std::string> golden_configs() {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

INSTANTIATE_TEST_SUITE_P(configs, golden, testing::ValuesIn(golden_configs()), [](const auto& test) {
    std::string name = test.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(golden_files, every_result_has_its_config) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.is_directory() || entry.path().extension() == ".yaml") continue;
        EXPECT_TRUE(fs::exists(fs::path(entry.path()).replace_extension(".yaml"))) << entry.path();
    }
}

}  // namespace
}  // namespace lacuna::tests
