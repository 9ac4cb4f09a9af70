/// The rows of a sweep as one table: a line for each row that `lacuna run` gives of a point, in its order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/sweep/store/sweep_file.h"

namespace lacuna::sweep {

class table {
  public:
    /// Opens the sweep of a folder, as it is at this moment. Throws input_error where there is none.
    explicit table(const std::filesystem::path& folder);

    /// "point", the parameters, and the columns of results.
    const std::vector<std::string>& columns() const { return columns_; }
    const std::vector<std::string>& parameters() const { return file_.asked().parameters; }
    bool has(const std::string& column) const;

    /// The rows, ordered by point and then as `lacuna run` orders them, with those columns alone: whatever
    /// the order in which they were finished. `where` is an SQL expression over all columns; empty: every
    /// row. Memory does not grow with the rows. Throws input_error where the expression, which sentences call
    /// `name_of_where`, is none.
    statement rows(const std::vector<std::string>& of_columns, const std::string& where,
                   const std::string& name_of_where);

    /// The values that a point has of the parameters.
    std::vector<value> parameters_of(std::uint64_t point) { return file_.points().values_of(point); }

    std::uint64_t points() { return file_.points().count(); }
    std::uint64_t count_finished_points() { return file_.progress().count_finished_points(); }
    /// Points of which every row is there, ascending.
    std::vector<std::uint64_t> finished_points() { return file_.progress().finished_points(); }
    /// As sentences call it.
    const std::string& name() const { return name_; }

  private:
    std::string name_;
    sweep_file file_;
    std::vector<std::string> columns_;
};

}  // namespace lacuna::sweep
