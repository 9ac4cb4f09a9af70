#include "sim/config/new_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"

using namespace lacuna;

namespace {

std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST(new_file, is_there_whole_after_its_commit_and_not_before) {
    const test::scratch_folder scratch;
    const std::filesystem::path place = scratch.write("folder/f.txt", "old");
    {
        config::new_file made(place);
        made.write("new ");
        made.write(std::string(100000, 'x'));
        EXPECT_EQ(content_of(place), "old");
        made.commit();
        EXPECT_EQ(content_of(place), "new " + std::string(100000, 'x'));
    }
    EXPECT_EQ(content_of(place).size(), 100004u);
}

TEST(new_file, leaves_nothing_behind_where_it_was_not_committed) {
    const test::scratch_folder scratch;
    const std::filesystem::path place = scratch.write("folder/f.txt", "old");
    config::new_file(place).write("half of ");
    EXPECT_EQ(content_of(place), "old");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(scratch / "folder"), {}), 1);
}

TEST(new_file, says_which_file_cannot_be_written) {
    const test::scratch_folder scratch;
    EXPECT_EQ(scratch.shortened(config::sentence_of([&] { config::new_file(scratch / "none" / "f"); })),
              "Cannot write none/f: No such file or directory.");
}
