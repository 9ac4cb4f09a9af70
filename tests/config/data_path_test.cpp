#include "sim/config/data_path.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/config/sentence.h"

namespace lacuna::config {
namespace {

node value_of(const std::string& text, const std::string& file = "configs/f.yaml") {
    return parse_yaml("file: " + text, file).entries.at(0).second;
}

std::string refusal(const std::string& text) {
    return sentence_of([&] { data_path(value_of(text, "f.yaml")); });
}

TEST(data_path, relative_paths_start_at_the_folder_of_their_file) {
    EXPECT_EQ(data_path(value_of("../traces/a.yaml")), "configs/../traces/a.yaml");
    EXPECT_EQ(data_path(value_of("a.yaml", "/etc/f.yaml")), "/etc/a.yaml");
    EXPECT_EQ(data_path(value_of("a.yaml", "f.yaml")), "a.yaml");
    EXPECT_EQ(data_path(value_of("/data/a.yaml")), "/data/a.yaml");
}

TEST(data_path, tilde_is_a_name_like_any_other) {
    EXPECT_EQ(data_path(value_of("'~/a'")), "configs/~/a");
}

TEST(data_path, value_of_an_option_starts_at_the_working_directory) {
    node root = parse_yaml("file: x", "configs/f.yaml");
    set_value(root, "file=traces/a.yaml");
    EXPECT_EQ(data_path(*root.find("file")), "traces/a.yaml");
}

TEST(data_path, variable_at_the_beginning_is_replaced) {
    setenv("LACUNA_DATA", "/data", 1);
    EXPECT_EQ(data_path(value_of("${LACUNA_DATA}/real/a.npy")), "/data/real/a.npy");
    EXPECT_EQ(data_path(value_of("${LACUNA_DATA}//a.npy")), "/data/a.npy");
    EXPECT_EQ(data_path(value_of("${LACUNA_DATA}")), "/data");
    setenv("LACUNA_DATA", "layers", 1);
    EXPECT_EQ(data_path(value_of("${LACUNA_DATA}/a.npy")), "layers/a.npy")
        << "relative to the working directory";
}

TEST(data_path, variable_that_is_not_set_or_empty_is_refused) {
    unsetenv("LACUNA_DATA");
    EXPECT_EQ(refusal("${LACUNA_DATA}/x"),
              "f.yaml:1: the path '${LACUNA_DATA}/x' needs the environment variable LACUNA_DATA, "
              "which is not set: it names the folder of real layers.");
    setenv("LACUNA_DATA", "", 1);
    EXPECT_EQ(refusal("${LACUNA_DATA}/x"),
              "f.yaml:1: the path '${LACUNA_DATA}/x' needs the environment variable LACUNA_DATA, "
              "which is empty: it names the folder of real layers.");
}

TEST(data_path, other_variables_and_other_places_are_refused) {
    setenv("LACUNA_DATA", "/data", 1);
    for (const std::string path :
         {"${HOME}/x", "a/${LACUNA_DATA}/x", "$LACUNA_DATA/x", "${LACUNA_DATA}${HOME}"}) {
        EXPECT_EQ(refusal(path), "f.yaml:1: the path '" + path +
                                     "' names a variable, but only ${LACUNA_DATA}, at the "
                                     "beginning, is replaced.");
    }
    EXPECT_EQ(refusal("${LACUNA_DATA}x"),
              "f.yaml:1: the path '${LACUNA_DATA}x' needs a '/' after ${LACUNA_DATA}.");
}

TEST(data_path, what_is_no_path_is_refused) {
    EXPECT_EQ(refusal("''"), "f.yaml:1: file must be a path, but is empty.");
    EXPECT_EQ(refusal("[a]"), "f.yaml:1: file must be a text, but is a sequence.");
    EXPECT_EQ(refusal(R"("a\nb")"), R"(f.yaml:1: the path 'a\nb' has a control character.)");
}

}  // namespace
}  // namespace lacuna::config
