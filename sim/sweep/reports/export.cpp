#include "sim/sweep/reports/export.h"

#include "sim/config/interruption.h"

namespace lacuna::sweep {

void export_rows(table& of, const export_query& asked, const text_sink& sink) {
    const std::vector<std::string>& columns = asked.columns.empty() ? of.columns() : asked.columns;
    statement rows = of.rows(columns, asked.where, "--where");
    row_writer writer(asked.format, columns, sink);
    std::vector<value> row(columns.size());
    while (rows.step()) {
        give_up_if_stopped();
        for (std::size_t c = 0; c < row.size(); ++c) row[c] = rows.column(static_cast<int>(c));
        writer.write(row);
    }
    writer.finish();
}

}  // namespace lacuna::sweep
