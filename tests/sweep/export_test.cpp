#include "sim/sweep/reports/export.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <nlohmann/json.hpp>

#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"
#include "tests/sweep/small_sweep.h"

using namespace lacuna;
using namespace lacuna::sweep;

namespace {

std::string exported(const std::filesystem::path& folder, const export_query& asked = {}) {
    table of(folder);
    std::string text;
    export_rows(of, asked, [&](std::string_view piece) { text += piece; });
    return text;
}

std::string exported_where(const std::filesystem::path& folder, const std::string& where) {
    export_query asked;
    asked.columns = {"point", "layer"};
    asked.where = where;
    return exported(folder, asked);
}

/// Four points with two layers, of which one ended with an error, written in the order given.
void write_four_points(const std::filesystem::path& folder, const std::vector<std::uint64_t>& order) {
    small_sweep sweep(folder);
    for (const std::uint64_t p : order) {
        const auto number = static_cast<std::int64_t>(p);
        sweep.point(p, 16 << number / 2, 2 << number % 2);
        const double time_us = 0.1 * static_cast<double>(number) + 1;
        for (const int layer : {1, 0}) {
            if (p == 3 && layer == 1)
                sweep.row(p, 1, "fc7", {{"message", "a \"stuck\" queue, sadly"}}, "error");
            else
                sweep.row(p, static_cast<std::uint64_t>(layer), layer == 0 ? "fc6" : "fc7",
                          {{"cycles", 100 * number + layer}, {"time_us", time_us}, {"macs.dense", number}});
        }
        sweep.finish(p);
    }
    sweep.close();
}

}  // namespace

TEST(export_rows, writes_a_line_a_row_with_point_parameters_and_columns) {
    const test::scratch_folder scratch;
    write_four_points(scratch / "s", {0, 1, 2, 3});
    EXPECT_EQ(exported(scratch / "s"),
              "point,pes,slots,accelerator,layer,pattern,status,message,cycles,time_us,macs.dense\r\n"
              "0,16,2,eie,fc6,as_is,ok,,0,1.0,0\r\n"
              "0,16,2,eie,fc7,as_is,ok,,1,1.0,0\r\n"
              "1,16,4,eie,fc6,as_is,ok,,100,1.1,1\r\n"
              "1,16,4,eie,fc7,as_is,ok,,101,1.1,1\r\n"
              "2,32,2,eie,fc6,as_is,ok,,200,1.2,2\r\n"
              "2,32,2,eie,fc7,as_is,ok,,201,1.2,2\r\n"
              "3,32,4,eie,fc6,as_is,ok,,300,1.3,3\r\n"
              "3,32,4,eie,fc7,as_is,error,\"a \"\"stuck\"\" queue, sadly\",,,\r\n");
}

TEST(export_rows, writes_json_with_the_same_names_and_null_for_what_is_missing) {
    const test::scratch_folder scratch;
    write_four_points(scratch / "s", {0, 1, 2, 3});
    export_query asked;
    asked.format = row_writer::format::json;
    const std::string text = exported(scratch / "s", asked);
    const auto rows = nlohmann::ordered_json::parse(text);
    ASSERT_EQ(rows.size(), 8u);
    EXPECT_EQ(
        rows[2].dump(),
        R"({"point":1,"pes":16,"slots":4,"accelerator":"eie","layer":"fc6","pattern":"as_is","status":"ok",)"
        R"("message":null,"cycles":100,"time_us":1.1,"macs.dense":1})");
    EXPECT_TRUE(rows[7]["cycles"].is_null());
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
}

TEST(export_rows, gives_the_same_bytes_for_any_order_in_which_points_were_finished) {
    const test::scratch_folder scratch;
    write_four_points(scratch / "first", {0, 1, 2, 3});
    const std::string first = exported(scratch / "first");
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        boost::random::mt19937 random(seed);
        std::vector<std::uint64_t> order = {0, 1, 2, 3};
        for (std::size_t i = order.size() - 1; i > 0; --i)
            std::swap(order[i], order[boost::random::uniform_int_distribution<std::size_t>(0, i)(random)]);
        const std::string name = "s" + std::to_string(seed);
        write_four_points(scratch / name, order);
        EXPECT_EQ(exported(scratch / name), first);
    }
}

TEST(export_rows, takes_rows_by_an_expression_over_parameters_and_results) {
    const test::scratch_folder scratch;
    write_four_points(scratch / "s", {0, 1, 2, 3});
    EXPECT_EQ(exported_where(scratch / "s", "pes * slots >= 128 -- both"),
              "point,layer\r\n3,fc6\r\n3,fc7\r\n");
    EXPECT_EQ(exported_where(scratch / "s", "\"macs.dense\" = 1 AND cycles > 100"),
              "point,layer\r\n1,fc7\r\n");
    EXPECT_EQ(exported_where(scratch / "s", "status <> 'ok'"), "point,layer\r\n3,fc7\r\n");
}

