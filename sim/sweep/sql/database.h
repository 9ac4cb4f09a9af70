/// One SQLite database: a file, or in memory.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "sim/sweep/sql/statement.h"

struct sqlite3;

namespace lacuna::sweep {

/// An open connection. Statements may outlive it; it must not be used on the other side of a fork. Everything
/// that fails throws database_error: "FILE: ..." in one sentence.
class database {
  public:
    enum class mode {
        read_only,
        read_write,  ///< a database that exists
        create,      ///< the file must not exist, or be empty
        in_memory    ///< `file` is only what sentences begin with
    };

    /// Reads the beginning of the file, so that what is no database is refused at once. Waits 5 s where
    /// another connection holds a lock.
    database(const std::filesystem::path& file, mode how);

    /// One or several statements without results.
    void execute(const std::string& sql);
    /// Exactly one statement; refuses SQL behind it.
    statement prepare(std::string_view sql);

    /// How long a statement waits for the lock of another connection before it fails.
    void set_busy_timeout(std::chrono::milliseconds wait);

    /// As sentences call it.
    const std::string& name() const { return name_; }
    sqlite3* handle() const { return handle_.get(); }

  private:
    struct closer {
        void operator()(sqlite3* handle) const;
    };

    void open(const std::filesystem::path& file, mode how);

    std::string name_;
    std::unique_ptr<sqlite3, closer> handle_;
};

/// Everything between its construction and commit() happens as one, or not at all. Holds the lock for writing
/// from the beginning, but where the database can only be read. Lives no longer than its database.
class transaction {
  public:
    explicit transaction(database& on);
    /// Rolls back what was not committed.
    ~transaction();
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;

    void commit();

  private:
    database& on_;
    bool open_ = true;
};

}  // namespace lacuna::sweep
