#include "sim/command_line/trace_info_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/reports/histogram.h"
#include "sim/reports/text_table.h"

namespace lacuna::command_line {

namespace {

using align = reports::text_table::align;
using reports::with_commas;

constexpr std::size_t line_width = 110;

/// "12 of 34 (35.3 %)"
std::string share_text(std::uint64_t part, std::uint64_t whole) {
    const double share = whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
    return fmt::format("{} of {} ({})", with_commas(part), with_commas(whole), reports::percent(share));
}

/// 1234.567 as "1,234.57".
std::string two_decimals(double value) {
    const auto hundredths = static_cast<std::uint64_t>(value * 100 + 0.5);
    return fmt::format("{}.{:02}", with_commas(hundredths / 100), hundredths % 100);
}

std::uint64_t zeros_in(const std::vector<std::uint64_t>& load) {
    return static_cast<std::uint64_t>(std::count(load.begin(), load.end(), std::uint64_t{0}));
}

/// Facts, one a line, their names aligned.
class fact_list {
  public:
    void add(const std::string& name, const std::string& text) {
        if (text.empty()) return;
        const std::string head = fmt::format("  {:<13} ", name);
        lines_ +=
            head + reports::wrapped(text, line_width - head.size(), std::string(head.size(), ' ')) + "\n";
    }
    const std::string& lines() const { return lines_; }

