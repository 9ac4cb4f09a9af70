/// Whether what ships with the project works: every config, and every command and picture that README.md
/// shows.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "tests/command_line/program.h"

namespace lacuna::tests {
namespace {

namespace fs = std::filesystem;

const fs::path root = LACUNA_SOURCE_DIR;

std::vector<std::string> shipped_configs() {
    std::vector<std::string> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(root / "configs"))
        if (entry.path().extension() == ".yaml")
            files.push_back("configs/" + entry.path().filename().string());
    std::sort(files.begin(), files.end());
    return files;
}

/// Whether a run was refused only because LACUNA_DATA names no folder here.
bool lacks_data(const finished& run) {
    return !has_data() && run.code != 0 &&
           run.err.find("needs the environment variable LACUNA_DATA") != std::string::npos;
}

class shipped_config : public testing::TestWithParam<std::string> {};

TEST_P(shipped_config, is_valid_and_every_layer_of_it_runs) {
    const finished valid = lacuna({"validate", GetParam()});
    if (lacks_data(valid)) GTEST_SKIP() << valid.err;
    ASSERT_EQ(valid.code, 0) << valid.err;
    EXPECT_EQ(valid.err, "");
    EXPECT_EQ(valid.out.find(GetParam() + ": valid. "), 0u) << valid.out;

    // The engine that is quick under the sanitizers too; that engines agree is asked elsewhere.
    const auto result = result_of({GetParam(), "--engine", "transaction"});
    EXPECT_EQ(result["complete"], true);
    EXPECT_FALSE(result["runs"].empty());
    for (const auto& row : result["runs"]) EXPECT_EQ(row["status"], "ok") << row["layer"];

    if (bytes_of(root / GetParam()).find("\nsweep:\n") == std::string::npos) return;
    EXPECT_NE(valid.out.find(" A sweep of "), std::string::npos) << valid.out;
    if (is_sanitized) return;
    const auto rows = points_of({GetParam(), "--set", "sweep.sample={random: 4, seed: 1}"});
    EXPECT_EQ(rows.size(), 4 * result["runs"].size());
    for (const auto& row : rows) EXPECT_EQ(row["status"], "ok") << row;
}

INSTANTIATE_TEST_SUITE_P(configs, shipped_config, testing::ValuesIn(shipped_configs()), [](const auto& test) {
    std::string name = fs::path(test.param).stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

/// A command that a document shows, and what it says the command prints (nothing where it does not say).
struct shown_command {
    std::string line;
    std::string output;
    bool operator==(const shown_command& other) const { return line == other.line && output == other.output; }
};

/// The commands in fenced blocks that begin with tools/run, continued lines joined. A block marked as text
/// that follows is the output of the last of them.
std::vector<shown_command> commands_of(const std::string& markdown) {
    std::vector<shown_command> commands;
    enum { outside, in_block, in_output } state = outside;
    bool continues = false;
    for (std::string line : lines_of(markdown)) {
        const std::string whole = line;
        line.erase(0, line.find_first_not_of(" \t"));
        if (line.compare(0, 3, "```") == 0) {
            const bool is_output = line == "```text" && !commands.empty();
            state = state != outside ? outside : is_output ? in_output : in_block;
            continue;
        }
        if (state == outside) continue;
        if (state == in_output) {
            commands.back().output += whole + "\n";
            continue;
        }
        if (line.compare(0, 2, "$ ") == 0) line.erase(0, 2);
        if (continues) {
            commands.back().line += line;
        } else if (line.compare(0, 9, "tools/run") == 0) {
            commands.push_back({line, ""});
        } else {
            continue;
        }
        continues = commands.back().line.back() == '\\';
        if (continues) commands.back().line.pop_back();
    }
    return commands;
}

/// tools/run itself, but for the set-up and the build: it starts the program that is being tested.
std::string run_script() {
    std::string script;
    for (const std::string& line : lines_of(bytes_of(root / "tools" / "run"))) {
        const bool prepares = line.find("/tools/setup\"") != std::string::npos ||
                              line.find("/tools/build\"") != std::string::npos;
        if (!prepares) script += line + "\n";
    }
    const std::string built = "$root/.build/release/lacuna";
    const auto place = script.find(built);
    EXPECT_NE(place, std::string::npos) << "tools/run no longer starts " << built;
    return place == std::string::npos ? script : script.replace(place, built.size(), LACUNA_PROGRAM);
}

TEST(readme, every_command_works_and_prints_what_is_shown) {
    if (is_sanitized) GTEST_SKIP() << "takes long under the sanitizers";
    if (!fs::exists(root / "README.md")) GTEST_SKIP() << "there is no README.md";
    const std::vector<shown_command> commands = commands_of(bytes_of(root / "README.md"));
    EXPECT_FALSE(commands.empty()) << "README.md shows no command that begins with tools/run";
    const temporary_folder copy;  // what the commands write is not for the repository
    for (const char* name : {"configs", "traces", "models", "tests"})
        fs::create_directory_symlink(root / name, copy.path() / name);
    copy.write("tools/run", run_script());
    fs::permissions(copy.path() / "tools" / "run", fs::perms::owner_all);
    for (const auto& [line, output] : commands) {
        const finished run = process({"/bin/bash", "-c", line}, copy.path()).wait();
        if (lacks_data(run)) continue;
        EXPECT_EQ(run.code, 0) << line << "\n" << run.err;
        if (!output.empty()) {
            EXPECT_EQ(run.out, output) << line;
        }
    }
}

TEST(readme, every_picture_is_there) {
    const std::string text = bytes_of(root / "README.md");
    const std::regex picture(R"(!\[[^\]]+\]\(([^)]+)\))");
    int pictures = 0;
    for (std::sregex_iterator found(text.begin(), text.end(), picture), end; found != end;
         ++found, ++pictures)
        EXPECT_TRUE(fs::exists(root / found->str(1))) << found->str(1);
    EXPECT_GT(pictures, 0);
}

TEST(figures, each_has_its_config_and_its_picture) {
    int scripts = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / "models")) {
        if (entry.path().extension() != ".gnuplot") continue;
        ++scripts;
        fs::path picture = entry.path();
        EXPECT_TRUE(fs::exists(picture.replace_extension(".svg"))) << picture;
        EXPECT_TRUE(fs::exists(root / "configs" / (entry.path().stem().string() + ".yaml"))) << entry.path();
    }
    EXPECT_GT(scripts, 0);
}

TEST(readme, commands_are_found_in_fenced_blocks_alone) {
    const std::vector<shown_command> expected = {{"tools/run configs/a.yaml --format json", ""},
                                                 {"tools/run list models", "eie\n  EIE\n"}};
    EXPECT_EQ(
        commands_of(
            "Text\ntools/run not/this\n```sh\ntools/run configs/a.yaml \\\n    --format json\nls\n```\n"
            "tools/run nor/this\n\n    ```\n    $ tools/run list models\n    ```\n```text\neie\n  EIE\n```\n"),
        expected);
}

}  // namespace
}  // namespace lacuna::tests
