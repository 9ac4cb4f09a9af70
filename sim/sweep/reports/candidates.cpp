#include "sim/sweep/reports/candidates.h"

#include <algorithm>
#include <set>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/sweep/reports/candidate_condition.h"
#include "sim/sweep/reports/layer_figures.h"

namespace lacuna::sweep {

namespace {

using texts = std::vector<std::string>;

/// What tells rows apart; these columns come first.
enum column : int { point, accelerator, pattern, layer, status };
const texts identity = {"point", "accelerator", "pattern", "layer", "status"};

/// The columns to read: those that tell rows apart, and what the figures need of each row.
texts columns_for(const texts& figures, const texts& of_condition) {
    texts all = identity;
    for (const texts* some : {&figures, &of_condition}) {
        for (const std::string& figure : *some) {
            for (std::string& each : layer_figures::needed_for(figure))
                if (std::find(all.begin(), all.end(), each) == all.end()) all.push_back(std::move(each));
        }
    }
    return all;
}

/// One candidate, row by row.
struct gathered {
    std::string accelerator;
    std::string pattern;
    layer_figures rows;
    bool is_ok = true;
};

class gathering {
  public:
    gathering(table& of, const candidate_query& asked, const std::function<void(const candidate&)>& call)
        : table_(of),
          asked_(asked),
          call_(call),
          condition_(asked.where, of.columns(), "--where"),
          columns_(columns_for(asked.figures, condition_.used())),
          finished_(asked.layer.empty() ? of.finished_points() : std::vector<std::uint64_t>()) {}

    left_out run() {
        statement rows = table_.rows(columns_, "", "");
        std::uint64_t points = 0;
        bool any = false;
        while (rows.step()) {
            const auto at = static_cast<std::uint64_t>(rows.integer(column::point));
            if (any && at != point_) points += end_point();
            any = true;
            point_ = at;
            add(rows);
        }
        if (any) points += end_point();
        if (!asked_.layer.empty() && layers_.count(asked_.layer) == 0)
            refuse("--layer: {} is no layer of {}{}.", config::in_quotes(asked_.layer), table_.name(),
                   config::nearest_name_hint(asked_.layer, {layers_.begin(), layers_.end()}));
        left_.unfinished_points = table_.points() - points;
        return left_;
    }

  private:
    void add(const statement& row) {
        if (!asked_.layer.empty()) {
            const std::string name = row.text(column::layer);
            if (!name.empty()) layers_.insert(name);
            // What went wrong before there were layers has none.
            if (name != asked_.layer && !name.empty()) return;
        }
        gathered& to = candidate_of(row.text(column::accelerator), row.text(column::pattern));
        to.is_ok = to.is_ok && row.text(column::status) == "ok";
        std::vector<value> held;
        for (int c = 0; c < row.columns(); ++c) held.push_back(row.column(c));
        to.rows.add(std::move(held));
    }

    gathered& candidate_of(const std::string& accelerator, const std::string& pattern) {
        const auto known = std::find_if(of_point_.begin(), of_point_.end(), [&](const gathered& each) {
            return each.accelerator == accelerator && each.pattern == pattern;
        });
        if (known != of_point_.end()) return *known;
        of_point_.push_back({accelerator, pattern, layer_figures(columns_)});
        return of_point_.back();
    }

    /// Whether the point counts as finished.
    bool end_point() {
        give_up_if_stopped();
        const bool is_finished = asked_.layer.empty()
                                     ? std::binary_search(finished_.begin(), finished_.end(), point_)
                                     : !of_point_.empty();
        if (is_finished)
            for (const gathered& each : of_point_) tell(each);
        of_point_.clear();
        return is_finished;
    }

    void tell(const gathered& of) {
        if (!of.is_ok) {
            ++left_.not_ok;
            return;
        }
        if (!condition_.holds(figures_of(of, condition_.used()))) {
            ++left_.against_where;
            return;
        }
        call_({point_, of.accelerator, of.pattern, figures_of(of, asked_.figures)});
    }

    std::vector<value> figures_of(const gathered& of, const texts& columns) const {
        const std::string what = fmt::format("{}: point {}", table_.name(), point_);
        std::vector<value> all;
        for (const std::string& each : columns) all.push_back(of.rows.of_all(each, what));
        return all;
    }

    table& table_;
    const candidate_query& asked_;
    const std::function<void(const candidate&)>& call_;
    candidate_condition condition_;
    texts columns_;
    std::vector<std::uint64_t> finished_;
    std::set<std::string> layers_;
    left_out left_;
    std::uint64_t point_ = 0;
    std::vector<gathered> of_point_;
};

}  // namespace

left_out for_each_candidate(table& of, const candidate_query& asked,
                            const std::function<void(const candidate&)>& call) {
    if (!of.has("status")) refuse("{}: no point is finished yet.", of.name());
    return gathering(of, asked, call).run();
}

}  // namespace lacuna::sweep
