#include "sim/sweep/sql/statement.h"

#include <sqlite3.h>

#include <cerrno>

#include "sim/config/input_error.h"
#include "sim/sweep/sql/database_error.h"

namespace lacuna::sweep {
namespace {

/// Compiles the first statement of the text and cuts it off; nullptr where only blanks and comments are left.
sqlite3_stmt* take_statement(sqlite3* handle, std::string_view& sql, const std::string& file) {
    if (sql.size() > std::size_t{std::numeric_limits<int>::max()})
        refuse_database(nullptr, SQLITE_TOOBIG, file);
    sqlite3_stmt* compiled = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &compiled, &rest);
    if (code != SQLITE_OK) refuse_database(handle, code, file);
    sql.remove_prefix(static_cast<std::size_t>(rest - sql.data()));
    return compiled;
}

}  // namespace

void statement::finalizer::operator()(sqlite3_stmt* compiled) const {
    sqlite3_finalize(compiled);
}

statement::statement(sqlite3* handle, std::string_view sql, std::string file) : file_(std::move(file)) {
    compiled_.reset(take_statement(handle, sql, file_));
    if (!compiled_) throw database_error(fmt::format("{}: no SQL is given.", file_), SQLITE_MISUSE);
    bool more = false;
    try {
        more = decltype(compiled_)(take_statement(handle, sql, file_)) != nullptr;
    } catch (const database_error&) {
        more = true;  // what follows is not even SQL
    }
    if (more) {
        throw database_error(fmt::format("{}: more follows the end of the SQL statement.", file_),
                             SQLITE_MISUSE);
    }
}

void statement::check(int code) const {
    if (code != SQLITE_OK) refuse_database(sqlite3_db_handle(compiled_.get()), code, file_);
}

void statement::bind_null(int place) {
    check(sqlite3_bind_null(compiled_.get(), place));
}

void statement::bind_integer(int place, std::int64_t bound) {
    check(sqlite3_bind_int64(compiled_.get(), place, bound));
}

void statement::bind_real(int place, double bound) {
    check(sqlite3_bind_double(compiled_.get(), place, bound));
}

void statement::bind_text(int place, std::string_view bound) {
    const char* const begin = bound.data() == nullptr ? "" : bound.data();  // SQLite takes nullptr for NULL
    check(sqlite3_bind_text64(compiled_.get(), place, begin, bound.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void statement::refuse_size(std::uint64_t bound) const {
    refuse("{}: {} does not fit into an integer of SQLite, which has 63 bits and a sign.", file_, bound);
}

bool statement::step() {
    errno = 0;
    const int code = sqlite3_step(compiled_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) {
        sqlite3_reset(compiled_.get());
        return false;
    }
    sqlite3* const handle = sqlite3_db_handle(compiled_.get());
    try {
        refuse_database(handle, code, file_);
    } catch (...) {
        sqlite3_reset(compiled_.get());  // ends what it holds, which a rollback would trip over
        throw;
    }
}

void statement::reset() {
    sqlite3_reset(compiled_.get());  // repeats the failure of the last step, which that has thrown
    sqlite3_clear_bindings(compiled_.get());
}

int statement::columns() const {
    return sqlite3_column_count(compiled_.get());
}

value statement::column(int column) const {
    switch (sqlite3_column_type(compiled_.get(), column)) {
        case SQLITE_NULL:
            return nullptr;
        case SQLITE_INTEGER:
            return integer(column);
        case SQLITE_FLOAT:
            return real(column);
        default:
            return text(column);
    }
}

std::int64_t statement::integer(int column) const {
    return sqlite3_column_int64(compiled_.get(), column);
}

double statement::real(int column) const {
    return sqlite3_column_double(compiled_.get(), column);
}

std::string statement::text(int column) const {
    const unsigned char* const begin = sqlite3_column_text(compiled_.get(), column);
    const int size = sqlite3_column_bytes(compiled_.get(), column);
    return begin == nullptr ? "" : std::string(begin, begin + size);
}

std::string quoted_identifier(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

}  // namespace lacuna::sweep
