#include "sim/run/engine_comparison.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace lacuna::run {

namespace {

/// Collects the first difference of a comparison.
class comparison {
  public:
    comparison(std::string a, std::string b) : a_(std::move(a)), b_(std::move(b)) {}

    template <class Value>
    void compare(const std::string& what, const Value& a, const Value& b) {
        if (first_.empty() && a != b) first_ = fmt::format("{}: {} by {}, {} by {}", what, a, a_, b, b_);
    }
    const std::string& first() const { return first_; }

  private:
    std::string a_;
    std::string b_;
    std::string first_;
};

void compare_counters(comparison& all, const std::string& box, const std::vector<statistics::total>& a,
                      const std::vector<statistics::total>& b) {
    all.compare("number of counters of " + box, a.size(), b.size());
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        all.compare(fmt::format("counter {} of {}", i, box), a[i].what->name, b[i].what->name);
        all.compare(box + " " + a[i].what->name, a[i].value, b[i].value);
    }
}

void compare_figures(comparison& all, const reports::figures& a, const reports::figures& b) {
    all.compare("cycles", a.cycles, b.cycles);
    all.compare("io_cycles", a.io_cycles, b.io_cycles);
    all.compare("passes.inputs", a.input_passes, b.input_passes);
    all.compare("passes.outputs", a.output_passes, b.output_passes);
    all.compare("limits_passed", a.limits_passed, b.limits_passed);
    compare_counters(all, "all boxes,", a.totals, b.totals);
    all.compare("number of boxes", a.instances.size(), b.instances.size());
    for (std::size_t i = 0; i < std::min(a.instances.size(), b.instances.size()); ++i) {
        all.compare(fmt::format("box {}", i), a.instances[i].box, b.instances[i].box);
        compare_counters(all, a.instances[i].box, a.instances[i].counters, b.instances[i].counters);
    }
    all.compare("macs.committed", a.macs_committed, b.macs_committed);
    all.compare("fillers", a.fillers, b.fillers);
    all.compare("utilization", a.utilization, b.utilization);
    all.compare("load_balance", a.load_balance.value_or(-1), b.load_balance.value_or(-1));
    all.compare("limiting_stall", a.limiting_stall, b.limiting_stall);
    all.compare("storage_bytes.dense", a.bytes_dense, b.bytes_dense);
    all.compare("storage_bytes.values", a.bytes_values, b.bytes_values);
    all.compare("storage_bytes.indices", a.bytes_indices, b.bytes_indices);
    const auto or_none = [](const std::string& text) { return text.empty() ? std::string("none") : text; };
    all.compare("check", a.check, b.check);
    all.compare("violation", or_none(a.violation), or_none(b.violation));
}

}  // namespace

std::string first_difference(const reports::row& a, const reports::row& b) {
    comparison all(a.engine, b.engine);
    all.compare("status", a.status, b.status);
    all.compare("message", a.message, b.message);
    all.compare("notes", a.notes, b.notes);
    all.compare("magnitude_kept", a.magnitude_kept.value_or(-1), b.magnitude_kept.value_or(-1));
    if (a.measured && b.measured) compare_figures(all, *a.measured, *b.measured);
    return all.first();
}

}  // namespace lacuna::run
