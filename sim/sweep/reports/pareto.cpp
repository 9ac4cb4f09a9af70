#include "sim/sweep/reports/pareto.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/sweep/reports/layer_figures.h"
#include "sim/sweep/reports/non_dominated.h"
#include "sim/sweep/reports/pareto_report.h"

namespace lacuna::sweep {

namespace {

using number = std::variant<std::int64_t, double>;

/// The place of a name in a list, where it is added if it is new.
std::size_t place_in(std::vector<std::string>& names, const std::string& name) {
    const auto known = std::find(names.begin(), names.end(), name);
    if (known != names.end()) return static_cast<std::size_t>(known - names.begin());
    names.push_back(name);
    return names.size() - 1;
}

/// Candidates as little as can be kept of them, since there may be a million.
class compared {
  public:
    compared(const table& of, const pareto_query& asked, pareto_front& front)
        : table_(of), asked_(asked), front_(front) {}

    void add(const candidate& of) {
        coordinates to_be_small;
        std::vector<number> figures;
        for (std::size_t i = 0; i < of.figures.size(); ++i) {
            const objective& wanted = asked_.objectives[i];
            if (std::holds_alternative<std::string>(of.figures[i]))
                refuse("{}: {} is a text ({}), which is neither small nor large.", table_.name(),
                       wanted.column, shown_value(of.figures[i]));
            const std::optional<double> figure = number_in(of.figures[i]);
            if (!figure) {
                ++front_.without_figure;
                missing_ = wanted.column;
                return;
            }
            to_be_small.push_back(wanted.is_maximized ? -*figure : *figure);
            const auto* whole = std::get_if<std::int64_t>(&of.figures[i]);
            figures.push_back(whole != nullptr ? number(*whole) : number(*figure));
        }
        all_.push_back({of.point, place_in(front_.accelerators, of.accelerator),
                        place_in(front_.patterns, of.pattern), std::move(figures)});
        points_.push_back(std::move(to_be_small));
    }

    /// Which of them have nothing above them, the best in the first objective first.
    void find(table& of) {
        front_.candidates = points_.size();
        if (points_.empty()) refuse_nothing();
        std::vector<std::size_t> places = non_dominated(points_);
        std::stable_sort(places.begin(), places.end(),
                         [&](std::size_t a, std::size_t b) { return points_[a] < points_[b]; });
        for (const std::size_t place : places) {
            const kept& each = all_[place];
            front_member member{each.point,
                                front_.accelerators[each.accelerator],
                                front_.patterns[each.pattern],
                                of.parameters_of(each.point),
                                {}};
            for (const number& figure : each.figures)
                std::visit([&](auto held) { member.figures.emplace_back(held); }, figure);
            front_.members.push_back(std::move(member));
        }
    }

  private:
    struct kept {
        std::uint64_t point;
        std::size_t accelerator;
        std::size_t pattern;
        std::vector<number> figures;
    };

    [[noreturn]] void refuse_nothing() const {
        if (front_.without_figure > 0 && front_.left.against_where == 0)
            refuse("{}: no design has {}{}.", table_.name(), missing_,
                   missing_ == "energy_uj" || missing_ == "power_mw" || missing_ == "area_mm2"
                       ? "; the config names no energy table for its accelerators"
                       : "");
        refuse("{}: there is nothing to compare: {}.", table_.name(), comparison_text(front_));
    }

    const table& table_;
    const pareto_query& asked_;
    pareto_front& front_;
    std::string missing_;
    std::vector<kept> all_;
    std::vector<coordinates> points_;  // of each, all to be small
};

void check(const table& of, const std::vector<objective>& objectives) {
    if (objectives.empty()) refuse("{}: nothing is to be small or large.", of.name());
    for (auto each = objectives.begin(); each != objectives.end(); ++each) {
        const char* const option = each->is_maximized ? "--maximize" : "--minimize";
        if (!of.has(each->column))
            refuse("{}: {} is no column of {}{}.", option, config::in_quotes(each->column), of.name(),
                   config::nearest_name_hint(each->column, of.columns()));
        const auto twice = std::find_if(objectives.begin(), each,
                                        [&](const objective& other) { return other.column == each->column; });
        if (twice != each) refuse("{}: {} is named twice.", option, each->column);
    }
}

}  // namespace

pareto_front find_pareto_front(table& of, const pareto_query& asked) {
    if (!of.has("status")) refuse("{}: no point is finished yet.", of.name());
    check(of, asked.objectives);
    candidate_query query{{}, asked.layer, asked.where};
    for (const objective& each : asked.objectives) query.figures.push_back(each.column);
    pareto_front front;
    compared all(of, asked, front);
    front.left = for_each_candidate(of, query, [&](const candidate& each) { all.add(each); });
    all.find(of);
    return front;
}

}  // namespace lacuna::sweep
