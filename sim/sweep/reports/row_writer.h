/// Rows of a table as CSV (RFC 4180) or JSON, written one by one.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/sweep/sql/value.h"

namespace lacuna::sweep {

/// Takes the next piece of a text.
using text_sink = std::function<void(std::string_view)>;

class row_writer {
  public:
    enum class format {
        csv,  ///< a line of names, then a line a row, an empty cell for NULL
        json  ///< an array with an object a row, each on a line of its own; null for NULL
    };

    /// "csv" or "json".
    static format format_named(const std::string& name) {
        return name == "json" ? format::json : format::csv;
    }

    row_writer(format as, const std::vector<std::string>& columns, text_sink sink);

    /// As many values as there are columns.
    void write(const std::vector<value>& row);
    void finish();

  private:
    format as_;
    std::vector<std::string> before_;  ///< what stands before the value of each column
    text_sink sink_;
    bool is_first_ = true;
};

}  // namespace lacuna::sweep
