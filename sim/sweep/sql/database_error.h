/// What SQLite refuses, as one sentence that begins with the file.
#pragma once

#include <string>

#include "sim/config/input_error.h"

struct sqlite3;

namespace lacuna::sweep {

/// A failure of a database, for callers that must tell one from another.
class database_error : public input_error {
  public:
    database_error(const std::string& sentence, int code) : input_error(sentence), code_(code) {}

    /// SQLite's primary result code: SQLITE_FULL, SQLITE_BUSY, SQLITE_CONSTRAINT, ...
    int code() const { return code_; }

  private:
    int code_;
};

/// Throws the database_error of a result code (extended or not); `file` is the name that the sentence begins
/// with, and `handle` tells more where it is not null. Why a write failed is left in errno: set that to 0
/// before SQLite is called. A statement that ended because the process was asked to stop throws interrupted
/// instead.
[[noreturn]] void refuse_database(sqlite3* handle, int code, const std::string& file);

}  // namespace lacuna::sweep
