/// What bad input must get: exit code 2, one sentence on standard error, and nothing anywhere else.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/command_line/program.h"

namespace lacuna::tests {

/// The sentence that the program refuses its arguments with, without "lacuna: "; fails the test where it does
/// not refuse.
inline std::string refusal_of(const std::vector<std::string>& arguments, const temporary_folder& folder) {
    const finished run = lacuna(arguments, folder.path());
    EXPECT_EQ(run.code, 2);
    EXPECT_EQ(run.out, "");
    const std::vector<std::string> lines = lines_of(run.err);
    if (lines.size() != 1 || lines[0].compare(0, 8, "lacuna: ") != 0 || run.err.back() != '\n') {
        ADD_FAILURE() << "not one line that begins with 'lacuna: ', but:\n" << run.err;
        return run.err;
    }
    return lines[0].substr(8);
}

/// The same for `lacuna run ARGUMENTS... --out results`, which must leave no file there.
inline std::string refusal_of_run(std::vector<std::string> arguments, const temporary_folder& folder) {
    arguments.insert(arguments.begin(), "run");
    arguments.insert(arguments.end(), {"--out", "results", "--format", "json"});
    const std::string sentence = refusal_of(arguments, folder);
    EXPECT_EQ(folder.files("results"), std::vector<std::string>{});
    return sentence;
}

/// A config of one small layer, good as it stands; tests spoil a line of it.
struct small_experiment {
    std::string config =
        "name: small\n"
        "accelerators:\n"
        "  eie:\n"
        "    model: eie\n"
        "    parameters:\n"
        "      pes: 2\n"
        "layers: [layer.yaml]\n"
        "patterns: [as_is]\n";
    std::string layer =
        "layer: tiny\n"
        "inputs: 6\n"
        "outputs: 4\n"
        "weights: {distribution: normal, seed: 1, pattern: {unstructured: {density: 0.5}}}\n"
        "activations: {density: 0.5, seed: 2}\n";

    void write(const temporary_folder& folder) const {
        folder.write("config.yaml", config);
        folder.write("layer.yaml", layer);
    }
};

/// `text` with its one `from` replaced.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
    const auto place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    return place == std::string::npos ? text : text.replace(place, from.size(), to);
}

}  // namespace lacuna::tests
