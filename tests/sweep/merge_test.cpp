#include "sim/sweep/merging/merge.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/sweep/merging/shard_list.h"
#include "sim/sweep/reports/export.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"
#include "tests/sweep/small_sweep.h"

using namespace lacuna;
using namespace lacuna::sweep;

namespace {

namespace fs = std::filesystem;

std::string exported(const fs::path& folder) {
    table of(folder);
    std::string text;
    export_rows(of, {}, [&](std::string_view piece) { text += piece; });
    return text;
}

/// Points of a sweep of six, of which those in `finished` have a row; every third has one column more.
void write_points(const fs::path& folder, const std::string& shard, const std::vector<std::uint64_t>& points,
                  const std::vector<std::uint64_t>& finished, std::int64_t add_to_cycles = 0,
                  std::int64_t digest = 7) {
    small_sweep sweep(folder, shard);
    for (const std::uint64_t p : points) sweep.point(p, 16 << p / 2, 2 << p % 2);
    sweep.file().progress().remember(0, 0, digest);
    for (const std::uint64_t p : finished) {
        cells more = {{"cycles", static_cast<std::int64_t>(p) * 100 + add_to_cycles}};
        if (p % 3 == 0) more.emplace_back("stalls.pe.starved", 0.1);
        sweep.row(p, 0, "fc6", more);
        sweep.finish(p);
    }
    sweep.close();
}

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& each : fs::directory_iterator(folder)) names.push_back(each.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

TEST(merge, of_all_shards_is_the_whole_sweep) {
    const test::scratch_folder scratch;
    write_points(scratch / "whole", "1/1", {0, 1, 2, 3, 4, 5}, {0, 1, 2, 3, 4, 5});
    write_points(scratch / "a", "1/3", {0, 3}, {0, 3});
    write_points(scratch / "b", "2/3", {1, 4}, {4, 1});
    write_points(scratch / "c", "3/3", {2, 5}, {2, 5});
    const std::string before = content_of(scratch / "a" / file_name);
    const merged united = merge({scratch / "c", scratch / "a", scratch / "b"}, scratch / "new" / "all");
    EXPECT_EQ(united.points, 6u);
    EXPECT_EQ(united.finished_points, 6u);
    EXPECT_EQ(exported(scratch / "new" / "all"), exported(scratch / "whole"));
    sweep_file all(scratch / "new" / "all", database::mode::read_write);
    EXPECT_EQ(all.asked().shard, "1/1");
    EXPECT_EQ(all.progress().remember(0, 0, 8), std::int64_t{7});
    EXPECT_EQ(content_of(scratch / "a" / file_name), before);
    EXPECT_EQ(names_in(scratch / "a"), std::vector<std::string>{file_name});
}

TEST(merge, of_some_shards_names_them_and_keeps_what_is_not_finished) {
    const test::scratch_folder scratch;
    write_points(scratch / "a", "3/3", {2, 5}, {5});
    write_points(scratch / "b", "1/3", {0, 3}, {});
    const merged united = merge({scratch / "a", scratch / "b"}, scratch / "all");
    EXPECT_EQ(united.points, 4u);
    EXPECT_EQ(united.finished_points, 1u);
    sweep_file all(scratch / "all", database::mode::read_only);
    EXPECT_EQ(all.asked().shard, "1/3 3/3");
    EXPECT_EQ(all.progress().missing(0, 0, std::nullopt, 10).size(), 3u);
    EXPECT_EQ(names_in(scratch / "all"), std::vector<std::string>{file_name});
}

TEST(merge, takes_a_point_once_that_several_folders_agree_on) {
    const test::scratch_folder scratch;
    write_points(scratch / "a", "1/2", {0, 1, 2}, {0, 1});
    write_points(scratch / "b", "2/2", {1, 2, 3}, {1, 2, 3});
    EXPECT_EQ(merge({scratch / "a", scratch / "b"}, scratch / "all").common_parts, 1u);
    write_points(scratch / "whole", "1/1", {0, 1, 2, 3}, {0, 1, 2, 3});
    EXPECT_EQ(exported(scratch / "all"), exported(scratch / "whole"));
}

TEST(merge, names_the_figure_on_which_two_folders_disagree_and_writes_nothing) {
    const test::scratch_folder scratch;
    write_points(scratch / "a", "1/3", {0}, {0});
    write_points(scratch / "b", "2/3", {1, 2}, {1, 2});
    write_points(scratch / "c", "3/3", {2, 3}, {2, 3}, 5);
    EXPECT_EQ(
        scratch.shortened(config::sentence_of([&] {
            merge({scratch / "a", scratch / "b", scratch / "c"}, scratch / "all");
        })),
        "b and c disagree on point 2, layer 'fc6' on 'eie', 'as_is': cycles is 200 in the first and 205 "
        "in the second.");
    EXPECT_FALSE(fs::exists(scratch / "all"));
}

TEST(merge, sees_rows_and_columns_that_only_one_folder_has) {
    const test::scratch_folder scratch;
    const auto write = [&](const std::string& name, const cells& more, int rows) {
        small_sweep sweep(scratch / name);
        sweep.point(0, 16, 2);
        for (int r = 0; r < rows; ++r) sweep.row(0, static_cast<std::uint64_t>(r), "fc6", more);
        sweep.finish(0);
        sweep.close();
    };
    write("a", {{"cycles", whole(1)}}, 1);
    write("b", {{"cycles", whole(1)}, {"fillers", whole(2)}}, 1);
    write("c", {{"cycles", whole(1)}}, 2);
    const auto refusal = [&](const std::string& first, const std::string& second) {
        return scratch.shortened(config::sentence_of([&] {
            merge({scratch / first, scratch / second}, scratch / "all");
        }));
    };
    EXPECT_EQ(refusal("a", "b"),
              "a and b disagree on point 0, layer 'fc6' on 'eie', 'as_is': fillers is NULL in the first and "
              "2 in the second.");
    EXPECT_EQ(refusal("a", "c"),
              "a and c disagree on point 0: a part of it has 1 rows in the first and 2 in the second.");
    EXPECT_EQ(refusal("c", "a"),
              "c and a disagree on point 0: a part of it has 2 rows in the first and 1 in the second.");
}

TEST(merge, refuses_other_sweeps_other_data_and_folders_in_use) {
    const test::scratch_folder scratch;
    write_points(scratch / "a", "1/2", {0, 2}, {0, 2});
    write_points(scratch / "data", "2/2", {1}, {1}, 0, 8);
    small_sweep(scratch / "version", "2/2", "2.0").close();
    const auto refusal = [&](const std::string& second, const std::string& out) {
        return scratch.shortened(config::sentence_of([&] {
            merge({scratch / "a", scratch / second}, scratch / out);
        }));
    };
    EXPECT_EQ(refusal("data", "all"),
              "a and data cannot be united: layer 'fc6' held other data in one than in the other.");
    EXPECT_EQ(refusal("version", "all"),
              "a and version are not of one sweep: they differ in the version of Lacuna (1.0 and 2.0).");
    EXPECT_EQ(refusal("none", "all"),
              "none: there is no sweep here: no file sweep.sqlite; lacuna sweep run makes one.");
    write_points(scratch / "b", "2/2", {1}, {1});
    EXPECT_EQ(refusal("b", "a"), "a: there is a sweep in this folder already (sweep.sqlite).");
    scratch.write("rest/sweep.sqlite-wal", "");
    EXPECT_EQ(refusal("b", "rest"), "rest: there is a sweep in this folder already (sweep.sqlite-wal).");
    scratch.write("file", "");
    EXPECT_NE(refusal("b", "file"), "");
}

TEST(merge, takes_in_the_log_that_a_killed_process_left) {
    const test::scratch_folder scratch;
    {
        small_sweep sweep(scratch / "alive");
        sweep.point(0, 16, 2);
        sweep.row(0, 0, "fc6", {{"cycles", whole(1)}});
        sweep.finish(0);
        sweep.file().commit();
        fs::create_directories(scratch / "killed");
        for (const char* rest : {"", "-wal"})
            fs::copy_file(scratch / "alive" / (std::string(file_name) + rest),
                          scratch / "killed" / (std::string(file_name) + rest));
    }
    const std::string log = content_of(scratch / "killed" / (std::string(file_name) + "-wal"));
    ASSERT_FALSE(log.empty());
    EXPECT_EQ(merge({scratch / "killed"}, scratch / "all").finished_points, 1u);
    EXPECT_EQ(content_of(scratch / "killed" / (std::string(file_name) + "-wal")), log);
}

TEST(united_shards, are_in_order_and_once) {
    EXPECT_EQ(united_shards({"10/12", "2/12 3/12", "2/12"}, "f"), "2/12 3/12 10/12");
    EXPECT_EQ(united_shards({"2/2", "1/3", "1/2"}, "f"), "1/1");
    EXPECT_EQ(united_shards({"1/1", "1/2"}, "f"), "1/1");
    for (const char* wrong : {"3/2", "0/2", "1", "1/", "/2", "1/2x", "-1/2"})
        EXPECT_NE(config::sentence_of([&] { united_shards({wrong}, "f"); }), "") << wrong;
}