TEST(export_rows, says_which_name_an_expression_has_wrong_and_runs_nothing_but_expressions) {
    const test::scratch_folder scratch;
    write_four_points(scratch / "s", {0, 1, 2, 3});
    const auto refusal = [&](const std::string& where) {
        return config::sentence_of([&] { exported_where(scratch / "s", where); });
    };
    EXPECT_EQ(refusal("slot > 16"), "--where names 'slot', which is no column (did you mean 'slots'?).");
    EXPECT_EQ(refusal("\"macs.dens\" > 16"),
              "--where names 'macs.dens', which is no column (did you mean 'macs.dense'?).");
    EXPECT_NE(refusal("data = 0"), "");
    EXPECT_NE(refusal("encoding = 0"), "");
    EXPECT_NE(refusal("1) UNION SELECT * FROM sweep --"), "");
    EXPECT_NE(refusal("load_extension('x')"), "");
    EXPECT_NE(refusal("pes >"), "");
}

TEST(export_rows, of_a_sweep_without_results_is_its_header) {
    const test::scratch_folder scratch;
    small_sweep sweep(scratch / "s");
    sweep.point(0, 16, 2);
    sweep.close();
    EXPECT_EQ(exported(scratch / "s"), "point,pes,slots\r\n");
    table of(scratch / "s");
    EXPECT_EQ(of.points(), 1u);
    EXPECT_EQ(of.count_finished_points(), 0u);
}

TEST(table, counts_a_point_as_finished_when_all_its_parts_are) {
    const test::scratch_folder scratch;
    small_sweep sweep(scratch / "s", "1/1", "1.0", 2);
    for (const std::uint64_t p : {0, 1, 2}) sweep.point(p, 16, 2);
    for (const std::uint64_t p : {0, 1, 2}) {
        sweep.row(p, 0, "fc6", {{"cycles", whole(1)}});
        sweep.finish(p, 0);
    }
    sweep.row(1, 1, "fc7", {{"cycles", whole(2)}}, "ok", "eie", 1);
    sweep.finish(1, 1);
    sweep.close();
    table of(scratch / "s");
    EXPECT_EQ(of.count_finished_points(), 1u);
    EXPECT_EQ(of.finished_points(), std::vector<std::uint64_t>{1});
}

TEST(table, stays_as_it_was_while_a_sweep_goes_on) {
    const test::scratch_folder scratch;
    small_sweep sweep(scratch / "s");
    sweep.point(0, 16, 2);
    sweep.point(1, 16, 4);
    sweep.row(0, 0, "fc6", {{"cycles", whole(1)}});
    sweep.finish(0);
    sweep.file().commit();
    table of(scratch / "s");
    sweep.row(1, 0, "fc6", {{"cycles", whole(1)}, {"later", whole(1)}});
    sweep.finish(1);
    sweep.file().commit();
    EXPECT_EQ(of.count_finished_points(), 1u);
    statement rows = of.rows({"point"}, "", "");
    EXPECT_TRUE(rows.step());
    EXPECT_FALSE(rows.step());
}

TEST(table, is_read_in_order_without_sorting) {
    const test::scratch_folder scratch;
    write_four_points(scratch / "s", {0, 1, 2, 3});
    database opened(scratch / "s" / "sweep.sqlite", database::mode::read_only);
    statement plan = opened.prepare(
        "EXPLAIN QUERY PLAN SELECT point, pes FROM (SELECT results.point AS point, results.row AS \"row number\", "
        "points.pes AS pes, results.cycles AS cycles FROM results CROSS JOIN points ON points.point = "
        "results.point) WHERE (cycles > 1) ORDER BY point, \"row number\"");
    std::string steps;
    while (plan.step()) steps += plan.text(3) + "\n";
    EXPECT_EQ(steps.find("TEMP B-TREE"), std::string::npos) << steps;
}

TEST(table, says_in_one_sentence_that_a_file_is_no_sweep) {
    const test::scratch_folder scratch;
    const auto refusal = [&] {
        return scratch.shortened(config::sentence_of([&] { table of(scratch / "s"); }));
    };
    EXPECT_EQ(refusal(), "s: there is no sweep here: no file sweep.sqlite; lacuna sweep run makes one.");
    const auto file =
        scratch.write("s/sweep.sqlite", "name,cycles\na table of quite another kind, no database\n");
    EXPECT_EQ(refusal(), "s/sweep.sqlite: this is no sweep of Lacuna: the file is not an SQLite database.");
    std::filesystem::remove(file);
    database(file, database::mode::create).execute("CREATE TABLE t (x)");
    EXPECT_EQ(refusal(), "s/sweep.sqlite: this is no sweep of Lacuna, or one that ended before it began.");
    std::filesystem::remove(file);
    small_sweep sweep(scratch / "s");
    sweep.close();
    database(file, database::mode::read_write)
        .execute("UPDATE sweep SET value = '{' WHERE key = 'definition'");
    EXPECT_EQ(refusal(), "s/sweep.sqlite: this sweep is damaged: its definition cannot be read.");
}
