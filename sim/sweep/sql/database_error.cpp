#include "sim/sweep/sql/database_error.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>

#include "sim/config/interruption.h"
#include "sim/config/quoted.h"

namespace lacuna::sweep {
namespace {

bool is_full(int system_error) {
    return system_error == ENOSPC || system_error == EFBIG || system_error == EDQUOT;
}

/// ": No such file or directory" where the operating system said why.
std::string reason(int system_error) {
    return system_error == 0 ? "" : fmt::format(": {}", std::strerror(system_error));
}

/// What follows "FILE: ".
std::string clause(sqlite3* handle, int code, int system_error) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "another program holds it locked; try again when that has ended";
        case SQLITE_FULL:
            return "the disk is full; what was finished before is kept";
        case SQLITE_READONLY:
            return "cannot be written: the file or its folder is read-only";
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return "access is not permitted";
        case SQLITE_CANTOPEN:
            return "cannot be opened" + reason(system_error);
        case SQLITE_NOTADB:
            return "this is no sweep of Lacuna: the file is not an SQLite database";
        case SQLITE_CORRUPT:
            return "this is no sweep of Lacuna, or it is damaged: SQLite finds the file malformed";
        case SQLITE_NOMEM:
            return "the memory is full";
        case SQLITE_IOERR:
            if (is_full(system_error)) return "the disk is full; what was finished before is kept";
            return "reading or writing failed" + reason(system_error);
        default:
            return config::shown(handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle));
    }
}

}  // namespace

void refuse_database(sqlite3* handle, int code, const std::string& file) {
    // SQLite keeps the reason of a failed open, but not that of a failed COMMIT.
    const int latest = errno;
    const int kept = handle == nullptr ? 0 : sqlite3_system_errno(handle);
    if ((code & 0xff) == SQLITE_INTERRUPT) give_up_if_stopped();
    throw database_error(fmt::format("{}: {}.", file, clause(handle, code, kept != 0 ? kept : latest)),
                         code & 0xff);
}

}  // namespace lacuna::sweep
