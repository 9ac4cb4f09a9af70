#include "sim/config/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/config/input_error.h"

namespace lacuna::config {
namespace {

template <class... Ts>
struct overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
overloaded(Ts...) -> overloaded<Ts...>;

std::vector<std::int64_t> as_integers(const node& value, const std::vector<std::string>& parts,
                                      integer_range allowed, bool may_be_empty) {
    const bool is_sequence = value.type == node::kind::sequence;
    if (is_sequence && value.items.empty() && may_be_empty) return {};
    if (!is_sequence || value.items.size() != parts.size())
        refuse("{}: {} must be {} integers, [{}], but is {}.", value.where.text(), name_of(value),
               parts.size(), fmt::join(parts, ", "),
               is_sequence ? fmt::format("a sequence of {}", value.items.size()) : value.description());
    std::vector<std::int64_t> all;
    for (const node& item : value.items) all.push_back(as_integer(item, allowed));
    return all;
}

}  // namespace

void parameter_list::declare(entry added) {
    const bool twice = std::any_of(entries_.begin(), entries_.end(),
                                   [&](const entry& earlier) { return earlier.name == added.name; });
    if (twice) throw std::logic_error(fmt::format("the parameter '{}' is declared twice", added.name));
    const bool allowed = std::visit(
        overloaded{
            [](const integer_field& f) { return *f.value >= f.allowed.least && *f.value <= f.allowed.most; },
            [](const real_field& f) {
                const bool enough =
                    f.allowed.above ? *f.value > f.allowed.least : *f.value >= f.allowed.least;
                return enough && *f.value <= f.allowed.most;
            },
            [](const choice_field& f) {
                return std::find(f.choices.begin(), f.choices.end(), *f.value) != f.choices.end();
            },
            [](const integers_field& f) {
                return std::all_of(f.value->begin(), f.value->end(), [&](std::int64_t part) {
                    return part >= f.allowed.least && part <= f.allowed.most;
                });
            },
        },
        added.field);
    if (!allowed)
        throw std::logic_error(fmt::format("the default of the parameter '{}' is not allowed", added.name));
    entries_.push_back(std::move(added));
}

void parameter_list::integer(std::string name, std::int64_t& field, integer_range allowed, std::string unit,
                             std::string meaning, std::string source) {
    declare({std::move(name), std::move(unit), std::move(meaning), std::move(source),
             integer_field{&field, allowed}});
}

void parameter_list::real(std::string name, double& field, real_range allowed, std::string unit,
                          std::string meaning, std::string source) {
    declare({std::move(name), std::move(unit), std::move(meaning), std::move(source),
             real_field{&field, allowed}});
}

void parameter_list::choice(std::string name, std::string& field, std::vector<std::string> choices,
                            std::string meaning, std::string source) {
    declare({std::move(name), "", std::move(meaning), std::move(source),
             choice_field{&field, std::move(choices)}});
}

void parameter_list::integers(std::string name, std::vector<std::int64_t>& field,
                              std::vector<std::string> parts, integer_range allowed, std::string unit,
                              std::string meaning, std::string source) {
    const bool may_be_empty = field.empty();
    declare({std::move(name), std::move(unit), std::move(meaning), std::move(source),
             integers_field{&field, std::move(parts), allowed, may_be_empty}});
}

void parameter_list::read(const node& map, const std::string& what) {
    table values(map, what);
    for (const entry& parameter : entries_) {
        const node* const value = values.optional(parameter.name);
        if (value == nullptr) continue;
        std::visit(overloaded{
                       [&](const integer_field& f) { *f.value = as_integer(*value, f.allowed); },
                       [&](const real_field& f) { *f.value = as_real(*value, f.allowed); },
                       [&](const choice_field& f) { *f.value = as_choice(*value, f.choices); },
                       [&](const integers_field& f) {
                           *f.value = as_integers(*value, f.parts, f.allowed, f.may_be_empty);
                       },
                   },
                   parameter.field);
    }
    values.finish();
}

std::vector<parameter_description> parameter_list::describe() const {
    std::vector<parameter_description> descriptions;
    for (const entry& parameter : entries_) {
        parameter_description said{parameter.name,    parameter.unit,  "", "",
                                   parameter.meaning, parameter.source};
        std::visit(overloaded{
                       [&](const integer_field& f) {
                           said.default_value = std::to_string(*f.value);
                           said.allowed = description(f.allowed);
                       },
                       [&](const real_field& f) {
                           said.default_value =
                               fmt::format("{}", *f.value);  // the shortest that reads back the same
                           said.allowed = description(f.allowed);
                       },
                       [&](const choice_field& f) {
                           said.default_value = *f.value;
                           said.allowed = fmt::format("one of: {}", fmt::join(f.choices, ", "));
                       },
                       [&](const integers_field& f) {
                           said.default_value = fmt::format("[{}]", fmt::join(*f.value, ", "));
                           said.allowed =
                               fmt::format("[{}] of {}", fmt::join(f.parts, ", "), description(f.allowed));
                       },
                   },
                   parameter.field);
        descriptions.push_back(std::move(said));
    }
    return descriptions;
}

nlohmann::ordered_json parameter_list::effective() const {
    auto values = nlohmann::ordered_json::object();
    for (const entry& parameter : entries_) {
        std::visit([&](const auto& f) { values[parameter.name] = *f.value; }, parameter.field);
    }
    return values;
}

}  // namespace lacuna::config
