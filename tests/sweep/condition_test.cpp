#include "sim/sweep/sql/condition.h"

#include <gtest/gtest.h>

#include "sim/sweep/sql/guarded_query.h"
#include "tests/config/sentence.h"

namespace lacuna::sweep {
namespace {

using config::sentence_of;

const std::vector<std::string> names = {"pes", "slots", "pattern_name"};

conditions of(const std::string& expression) {
    conditions all(names);
    all.add(expression, {"f.yaml", 7});
    return all;
}

bool holds(conditions& all, const value& pes, const value& slots = 8, const value& pattern = "2:4") {
    all.set(0, pes);
    all.set(1, slots);
    all.set(2, pattern);
    std::size_t failed = 0;
    return all.hold(0, failed);
}

std::string refusal(const std::string& expression) {
    return sentence_of([&] { of(expression); });
}

TEST(condition, compares_arithmetic_over_the_names) {
    conditions all = of("pes * slots <= 512");
    EXPECT_TRUE(holds(all, 64));
    EXPECT_FALSE(holds(all, 65));
    EXPECT_TRUE(holds(all, 65, 7.5));
}

TEST(condition, keeps_what_was_set_before) {
    conditions all = of("pes * slots <= 512");
    EXPECT_TRUE(holds(all, 64));
    std::size_t failed = 9;
    all.set(0, 65);
    EXPECT_FALSE(all.hold(0, failed));
    EXPECT_EQ(failed, 1u);
    all.set(1, 7);
    EXPECT_TRUE(all.hold(0, failed));
}

TEST(condition, takes_what_sql_expressions_can_say) {
    for (const char* const expression :
         {"1", "TRUE", "pes BETWEEN 1 AND 100", "pes IN (16, 64)", "pattern_name = '2:4'",
          "pattern_name LIKE '2%'", "CASE WHEN pes > 16 THEN slots = 8 ELSE 1 END", "\"pes\" = 64",
          "(pes) + (slots) = 72", "pes % 16 = 0 AND (slots & (slots - 1)) = 0", "log2(pes) = 6",
          "sqrt(pes) = slots", "max(pes, slots) = 64", "pes = 64 -- of the paper", "pes /* here */ = 64",
          "pattern_name <> ')); SELECT ?'", "PES = 64", "pes / 100 = 0", "0.5"}) {
        conditions all = of(expression);
        EXPECT_TRUE(holds(all, 64)) << expression;
    }
}

TEST(condition, all_must_hold_and_only_those_asked_are) {
    conditions all(names);
    all.add("slots > 4", {"f.yaml", 8});
    all.add("pes > 4", {"f.yaml", 7});
    std::size_t failed = 9;
    EXPECT_FALSE(holds(all, 4, 4));
    EXPECT_FALSE(all.hold(0, failed));
    EXPECT_EQ(failed, 0u) << "the condition over the first name comes first";
    EXPECT_FALSE(all.hold(1, failed));
    EXPECT_EQ(failed, 1u);
    EXPECT_TRUE(all.hold(2, failed));
    EXPECT_TRUE(holds(all, 5, 5));
}

TEST(condition, must_be_true_or_false) {
    conditions none = of("pes / slots");
    EXPECT_EQ(
        sentence_of([&] { holds(none, 64, 0); }),
        "f.yaml:7: the condition 'pes / slots' must be true or false, but is NULL at pes = 64, slots = 0.");
    EXPECT_TRUE(holds(none, 64, 8)) << "and goes on afterwards";
    conditions text = of("pattern_name");
    EXPECT_EQ(
        sentence_of([&] { holds(text, 1); }),
        "f.yaml:7: the condition 'pattern_name' must be true or false, but is '2:4' at pattern_name = '2:4'.");
}

TEST(condition, names_what_is_unknown) {
    EXPECT_EQ(
        refusal("pess > 1"),
        "f.yaml:7: the condition 'pess > 1' names 'pess', which is no parameter (did you mean 'pes'?).");
    EXPECT_EQ(refusal("\"slot\" > 1"),
              "f.yaml:7: the condition '\"slot\" > 1' names 'slot', which is no parameter (did you mean "
              "'slots'?).");
    EXPECT_EQ(refusal("flor(pes) > 1"),
              "f.yaml:7: the condition 'flor(pes) > 1' calls 'flor', which is none of the functions allowed "
              "(did you mean 'floor'?).");
}

TEST(condition, is_one_expression) {
    const std::string begin = "f.yaml:7: the condition ";
    EXPECT_EQ(refusal("pes)"), begin + "'pes)': there is a ')' too many.");
    EXPECT_EQ(refusal("1) FROM sqlite_master WHERE (1"),
              begin + "'1) FROM sqlite_master WHERE (1': there is a ')' too many.");
    EXPECT_EQ(refusal("(pes"), begin + "'(pes': a ')' is missing.");
    EXPECT_EQ(refusal("pes > 'a"), begin + "'pes > 'a': a ' is never closed.");
    EXPECT_EQ(refusal("pes /* > 1"), begin + "'pes /* > 1': a comment is never closed.");
    EXPECT_EQ(refusal("pes; DROP TABLE t"),
              begin + "'pes; DROP TABLE t': a ';' does not belong into an expression.");
    EXPECT_EQ(refusal("pes > ?1"), begin + "'pes > ?1': a '?' does not belong into an expression.");
    EXPECT_EQ(refusal("pes > :x"), begin + "'pes > :x': a ':' does not belong into an expression.");
    EXPECT_EQ(refusal("pes >"),
              begin + "'pes >' is not an SQL expression that gives one value: near \")\": syntax error.");
    EXPECT_EQ(refusal(""),
              begin + "'' is not an SQL expression that gives one value: near \")\": syntax error.");
    EXPECT_EQ(refusal("pes, slots"),
              begin + "'pes, slots' is not an SQL expression that gives one value: row value misused.");
    EXPECT_EQ(
        refusal("SELECT 1"),
        begin + "'SELECT 1': 'SELECT' does not belong into an expression, which is no query of its own.");
    EXPECT_NE(refusal("(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c)")
                  .find("'WITH' does not belong"),
              std::string::npos);
    EXPECT_NE(refusal(std::string(5000, '1')).find("is longer than 4096 bytes."), std::string::npos);
}

TEST(condition, does_no_more_than_compute) {
    for (const char* const expression :
         {"random() > 0", "load_extension('x')", "randomblob(9) = pes", "CURRENT_TIMESTAMP > pes",
          "zeroblob(1000000000) = pes", "printf('%999999999d', 1) = pes", "count(*)", "date('now') > pes"}) {
        EXPECT_NE(refusal(expression).find("which is none of the functions allowed"), std::string::npos)
            << expression;
    }
    EXPECT_NE(refusal("pes IN sqlite_master").find("reads the table 'sqlite_master'"), std::string::npos);
}

TEST(condition, too_deep_an_expression_is_refused) {
    const std::string deep(1500, '(');
    EXPECT_NE(refusal(deep + "pes" + std::string(1500, ')')).find("is not an SQL expression"),
              std::string::npos);
}

TEST(guarded_query, reads_the_tables_it_may_and_views_with_what_is_below_them) {
    database db("memory", database::mode::in_memory);
    db.execute(
        "CREATE TABLE points(point, cycles); CREATE TABLE secret(v); INSERT INTO points VALUES(1, 2);"
        "CREATE VIEW results AS SELECT point, cycles * 2 AS twice, printf('%d', cycles) AS shown FROM points");
    const guard by{"--where", {"results"}, {"point", "twice", "shown"}, "column of the results"};
    statement query = prepare_guarded(db, "SELECT twice, shown FROM results WHERE (twice > 3)", by);
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.integer(0), 4);
    EXPECT_EQ(query.text(1), "2");
    EXPECT_FALSE(query.step());
    const auto refused = [&](const std::string& sql) {
        return sentence_of([&] { prepare_guarded(db, sql, by); });
    };
    EXPECT_EQ(refused("SELECT v FROM secret"), "--where reads the table 'secret', which is not allowed.");
    EXPECT_EQ(refused("SELECT 1 FROM results WHERE (point IN secret)"),
              "--where reads the table 'secret', which is not allowed.");
    EXPECT_EQ(refused("SELECT 1 FROM results WHERE (thrice > 3)"),
              "--where names 'thrice', which is no column of the results (did you mean 'twice'?).");
    EXPECT_EQ(refused("DELETE FROM points"), "--where does more than compute a value.");
    EXPECT_EQ(refused("PRAGMA writable_schema=1"), "--where does more than compute a value.");
    db.execute("DELETE FROM secret");  // the guard is gone
}

}  // namespace
}  // namespace lacuna::sweep
