#include "sim/sweep/sql/database.h"

#include <sqlite3.h>

#include <cerrno>

#include "sim/config/input_error.h"
#include "sim/sweep/sql/database_error.h"

namespace lacuna::sweep {
namespace {

namespace fs = std::filesystem;

constexpr int busy_timeout_ms = 5000;

int flags_of(database::mode how) {
    constexpr int common = SQLITE_OPEN_EXRESCODE;
    switch (how) {
        case database::mode::read_only:
            return common | SQLITE_OPEN_READONLY;
        case database::mode::read_write:
            return common | SQLITE_OPEN_READWRITE;
        case database::mode::create:
            return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        case database::mode::in_memory:
            break;
    }
    return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
}

/// SQLite gives the names "", ":memory:" and "file:..." a meaning of their own, but none that begins so.
std::string plain_name(const fs::path& file) {
    return file.is_absolute() ? file.string() : "./" + file.string();
}

void check_absent_or_empty(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (!fs::exists(status)) return;
    if (fs::is_regular_file(status) && fs::file_size(file, error) == 0) return;
    refuse("{}: there is something of this name already.", file.string());
}

}  // namespace

void database::closer::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

database::database(const fs::path& file, mode how) : name_(file.string()) {
    if (how == mode::create) check_absent_or_empty(file);
    open(file, how);
    set_busy_timeout(std::chrono::milliseconds(busy_timeout_ms));
    // A name that does not exist in double quotes is an error, never a text.
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    if (how == mode::in_memory) return;
    prepare("PRAGMA schema_version").step();
    // SQLite opens what it may not write as read-only.
    if (how != mode::read_only && sqlite3_db_readonly(handle_.get(), "main") != 0) {
        refuse_database(handle_.get(), SQLITE_READONLY, name_);
    }
}

void database::open(const fs::path& file, mode how) {
    sqlite3* opened = nullptr;
    errno = 0;
    const std::string name = how == mode::in_memory ? ":memory:" : plain_name(file);
    const int code = sqlite3_open_v2(name.c_str(), &opened, flags_of(how), nullptr);
    handle_.reset(opened);
    if (code != SQLITE_OK) refuse_database(opened, code, name_);
}

void database::execute(const std::string& sql) {
    errno = 0;
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) refuse_database(handle_.get(), code, name_);
}

statement database::prepare(std::string_view sql) {
    return statement(handle_.get(), sql, name_);
}

void database::set_busy_timeout(std::chrono::milliseconds wait) {
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(wait.count()));
}

transaction::transaction(database& on) : on_(on) {
    on_.execute(sqlite3_db_readonly(on_.handle(), "main") != 0 ? "BEGIN" : "BEGIN IMMEDIATE");
}

transaction::~transaction() {
    // A full disk, for one, may have rolled back already; then SQLite is back in autocommit mode.
    if (open_ && sqlite3_get_autocommit(on_.handle()) == 0)
        sqlite3_exec(on_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void transaction::commit() {
    on_.execute("COMMIT");
    open_ = false;
}

}  // namespace lacuna::sweep
