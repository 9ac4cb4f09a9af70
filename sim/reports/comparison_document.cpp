#include "sim/reports/comparison_document.h"

#include "sim/reports/csv.h"
#include "sim/reports/ratios.h"

namespace lacuna::reports {

namespace {

using json = nlohmann::ordered_json;

template <class Value>
json or_null(const std::optional<Value>& value) {
    return value ? json(*value) : json(nullptr);
}

json origin_of(const origin& from) {
    return {{"file", from.file}, {"name", from.name}, {"version", from.version}, {"complete", from.complete}};
}

/// The file is in every row too, so that rows of several comparisons can stand in one spreadsheet.
json side_of(const row& r, const origin& from) {
    json side = {{"file", from.file}, {"accelerator", r.accelerator}, {"status", r.status}};
    for (const compared_figure& figure : compared_figures()) side[figure.name] = or_null(figure.value(r));
    if (r.measured) side["cycles"] = r.measured->cycles;  // an integer
    const bool stalled = r.measured && !r.measured->limiting_stall.empty();
    side["limiting_stall"] = stalled ? json(r.measured->limiting_stall) : json(nullptr);
    return side;
}

json rows_of(const compared_results& compared) {
    json rows = json::array();
    for (const row_pair& pair : compared.rows.pairs) {
        json ratios = json::object();
        for (const compared_figure& figure : compared_figures())
            ratios[figure.ratio] = or_null(ratio(pair, figure));
        rows.push_back({{"layer", pair.b.layer},
                        {"pattern", pair.b.pattern},
                        {"batch", pair.b.batch},
                        {"a", side_of(pair.a, compared.a)},
                        {"b", side_of(pair.b, compared.b)},
                        {"a_over_b", ratios}});
    }
    return rows;
}

json means_of(const comparison& rows) {
    json means = json::array();
    for (const mean_row& of : mean_rows(rows)) {
        json ratios = json::object();
        json counted = json::object();
        for (std::size_t i = 0; i < of.ratios.size(); ++i) {
            const std::string& name = compared_figures()[i].ratio;
            ratios[name] = or_null(of.ratios[i].mean);
            counted[name] = of.ratios[i].values;
        }
        means.push_back({{"accelerator_a", or_null(of.accelerator_a)},
                         {"accelerator_b", or_null(of.accelerator_b)},
                         {"pattern", or_null(of.pattern)},
                         {"batch", or_null(of.batch)},
                         {"rows", of.pairs},
                         {"a_over_b", ratios},
                         {"rows_of_ratio", counted}});
    }
    return means;
}

json lone_rows_of(const std::vector<lone_row>& rows) {
    json all = json::array();
    for (const lone_row& lone : rows)
        all.push_back({{"accelerator", lone.of.accelerator},
                       {"layer", lone.of.layer},
                       {"pattern", lone.of.pattern},
                       {"batch", lone.of.batch},
                       {"missing_on", lone.missing_on}});
    return all;
}

}  // namespace

nlohmann::ordered_json to_document(const std::vector<compared_results>& all) {
    json comparisons = json::array();
    for (const compared_results& compared : all)
        comparisons.push_back(
            {{"a", origin_of(compared.a)},
             {"b", origin_of(compared.b)},
             {"rows", rows_of(compared)},
             {"geometric_means", means_of(compared.rows)},
             {"without_counterpart",
              {{"a", lone_rows_of(compared.rows.only_a)}, {"b", lone_rows_of(compared.rows.only_b)}}}});
    return {{"comparisons", comparisons}};
}

std::string to_csv(const std::vector<compared_results>& all) {
    json rows = json::array();
    for (const compared_results& compared : all)
        for (json& row : rows_of(compared)) rows.push_back(std::move(row));
    return rows_to_csv(rows);
}

}  // namespace lacuna::reports
