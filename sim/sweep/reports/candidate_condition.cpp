#include "sim/sweep/reports/candidate_condition.h"

#include <fmt/format.h>

#include <boost/algorithm/string/predicate.hpp>

#include "sim/sweep/sql/expression_text.h"
#include "sim/sweep/sql/guarded_query.h"

namespace lacuna::sweep {

namespace {

/// May say so of one that the expression does not use.
bool may_use(const std::string& expression, const std::string& column) {
    return column.find('.') == std::string::npos ? has_word(expression, column)
                                                 : boost::algorithm::icontains(expression, column);
}

}  // namespace

candidate_condition::candidate_condition(const std::string& expression,
                                         const std::vector<std::string>& columns, const std::string& what)
    : evaluator_("condition", database::mode::in_memory) {
    if (expression.empty()) return;
    check_expression(expression, what);
    std::string given;
    for (const std::string& column : columns) {
        if (!may_use(expression, column)) continue;
        used_.push_back(column);
        given +=
            fmt::format("{}?{} AS {}", given.empty() ? "" : ", ", used_.size(), quoted_identifier(column));
    }
    // On a line of its own, which ends a comment in it.
    const std::string from = given.empty() ? "" : fmt::format(" FROM (SELECT {})", given);
    const std::string query = fmt::format("SELECT (\n{}\n) IS TRUE{}", expression, from);
    query_.push_back(prepare_guarded(evaluator_, query, {what, {}, columns}));
}

bool candidate_condition::holds(const std::vector<value>& of_used) {
    if (query_.empty()) return true;
    statement& query = query_.front();
    for (std::size_t i = 0; i < of_used.size(); ++i) query.bind(static_cast<int>(i) + 1, of_used[i]);
    const bool held = query.step() && query.integer(0) != 0;
    query.reset();
    return held;
}

}  // namespace lacuna::sweep
