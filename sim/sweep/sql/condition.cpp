#include "sim/sweep/sql/condition.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/sweep/sql/expression_text.h"
#include "sim/sweep/sql/guarded_query.h"

namespace lacuna::sweep {
namespace {

std::string name_of_condition(const std::string& expression, const config::place& where) {
    return fmt::format("{}: the condition {}", where.text(), config::in_quotes(expression));
}

/// SELECT (pes <= 64) FROM (SELECT ?1 AS "pes", ?2 AS "slots", ...). The expression stands on a line of its
/// own, which ends a comment in it.
std::string query_of(const std::string& expression, const std::vector<std::string>& names) {
    std::string given;
    for (std::size_t i = 0; i < names.size(); ++i) {
        given += fmt::format("{}?{} AS {}", given.empty() ? "" : ", ", i + 1, quoted_identifier(names[i]));
    }
    return fmt::format("SELECT (\n{}\n) FROM (SELECT {})", expression, given);
}

statement compile(database& in_memory, const std::string& expression, const std::string& what,
                  const std::vector<std::string>& names) {
    check_expression(expression, what);
    return prepare_guarded(in_memory, query_of(expression, names), {what, {}, names, "parameter"});
}

}  // namespace

condition::condition(database& in_memory, const std::string& expression, const config::place& where,
                     const std::vector<std::string>& names)
    : expression_(expression),
      what_(name_of_condition(expression, where)),
      names_(names),
      chosen_(names.size()),
      query_(compile(in_memory, expression, what_, names)) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (has_word(expression, names[i])) last_used_ = i;
    }
}

void condition::set(std::size_t name, const value& chosen) {
    query_.bind(static_cast<int>(name) + 1, chosen);
    chosen_[name] = chosen;
}

bool condition::holds() {
    if (!query_.step()) refuse("{} gives no value.", what_);
    const value outcome = query_.column(0);
    if (const auto* integer = std::get_if<std::int64_t>(&outcome)) {
        const bool held = *integer != 0;
        query_.step();
        return held;
    }
    if (const auto* real = std::get_if<double>(&outcome)) {
        const bool held = *real != 0;
        query_.step();
        return held;
    }
    refuse_outcome(outcome);
}

void condition::refuse_outcome(const value& outcome) {
    query_.step();
    std::string at;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (!has_word(expression_, names_[i])) continue;
        at += fmt::format("{}{} = {}", at.empty() ? " at " : ", ", names_[i], shown_value(chosen_[i]));
    }
    refuse("{} must be true or false, but is {}{}.", what_, shown_value(outcome), at);
}

conditions::conditions(std::vector<std::string> names)
    : names_(std::move(names)), evaluator_("conditions", database::mode::in_memory) {}

void conditions::add(const std::string& expression, const config::place& where) {
    condition added(evaluator_, expression, where, names_);
    const auto behind = std::upper_bound(
        all_.begin(), all_.end(), added,
        [](const condition& a, const condition& b) { return a.last_used() < b.last_used(); });
    all_.insert(behind, std::move(added));
}

void conditions::set(std::size_t name, const value& chosen) {
    for (condition& each : all_) each.set(name, chosen);
}

bool conditions::hold(std::size_t from, std::size_t& failed) {
    for (condition& each : all_) {
        if (each.last_used() < from || each.holds()) continue;
        failed = each.last_used();
        return false;
    }
    return true;
}

}  // namespace lacuna::sweep
