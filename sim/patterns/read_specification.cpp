#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"
#include "sim/patterns/pattern.h"
#include "sim/patterns/specification.h"

namespace lacuna::patterns {
namespace {

constexpr std::int64_t longest = 1 << 20;  // sides of blocks, banks of a row: beyond any layer

double density(config::table& settings) {
    return config::as_real(settings.required("density"), {0, 1});
}

std::uint32_t length(const config::node& value) {
    return static_cast<std::uint32_t>(config::as_integer(value, {1, longest}));
}

kind::n_of_m checked(const kind::n_of_m& rule, const config::node& value) {
    const std::string fault = rule.fault();
    if (!fault.empty()) refuse("{}: {}: {}.", value.where.text(), config::name_of(value), fault);
    return rule;
}

specification read_n_of_m(config::table& settings) {
    const auto number = [&](const char* key) {
        return static_cast<std::uint32_t>(config::as_integer(settings.required(key), {1, most_of_group}));
    };
    kind::n_of_m rule{number("n"), number("m"), false};
    if (const config::node* pairs = settings.optional("pairs"))
        rule.pairs = config::as_choice(*pairs, {"true", "false"}) == "true";
    return {checked(rule, settings.map())};
}

specification read_block(config::table& settings) {
    const config::node& value = settings.required("shape");
    const std::vector<config::node>& sides = config::as_sequence(value);
    if (sides.size() != 2)
        refuse("{}: {} must be two numbers, the rows and columns of a block, but has {}.", value.where.text(),
               config::name_of(value), sides.size());
    return {kind::block{{length(sides[0]), length(sides[1])}, density(settings)}};
}

using reader = std::function<specification(config::table&)>;

/// Of the patterns that have settings.
const std::map<std::string, reader>& readers() {
    static const std::map<std::string, reader> all = {
        {"unstructured", [](config::table& s) { return specification{kind::unstructured{density(s)}}; }},
        {"n_of_m", read_n_of_m},
        {"block", read_block},
        {"vector_wise",
         [](config::table& s) {
             return specification{kind::vector_wise{length(s.required("length")), density(s)}};
         }},
        {"bank_balanced",
         [](config::table& s) {
             return specification{kind::bank_balanced{length(s.required("banks")), density(s)}};
         }},
        {"row", [](config::table& s) { return specification{kind::row{density(s)}}; }},
        {"column", [](config::table& s) { return specification{kind::column{density(s)}}; }},
    };
    return all;
}

/// The number that the whole text is; 0, which is none of N or M, where it is no number of one or two digits.
std::uint32_t small_number(const std::string& text) {
    if (text.empty() || text.size() > 2 || text.find_first_not_of("0123456789") != std::string::npos)
        return 0;
    return static_cast<std::uint32_t>(std::stoul(text));
}

/// "2:4", "4:8 pairs"; nothing for a text without a colon.
std::optional<specification> read_ratio(const config::node& value) {
    const std::size_t colon = value.scalar.find(':');
    if (colon == std::string::npos) return {};
    const std::size_t space = std::min(value.scalar.find(' '), value.scalar.size());
    const std::string pairs = value.scalar.substr(space);
    kind::n_of_m rule;
    if (space > colon) {
        rule = {small_number(value.scalar.substr(0, colon)),
                small_number(value.scalar.substr(colon + 1, space - colon - 1)), pairs == " pairs"};
    }
    if (space < colon || rule.n == 0 || rule.m == 0 || (!pairs.empty() && !rule.pairs))
        refuse("{}: {} must be N:M or N:M pairs, such as 2:4 or 4:8 pairs, but is {}.", value.where.text(),
               config::name_of(value), config::in_quotes(value.scalar));
    return specification{checked(rule, value)};
}

[[noreturn]] void refuse_pattern(const config::node& value, const std::string& name) {
    std::vector<std::string> known;
    for (const pattern_description& pattern : known_patterns()) {
        known.push_back(pattern.name);
        if (pattern.name == name)
            refuse("{}: the pattern {} is written {}.", value.where.text(), name, pattern.syntax);
    }
    refuse("{}: {} is no pattern that Lacuna knows{}.", value.where.text(), config::in_quotes(name),
           config::nearest_name_hint(name, known));
}

}  // namespace

specification read(const config::node& value) {
    if (value.type == config::node::kind::map && value.entries.size() == 1) {
        const auto& [name, settings_node] = value.entries.front();
        const auto found = readers().find(name);
        if (found == readers().end()) refuse_pattern(value, name);
        config::table settings(settings_node, "the pattern " + name);
        const specification pattern = found->second(settings);
        settings.finish();
        return pattern;
    }
    if (value.type != config::node::kind::scalar) {
        refuse("{}: {} must be a pattern, such as dense or {{unstructured: {{density: 0.25}}}}, but is {}.",
               value.where.text(), config::name_of(value), value.description());
    }
    if (value.scalar == "as_is") return {kind::as_is{}};
    if (value.scalar == "dense") return {kind::dense{}};
    if (value.scalar == "tile") return {kind::tile{}};
    if (const auto ratio = read_ratio(value)) return *ratio;
    refuse_pattern(value, value.scalar);
}

}  // namespace lacuna::patterns
