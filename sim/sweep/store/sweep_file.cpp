#include "sim/sweep/store/sweep_file.h"

#include "sim/config/input_error.h"
#include "sim/sweep/sql/database_error.h"

namespace lacuna::sweep {

namespace {

namespace fs = std::filesystem;

constexpr const char* format = "1";
// A commit waits until the log is on the disk.
constexpr const char* for_writing = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";

bool has_table(database& opened, const std::string& name) {
    statement tables = opened.prepare("SELECT 1 FROM sqlite_master WHERE name = ?1 OR ?1 = ''");
    tables.bind(1, name);
    return tables.step();
}

fs::path existing(const fs::path& folder) {
    const fs::path file = folder / file_name;
    if (!fs::exists(file))
        refuse("{}: there is no sweep here: no file {}; lacuna sweep run makes one.", folder.string(),
               file_name);
    return file;
}

/// The place of a new one. What has no definition was begun by a process that ended before its first commit.
fs::path emptied(const fs::path& folder) {
    const fs::path file = folder / file_name;
    for (const char* rest : {"", "-wal", "-shm"}) fs::remove(file.string() + rest);
    return file;
}

}  // namespace

bool sweep_file::is_in(const fs::path& folder) {
    const fs::path file = folder / file_name;
    if (!fs::exists(file)) return false;
    // One that can be written, since what a killed process left in the log is taken over first.
    database opened(file, database::mode::read_write);
    if (has_table(opened, "sweep")) return true;
    if (has_table(opened, "")) refuse("{}: this is a database, but no sweep of Lacuna.", file.string());
    return false;  // begun by a process that ended before its first commit
}

sweep_file::sweep_file(const fs::path& folder, database::mode how) : database_(existing(folder), how) {
    if (how == database::mode::read_only) writing_.begin();  // and never commits
    read();
    if (how == database::mode::read_write) database_.execute(for_writing);
}

sweep_file::sweep_file(const fs::path& folder, const definition& asked)
    : database_(emptied(folder), database::mode::create), asked_(asked) {
    database_.execute(for_writing);
    make();
}

void sweep_file::read() {
    if (!has_table(database_, "sweep"))
        refuse("{}: this is no sweep of Lacuna, or one that ended before it began.", database_.name());
    statement said = database_.prepare("SELECT value FROM sweep WHERE key = ?1");
    said.bind(1, "format");
    if (!said.step() || said.text(0) != format)
        refuse("{}: this sweep was written by another version of Lacuna.", database_.name());
    said.reset();
    said.bind(1, "definition");
    if (!said.step()) refuse("{}: this sweep has no definition.", database_.name());
    asked_ = definition_in(said.text(0), database_.name());
    results_.read_shapes();
}

void sweep_file::make() {
    writing_.begin();
    database_.execute("CREATE TABLE sweep (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
    points_.make();
    progress_.make();
    results_.make();
    statement insertion = database_.prepare("INSERT INTO sweep VALUES ('format', ?1), ('definition', ?2)");
    insertion.bind(1, format);
    insertion.bind(2, text_of(asked_));
    insertion.step();
}

void sweep_file::take_back(const std::string& status) {
    if (results_.statuses().count(status) == 0) return;
    progress_.take_back(status);
    results_.remove_unfinished();
}

void sweep_file::close() {
    commit();
    try {
        database_.execute("PRAGMA journal_mode = DELETE");
    } catch (const database_error&) {  // somebody reads it: the log stays beside it
    }
}

}  // namespace lacuna::sweep
