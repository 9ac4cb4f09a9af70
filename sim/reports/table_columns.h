/// A table described by its columns: each has a heading, and says its cell of any row.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/reports/text_table.h"

namespace lacuna::reports {

/// A heading, and what the column says of a row.
template <class Row>
struct table_column {
    std::string heading;
    text_table::align side;
    std::function<std::string(const Row&)> cell;
};

/// A line for each row.
template <class Row>
std::string table_of(const std::vector<Row>& rows, const std::vector<table_column<Row>>& columns) {
    text_table table;
    for (const table_column<Row>& column : columns) table.column(column.heading, column.side);
    for (const Row& r : rows) {
        std::vector<std::string> cells;
        for (const table_column<Row>& column : columns) cells.push_back(column.cell(r));
        table.row(std::move(cells));
    }
    return table.text();
}

}  // namespace lacuna::reports