  private:
    std::string lines_;
};

std::string values_text(const described_subject& all) {
    if (!all.subject.has_values) return "none: the file has positions alone";
    if (!all.distinct_values) return "more than 65,536 different ones";
    return with_commas(*all.distinct_values) + (*all.distinct_values == 1 ? " alone" : " different ones");
}

/// Names that begin alike share their beginning: "block 2x2 4x4, row".
std::string patterns_text(const described_subject& all, bool held) {
    std::string list;
    std::string last;
    for (const layers::held_pattern& each : *all.patterns) {
        if (each.is_held != held) continue;
        const std::string family = each.name.substr(0, each.name.find(' '));
        list += family == last ? each.name.substr(family.size()) : (list.empty() ? "" : ", ") + each.name;
        last = family;
    }
    return list.empty() ? "none" : list;
}

void add_patterns(fact_list& facts, const described_subject& all) {
    const formats::csc<float>& weights = *all.subject.weights;
    if (!all.patterns) {
        facts.add("satisfies", "not looked for: the matrix is too large");
    } else if (weights.stored() == 0) {
        facts.add("satisfies", "every pattern: all weights are 0");
    } else if (weights.stored() == std::uint64_t{weights.rows} * weights.columns) {
        facts.add("satisfies", "no pattern: no weight is 0");
    } else {
        facts.add("satisfies", patterns_text(all, true));
        facts.add("violates", patterns_text(all, false));
    }
}

std::string facts_of(const described_subject& all) {
    const info_subject& subject = all.subject;
    fact_list facts;
    facts.add("kind", subject.kind + (subject.dimensions.empty() ? "" : ", " + subject.dimensions) +
                          (subject.batch ? fmt::format(", batch {}", *subject.batch) : ""));
    facts.add("source", subject.source);
    facts.add("note", subject.note);
    if (subject.activations)
        facts.add("activations",
                  share_text(subject.activations->nonzeros, subject.activations->values) + " are not 0");
    if (subject.macs)
        facts.add("MACs", subject.macs->effectual
                              ? share_text(*subject.macs->effectual, subject.macs->dense) + " are effectual"
                              : with_commas(subject.macs->dense));
    if (subject.outputs == 0) return facts.lines();
    facts.add("weights", fmt::format("{} outputs x {} inputs", with_commas(subject.outputs),
                                     with_commas(subject.inputs)));
    if (subject.bias_values) facts.add("bias", with_commas(*subject.bias_values) + " values, left out below");
    if (!subject.weights) return facts.lines();
    facts.add("non-zeros",
              share_text(subject.weights->stored(), std::uint64_t{subject.outputs} * subject.inputs));
    if (subject.stored_zeros != 0)
        facts.add("stored zeros", with_commas(subject.stored_zeros) + ", left out below");
    facts.add("values", values_text(all));
    facts.add("all zero", fmt::format("{} of {} rows (outputs), {} of {} columns (inputs)",
                                      with_commas(zeros_in(all.loads[0].load)), with_commas(subject.outputs),
                                      with_commas(zeros_in(all.loads[1].load)), with_commas(subject.inputs)));
    add_patterns(facts, all);
    return facts.lines();
}

std::string load_table(const described_subject& all) {
    reports::text_table table;
    table.column("non-zeros of", align::left);
    for (const char* heading :
         {"least", "mean", "greatest", "imbalance\ngreatest / mean", "variation\ndeviation / mean"})
        table.column(heading);
    for (const described_load& each : all.loads) {
        const layers::load_summary& load = each.summary;
        table.row({fmt::format("each of {} {}{}", with_commas(each.load.size()), each.of,
                               each.load.size() == 1 ? "" : "s"),
                   with_commas(load.least), two_decimals(load.mean), with_commas(load.greatest),
                   fmt::format("{:.3f}", load.imbalance),
                   fmt::format("{:.3f}", load.coefficient_of_variation)});
    }
    return table.text();
}

std::string histograms(const described_subject& all) {
    constexpr std::size_t bar = 14;
    std::vector<std::vector<std::string>> blocks;
    for (const described_load& each : all.loads)
        blocks.push_back(reports::bars(reports::histogram(each.load), "non-zeros", each.of + "s", bar));
    return reports::side_by_side(blocks, "  ");
}

/// Where a format cannot hold the weights, how much is in its way; else what it adds to them.
std::string note_of(const layers::stored_form& form) {
    if (!form.bytes && !form.details.empty())
        return fmt::format("{} of {} groups too full", with_commas(form.details[1].count),
                           with_commas(form.details[0].count));
    std::vector<std::string> parts;
    for (const layers::storage_detail& detail : form.details) {
        std::string name = detail.name;
        std::replace(name.begin(), name.end(), '_', ' ');
        parts.push_back(name + " " + with_commas(detail.count));
    }
    if (!form.note.empty()) parts.push_back(form.note);
    return fmt::format("{}", fmt::join(parts, "; "));
}

std::string storage_text(const described_subject& all) {
    reports::text_table table;
    table.column("format", align::left);
    for (const char* heading :
         {"bits of\na value", "values\nbytes", "indices\nbytes", "total\nbytes", "total\n/ dense"})
        table.column(heading);
    table.column("note", align::left);
    const auto dense = static_cast<double>(all.storage.front().bytes->total());
    for (const layers::stored_form& form : all.storage) {
        std::vector<std::string> cells = {form.format, fmt::format("{}", form.value_bits)};
        if (form.bytes) {
            cells.push_back(with_commas(form.bytes->values));
            cells.push_back(with_commas(form.bytes->indices));
            cells.push_back(with_commas(form.bytes->total()));
            cells.push_back(fmt::format("{:.3f}", static_cast<double>(form.bytes->total()) / dense));
        } else {
            cells.insert(cells.end(), 4, "-");
        }
        cells.push_back(note_of(form));
        table.row(std::move(cells));
    }
    return table.text();
}

}  // namespace

described_subject describe(info_subject subject, const layers::storage_choices& choices) {
    described_subject all{std::move(subject), choices, {}, {}, {}, {}};
    if (!all.subject.weights) return all;
    const formats::csc<float>& weights = *all.subject.weights;
    if (all.subject.has_values) all.distinct_values = layers::distinct_values(weights);
    layers::weight_load load = layers::load_of(weights, choices.pes);
    all.loads = {{"row", std::move(load.of_row), {}},
                 {"column", std::move(load.of_column), {}},
                 {"PE", std::move(load.of_pe), {}}};
    for (described_load& each : all.loads) each.summary = layers::summary_of(each.load);
    if (const auto mask = layers::mask_of_entries(weights))
        all.patterns = layers::patterns_of(*mask, all.subject.segment);
    all.storage = layers::storage_table(weights, choices);
    return all;
}

std::string text_of(const described_subject& all) {
    std::string text = facts_of(all);
    if (!all.subject.weights) return text;
    return text + "\n" + load_table(all) + "\n" + histograms(all) + "\n" + storage_text(all);
}

}  // namespace lacuna::command_line
