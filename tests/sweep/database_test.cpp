#include "sim/sweep/sql/database.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <optional>

#include "sim/sweep/sql/database_error.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"

namespace lacuna::sweep {
namespace {

using config::sentence_of;
using mode = database::mode;

database in_memory() {
    return database("memory", mode::in_memory);
}

TEST(database, gives_back_every_kind_of_value) {
    database db = in_memory();
    db.execute("CREATE TABLE t(v); -- and a second statement\nCREATE TABLE u(v)");
    const std::vector<value> values = {nullptr,
                                       std::int64_t{-9223372036854775807} - 1,
                                       0.1,
                                       std::string("a 'text' with \"quotes\""),
                                       std::string("with\0zero", 9),
                                       std::string()};
    statement insert = db.prepare("INSERT INTO t VALUES(?1)");
    for (const value& each : values) {
        insert.bind(1, each);
        EXPECT_FALSE(insert.step());
    }
    statement select = db.prepare("SELECT v, typeof(v) AS kind FROM t ORDER BY rowid;  /* only this */ ");
    ASSERT_EQ(select.columns(), 2);
    for (const value& each : values) {
        ASSERT_TRUE(select.step());
        EXPECT_EQ(select.column(0), each);
    }
    EXPECT_FALSE(select.step());
    EXPECT_TRUE(select.step()) << "begins again";
    EXPECT_EQ(select.column(0), value(nullptr));
    EXPECT_EQ(select.text(0), "");
    EXPECT_EQ(select.text(1), "null");
}

TEST(database, binds_numbers_of_any_width_and_forgets_them_at_reset) {
    database db = in_memory();
    statement echo = db.prepare("SELECT ?1");
    echo.bind(1, 7);
    ASSERT_TRUE(echo.step());
    EXPECT_EQ(echo.integer(0), 7);
    echo.reset();
    ASSERT_TRUE(echo.step());
    EXPECT_EQ(echo.column(0), value(nullptr));
    echo.reset();
    echo.bind(1, std::uint64_t{1} << 62);
    ASSERT_TRUE(echo.step());
    EXPECT_EQ(echo.column(0), value(std::int64_t{1} << 62));
    echo.reset();
    EXPECT_EQ(
        sentence_of([&] { echo.bind(1, std::uint64_t{1} << 63); }),
        "memory: 9223372036854775808 does not fit into an integer of SQLite, which has 63 bits and a sign.");
    echo.bind(1, 2.5f);
    ASSERT_TRUE(echo.step());
    EXPECT_EQ(echo.real(0), 2.5);
    echo.reset();
    echo.bind(1, "literal");
    ASSERT_TRUE(echo.step());
    EXPECT_EQ(echo.text(0), "literal");
    echo.reset();
    echo.bind(1, std::nan(""));
    ASSERT_TRUE(echo.step());
    EXPECT_EQ(echo.column(0), value(nullptr));
}

TEST(database, prepares_exactly_one_statement) {
    database db = in_memory();
    EXPECT_EQ(sentence_of([&] { db.prepare("SELECT 1; SELECT 2"); }),
              "memory: more follows the end of the SQL statement.");
    EXPECT_EQ(sentence_of([&] { db.prepare("SELECT 1; nonsense"); }),
              "memory: more follows the end of the SQL statement.");
    EXPECT_EQ(sentence_of([&] { db.prepare(" -- nothing"); }), "memory: no SQL is given.");
    EXPECT_EQ(sentence_of([&] { db.prepare("SELEC 1"); }), "memory: near \"SELEC\": syntax error.");
    EXPECT_EQ(sentence_of([&] { db.execute("SELECT v FROM t"); }), "memory: no such table: t.");
}

TEST(database, takes_no_unknown_name_for_a_text) {
    database db = in_memory();
    EXPECT_EQ(sentence_of([&] { db.prepare("SELECT \"pse\""); }), "memory: no such column: pse.");
}

TEST(database, moves_with_its_statements) {
    database first = in_memory();
    statement one = first.prepare("SELECT 1");
    database second = std::move(first);
    statement moved = std::move(one);
    EXPECT_TRUE(moved.step());
    second.execute("CREATE TABLE t(v)");
}

TEST(database, a_statement_may_outlive_its_connection) {
    std::optional<database> db(in_memory());
    statement one = db->prepare("SELECT 1");
    db.reset();
    EXPECT_TRUE(one.step());
}

TEST(database, keeps_what_is_committed_and_only_that) {
    test::scratch_folder folder;
    const auto file = folder / "sweep.sqlite";
    {
        database db(file, mode::create);
        db.execute("PRAGMA journal_mode=WAL; CREATE TABLE t(v)");
        {
            transaction kept(db);
            db.execute("INSERT INTO t VALUES(1)");
            kept.commit();
        }
        {
            transaction lost(db);
            db.execute("INSERT INTO t VALUES(2)");
        }
    }
    database db(file, mode::read_only);
    transaction reading(db);
    statement rows = db.prepare("SELECT v FROM t");
    ASSERT_TRUE(rows.step());
    EXPECT_EQ(rows.integer(0), 1);
    EXPECT_FALSE(rows.step());
    EXPECT_EQ(folder.shortened(sentence_of([&] { db.execute("INSERT INTO t VALUES(3)"); })),
              "sweep.sqlite: cannot be written: the file or its folder is read-only.");
}

TEST(database, creates_no_file_over_another) {
    test::scratch_folder folder;
    folder.write("full", "something");
    folder.write("empty", "");
    EXPECT_EQ(folder.shortened(sentence_of([&] { database(folder / "full", mode::create); })),
              "full: there is something of this name already.");
    database(folder / "empty", mode::create).execute("CREATE TABLE t(v)");
    EXPECT_EQ(folder.shortened(sentence_of([&] { database(folder / "empty", mode::create); })),
              "empty: there is something of this name already.");
}

TEST(database, says_what_it_cannot_open) {
    test::scratch_folder folder;
    for (const mode how : {mode::read_only, mode::read_write}) {
        EXPECT_EQ(folder.shortened(sentence_of([&] { database(folder / "absent", how); })),
                  "absent: cannot be opened: No such file or directory.");
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "absent"));
    EXPECT_EQ(folder.shortened(sentence_of([&] { database(folder / "no/such/folder", mode::create); })),
              "no/such/folder: cannot be opened: No such file or directory.");
    EXPECT_NE(sentence_of([&] { database(folder / "", mode::read_write); }).find("cannot be opened"),
              std::string::npos);
}

TEST(database, says_what_is_no_database) {
    test::scratch_folder folder;
    const auto file = folder.write("config.yaml", std::string(5000, 'x'));
    for (const mode how : {mode::read_only, mode::read_write}) {
        EXPECT_EQ(folder.shortened(sentence_of([&] { database(file, how); })),
                  "config.yaml: this is no sweep of Lacuna: the file is not an SQLite database.");
    }
}

TEST(database, says_what_is_damaged) {
    test::scratch_folder folder;
    const auto file = folder / "sweep.sqlite";
    database(file, mode::create).execute("CREATE TABLE t(v); INSERT INTO t VALUES(zeroblob(20000))");
    std::filesystem::resize_file(file, 4096);
    EXPECT_EQ(folder.shortened(
                  sentence_of([&] { database(file, mode::read_only).prepare("SELECT v FROM t").step(); })),
              "sweep.sqlite: this is no sweep of Lacuna, or it is damaged: SQLite finds the file malformed.");
}

TEST(database, says_what_it_may_not_write) {
    if (geteuid() == 0) GTEST_SKIP() << "root may write everything";
    test::scratch_folder folder;
    const auto file = folder / "sweep.sqlite";
    database(file, mode::create).execute("CREATE TABLE t(v)");
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    EXPECT_EQ(folder.shortened(sentence_of([&] { database(file, mode::read_write); })),
              "sweep.sqlite: cannot be written: the file or its folder is read-only.");
}

TEST(database, says_that_another_program_holds_the_lock) {
    test::scratch_folder folder;
    const auto file = folder / "sweep.sqlite";
    database holder(file, mode::create);
    holder.execute("CREATE TABLE t(v)");
    database waiter(file, mode::read_write);
    waiter.set_busy_timeout(std::chrono::milliseconds(1));
    const transaction held(holder);
    try {
        transaction refused(waiter);
        FAIL() << "two writers at once";
    } catch (const database_error& error) {
        EXPECT_EQ(error.code(), SQLITE_BUSY);
        EXPECT_EQ(folder.shortened(error.what()),
                  "sweep.sqlite: another program holds it locked; try again when that has ended.");
    }
}

std::int64_t rows_of(database& db) {
    statement count = db.prepare("SELECT count(*) FROM t");
    count.step();
    return count.integer(0);
}

void fill(database& db) {
    transaction all(db);
    db.execute("INSERT INTO t VALUES(zeroblob(1000000))");
    all.commit();
}

TEST(database, keeps_what_was_finished_when_its_pages_run_out) {
    test::scratch_folder folder;
    database db(folder / "sweep.sqlite", mode::create);
    db.execute("CREATE TABLE t(v); INSERT INTO t VALUES(1); PRAGMA max_page_count=10");
    EXPECT_EQ(folder.shortened(sentence_of([&] { fill(db); })),
              "sweep.sqlite: the disk is full; what was finished before is kept.");
    EXPECT_EQ(rows_of(db), 1);
    db.execute("INSERT INTO t VALUES(2)");
    EXPECT_EQ(rows_of(db), 2);
}

TEST(database, takes_a_limit_on_the_size_of_files_for_a_full_disk) {
    test::scratch_folder folder;
    const auto file = folder / "sweep.sqlite";
    database db(file, mode::create);
    db.execute("PRAGMA journal_mode=WAL; CREATE TABLE t(v); INSERT INTO t VALUES(1)");
    rlimit before = {};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 100000;
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    const std::string sentence = sentence_of([&] { fill(db); });
    setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(folder.shortened(sentence),
              "sweep.sqlite: the disk is full; what was finished before is kept.");
    EXPECT_EQ(rows_of(db), 1);
}

TEST(database, quotes_names) {
    EXPECT_EQ(quoted_identifier("pes"), "\"pes\"");
    EXPECT_EQ(quoted_identifier("a\"b"), "\"a\"\"b\"");
    database db = in_memory();
    const std::string name = quoted_identifier("a\"b c");
    statement named = db.prepare("SELECT " + name + " FROM (SELECT 7 AS " + name + ")");
    ASSERT_TRUE(named.step());
    EXPECT_EQ(named.integer(0), 7);
}

}  // namespace
}  // namespace lacuna::sweep
