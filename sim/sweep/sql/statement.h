/// A prepared statement of SQLite: bind values, step through its rows, read their columns.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "sim/sweep/sql/value.h"

struct sqlite3;
struct sqlite3_stmt;

namespace lacuna::sweep {

/// One statement, compiled once and run as often as wanted. Places count from 1, columns from 0. Everything
/// that fails throws database_error.
class statement {
  public:
    /// Exactly one statement: nothing but blanks and comments may follow it. `file` begins the sentences.
    statement(sqlite3* handle, std::string_view sql, std::string file);

    /// Binds a number, a text, nullptr or a value to a place. Stays bound until reset(). SQLite stores a NaN
    /// as NULL.
    template <class Any>
    void bind(int place, const Any& bound) {
        if constexpr (std::is_same_v<Any, value>) {
            std::visit([&](const auto& held) { bind(place, held); }, bound);
        } else if constexpr (std::is_same_v<Any, std::nullptr_t>) {
            bind_null(place);
        } else if constexpr (std::is_floating_point_v<Any>) {
            bind_real(place, bound);
        } else if constexpr (std::is_integral_v<Any>) {
            if constexpr (std::is_unsigned_v<Any> && sizeof(Any) == sizeof(std::int64_t)) {
                if (bound > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) refuse_size(bound);
            }
            bind_integer(place, static_cast<std::int64_t>(bound));
        } else {
            bind_text(place, bound);
        }
    }

    /// True while there is a row; after false, begins again at the next call.
    bool step();
    /// Back to the beginning, with every place NULL.
    void reset();

    int columns() const;

    // Of the present row. A number asked for as another kind is converted as SQLite does.
    value column(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    /// Empty for NULL.
    std::string text(int column) const;

    sqlite3_stmt* handle() const { return compiled_.get(); }

  private:
    struct finalizer {
        void operator()(sqlite3_stmt* compiled) const;
    };

    void bind_null(int place);
    void bind_integer(int place, std::int64_t bound);
    void bind_real(int place, double bound);
    void bind_text(int place, std::string_view bound);
    [[noreturn]] void refuse_size(std::uint64_t bound) const;
    void check(int code) const;

    std::unique_ptr<sqlite3_stmt, finalizer> compiled_;
    std::string file_;
};

/// The name between double quotes, so that SQL takes it for a name whatever it is.
std::string quoted_identifier(std::string_view name);

}  // namespace lacuna::sweep
