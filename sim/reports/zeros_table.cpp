#include "sim/reports/zeros_table.h"

#include <functional>
#include <utility>

#include "sim/reports/row_columns.h"
#include "sim/reports/text_table.h"

namespace lacuna::reports {

std::string zeros_table(const result& all) {
    const auto multiplies = [](const row& r) { return r.measured && r.measured->multiplies(); };
    if (!any(all, multiplies)) return {};
    std::vector<row_column> columns = identity_columns(all);
    const auto add = [&](const char* heading, std::function<std::string(const figures&)> cell) {
        columns.push_back(measured_column(heading, [cell = std::move(cell)](const figures& f) {
            return f.multiplies() ? cell(f) : std::string("-");
        }));
    };
    add("weights\ndensity",
        [](const figures& f) { return f.density_weights ? percent(*f.density_weights) : "-"; });
    add("activations\ndensity", [](const figures& f) { return percent(f.density_activations); });
    add("MACs\ndense", [](const figures& f) { return with_commas(f.macs_dense); });
    add("MACs\neffectual",
        [](const figures& f) { return f.macs_effectual ? with_commas(*f.macs_effectual) : "-"; });
    add("MACs\ncommitted", [](const figures& f) { return with_commas(f.macs_committed); });
    add("fillers", [](const figures& f) { return with_commas(f.fillers); });
    if (any(all, [](const row& r) { return r.magnitude_kept && *r.magnitude_kept < 1; })) {
        columns.push_back({"magnitude\nkept", text_table::align::right,
                           [](const row& r) { return r.magnitude_kept ? percent(*r.magnitude_kept) : "-"; }});
        columns.push_back({"of the\nbest", text_table::align::right, [](const row& r) {
                               return r.magnitude_kept_of_best ? percent(*r.magnitude_kept_of_best) : "-";
                           }});
    }
    return "\nThe zeros, and the multiply-accumulates that they leave\n\n" + table_of(all, columns);
}

}  // namespace lacuna::reports
