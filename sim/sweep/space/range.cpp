#include "sim/sweep/space/range.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <set>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/sweep/space/decimal.h"

namespace lacuna::sweep {
namespace {

using config::node;
using wide = boost::multiprecision::int128_t;

/// Integers where all are whole, else reals: a column of results has one kind of number.
std::vector<choice> choices_of(const std::vector<decimal>& numbers) {
    const bool whole = std::all_of(numbers.begin(), numbers.end(), is_whole);
    std::vector<choice> choices;
    choices.reserve(numbers.size());
    for (const decimal number : numbers) {
        std::string text = text_of(number);
        if (!whole && is_whole(number)) text += ".0";
        value shown;
        if (whole) {
            shown = std::int64_t{0};
            std::from_chars(text.data(), text.data() + text.size(), std::get<std::int64_t>(shown));
        } else {
            shown = 0.0;
            std::from_chars(text.data(), text.data() + text.size(), std::get<double>(shown));
        }
        choices.push_back({std::move(text), std::move(shown)});
    }
    return choices;
}

/// With the places of the one that has most.
template <class... Decimals>
void align(const node& range, Decimals&... numbers) {
    const int places = std::max({numbers.places...});
    const auto stretch = [&](decimal& number) {
        const std::optional<decimal> stretched = with_places(number, places);
        if (!stretched) {
            refuse("{}: {} spans more than 15 digits from its largest number to its smallest fraction.",
                   range.where.text(), config::name_of(range));
        }
        number = *stretched;
    };
    (stretch(numbers), ...);
}

std::vector<choice> by_step(const node& range, decimal from, decimal to, const node& step_node) {
    decimal step = as_decimal(step_node);
    align(range, from, to, step);
    if (step.units == 0) refuse("{}: {} must not be 0.", step_node.where.text(), config::name_of(step_node));
    if ((to.units - from.units < 0) != (step.units < 0) && from.units != to.units) {
        refuse("{}: {} of {} leads from {} away from {}.", step_node.where.text(), config::name_of(step_node),
               text_of(step), text_of(from), text_of(to));
    }
    const std::int64_t count = (to.units - from.units) / step.units + 1;
    if (count > most_choices) {
        refuse("{}: {} has {} values, but at most {} are allowed.", range.where.text(),
               config::name_of(range), count, most_choices);
    }
    std::vector<decimal> numbers;
    for (std::int64_t i = 0; i < count; ++i) numbers.push_back({from.units + i * step.units, from.places});
    return choices_of(numbers);
}

/// Halves away from zero.
std::int64_t rounded_quotient(const wide& dividend, const wide& divisor) {
    const wide half = dividend < 0 ? wide(-divisor / 2) : wide(divisor / 2);
    return static_cast<std::int64_t>(wide((dividend + half) / divisor));
}

/// Exact where decimals can be (400, 600, 800), else to 15 digits (0, 0.333333333333333, ...).
std::vector<choice> by_count(decimal from, decimal to, std::int64_t count) {
    constexpr int most_places = 30;
    while (from.places < most_places) {
        const auto finer_from = with_places(from, from.places + 1), finer_to = with_places(to, to.places + 1);
        if (!finer_from || !finer_to) break;
        from = *finer_from;
        to = *finer_to;
    }
    std::vector<decimal> numbers;
    for (std::int64_t i = 0; i < count; ++i) {
        const wide sum = wide(from.units) * (count - 1 - i) + wide(to.units) * i;
        numbers.push_back({rounded_quotient(sum, count - 1), from.places});
    }
    return choices_of(numbers);
}

std::vector<choice> read_linear(const node& range) {
    config::table map(range, "a linear range");
    const node& from_node = map.required("from");
    const node& to_node = map.required("to");
    const node* const count = map.optional("count");
    const node* const step = map.optional("step");
    map.finish();
    if ((count == nullptr) == (step == nullptr)) {
        refuse("{}: a linear range needs either 'count' or 'step'{}.", range.where.text(),
               count == nullptr ? "" : ", and not both");
    }
    decimal from = as_decimal(from_node), to = as_decimal(to_node);
    if (step != nullptr) return by_step(range, from, to, *step);
    align(range, from, to);
    return by_count(from, to, config::as_integer(*count, {2, most_choices}));
}

std::vector<choice> read_log2(const node& range) {
    config::table map(range, "a log2 range");
    const node& from_node = map.required("from");
    const node& to_node = map.required("to");
    map.finish();
    config::as_real(from_node, {0, config::real_range{}.most, true});
    decimal from = as_decimal(from_node), to = as_decimal(to_node);
    align(range, from, to);
    if (to.units < from.units) {
        refuse("{}: {} must be at least {}, where the range begins, but is {}.", to_node.where.text(),
               config::name_of(to_node), text_of(from), text_of(to));
    }
    std::vector<decimal> numbers = {from};
    while (numbers.back().units < to.units) numbers.push_back({2 * numbers.back().units, from.places});
    if (numbers.back().units != to.units) {
        refuse("{}: doubling {} gives {} and {}, but never {}.", to_node.where.text(), text_of(from),
               text_of(numbers[numbers.size() - 2]), text_of(numbers.back()), text_of(to));
    }
    return choices_of(numbers);
}

std::vector<choice> read_values(const node& list) {
    const std::vector<node>& items = config::as_sequence(list);
    if (items.size() > static_cast<std::size_t>(most_choices)) {
        refuse("{}: {} has {} values, but at most {} are allowed.", list.where.text(), config::name_of(list),
               items.size(), most_choices);
    }
    std::vector<choice> choices;
    choices.reserve(items.size());
    for (const node& item : items) choices.push_back(choice_of(item));
    return choices;
}

/// Numbers are equal as numbers (1 and 1.0), all else as text.
std::pair<int, std::string> identity(const choice& each) {
    if (const auto* integer = std::get_if<std::int64_t>(&each.shown)) return {0, fmt::format("{}", *integer)};
    if (const auto* real = std::get_if<double>(&each.shown)) {
        constexpr double beyond = 9223372036854775808.0;
        if (*real >= -beyond && *real < beyond &&
            static_cast<double>(static_cast<std::int64_t>(*real)) == *real)
            return {0, fmt::format("{}", static_cast<std::int64_t>(*real))};
        return {1, fmt::format("{}", *real)};
    }
    return {2, each.text};
}

void check_different(const std::vector<choice>& choices, const node& given) {
    std::set<std::pair<int, std::string>> seen;
    for (const choice& each : choices) {
        if (seen.insert(identity(each)).second) continue;
        refuse("{}: {} has the value {} twice.", given.where.text(), config::name_of(given),
               config::shown(each.text));
    }
}

}  // namespace

std::vector<choice> read_choices(config::table& parameter) {
    using reader = std::vector<choice> (*)(const node&);
    const std::pair<const char*, reader> kinds[] = {
        {"values", read_values}, {"linear", read_linear}, {"log2", read_log2}};
    const node* given = nullptr;
    reader read = nullptr;
    for (const auto& [key, of] : kinds) {
        const node* const found = parameter.optional(key);
        if (found == nullptr) continue;
        if (given != nullptr) {
            refuse("{}: a parameter has one of 'values', 'linear' and 'log2', and not two.",
                   found->where.text());
        }
        given = found;
        read = of;
    }
    parameter.finish();
    if (given == nullptr) {
        refuse("{}: {} needs 'values', 'linear' or 'log2'.", parameter.map().where.text(),
               config::name_of(parameter.map()));
    }
    std::vector<choice> choices = read(*given);
    check_different(choices, *given);
    return choices;
}

}  // namespace lacuna::sweep
