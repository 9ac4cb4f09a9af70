#include <algorithm>

#include "sim/command_line/trace_info_report.h"
#include "sim/reports/histogram.h"

namespace lacuna::command_line {

namespace {

using document = nlohmann::ordered_json;

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

document document_of(const described_load& each) {
    document bins = document::array();
    for (const reports::histogram_bin& bin : reports::histogram(each.load))
        bins.push_back({{"first", bin.first}, {"last", bin.last}, {"count", bin.count}});
    return {{"count", each.load.size()},
            {"least", each.summary.least},
            {"mean", each.summary.mean},
            {"greatest", each.summary.greatest},
            {"imbalance", each.summary.imbalance},
            {"coefficient_of_variation", each.summary.coefficient_of_variation},
            {"all_zero", std::count(each.load.begin(), each.load.end(), std::uint64_t{0})},
            {"histogram", bins}};
}

document document_of(const layers::stored_form& form) {
    document all = {{"format", form.format}, {"value_bits", form.value_bits}};
    if (form.bytes) {
        all["values_bytes"] = form.bytes->values;
        all["indices_bytes"] = form.bytes->indices;
        all["total_bytes"] = form.bytes->total();
    } else {
        all["values_bytes"] = all["indices_bytes"] = all["total_bytes"] = nullptr;
    }
    for (const layers::storage_detail& detail : form.details) all[detail.name] = detail.count;
    if (!form.note.empty()) all["note"] = form.note;
    return all;
}

void add_weights(document& to, const described_subject& all) {
    const info_subject& subject = all.subject;
    document& weights = to["weights"];
    const std::uint64_t positions = std::uint64_t{subject.outputs} * subject.inputs;
    weights["positions"] = positions;
    weights["nonzeros"] = subject.weights->stored();
    weights["density"] = share(subject.weights->stored(), positions);
    weights["stored_zeros"] = subject.stored_zeros;
    weights["has_values"] = subject.has_values;
    weights["distinct_values"] = all.distinct_values ? document(*all.distinct_values) : document();
    for (const described_load& each : all.loads)
        to["load"][each.of == "PE" ? "pe" : each.of] = document_of(each);
    to["patterns"] = nullptr;
    if (all.patterns) {
        to["patterns"] = document::object();
        for (const layers::held_pattern& each : *all.patterns) to["patterns"][each.name] = each.is_held;
    }
    to["storage"] = document::array();
    for (const layers::stored_form& form : all.storage) to["storage"].push_back(document_of(form));
}

}  // namespace

document document_of(const described_subject& all) {
    const info_subject& subject = all.subject;
    document to = {{"name", subject.name}, {"kind", subject.kind}};
    if (!subject.source.empty()) to["source"] = subject.source;
    if (!subject.note.empty()) to["note"] = subject.note;
    if (subject.outputs == 0) return to;
    to["outputs"] = subject.outputs;
    to["inputs"] = subject.inputs;
    if (subject.batch) to["batch"] = *subject.batch;
    if (subject.bias_values) to["bias_nonzeros"] = *subject.bias_values;
    if (subject.activations)
        to["activations"] = {{"values", subject.activations->values},
                             {"nonzeros", subject.activations->nonzeros},
                             {"density", share(subject.activations->nonzeros, subject.activations->values)}};
    if (subject.macs) {
        to["macs"]["dense"] = subject.macs->dense;
        to["macs"]["effectual"] = subject.macs->effectual ? document(*subject.macs->effectual) : document();
    }
    if (subject.weights) add_weights(to, all);
    return to;
}

}  // namespace lacuna::command_line
