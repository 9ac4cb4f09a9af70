/// Do includes go one way, from a level of abstraction to those below it?
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace lacuna {
namespace {

/// From the bottom up; the order of CMakeLists.txt.
const std::vector<std::string> levels = {"sim/config",      "sim/formats", "sim/patterns", "sim/layers",
                                         "sim/statistics",  "sim/energy",  "sim/reports",  "sim/kernel",
                                         "sim/accelerator", "models",      "sim/run",      "sim/sweep",
                                         "sim/command_line"};

std::size_t level_of(const std::string& path) {
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (path.compare(0, levels[i].size() + 1, levels[i] + "/") == 0) return i;
    }
    return levels.size();
}

TEST(includes, go_down_only) {
    const std::filesystem::path root = LACUNA_SOURCE_DIR;
    const std::regex include("#include \"((?:sim|models)/[^\"]+)\"");
    std::size_t seen = 0;
    for (const char* part : {"sim", "models"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / part)) {
            if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
            const std::string file = std::filesystem::relative(entry.path(), root).string();
            ASSERT_LT(level_of(file), levels.size()) << file << " stands in no level that this test knows";
            std::ifstream text(entry.path());
            for (std::string line; std::getline(text, line);) {
                std::smatch included;
                if (!std::regex_search(line, included, include)) continue;
                ++seen;
                EXPECT_LE(level_of(included[1]), level_of(file)) << file << " includes " << included[1];
                if (level_of(included[1]) == level_of("models/") && level_of(file) == level_of("models/")) {
                    // "models/NAME/"
                    const std::size_t end = included[1].str().find('/', std::string("models/").size());
                    const std::string folder = included[1].str().substr(0, end + 1);
                    EXPECT_TRUE(file == "models/registry.cpp" || file.compare(0, folder.size(), folder) == 0)
                        << file << " includes another accelerator: " << included[1];
                }
            }
        }
    }
    EXPECT_GT(seen, 100u);
}

}  // namespace
}  // namespace lacuna
