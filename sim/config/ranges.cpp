#include <fmt/format.h>

#include "sim/config/table.h"

namespace lacuna::config {

std::string description(integer_range allowed) {
    const bool bounded_below = allowed.least != integer_range{}.least;
    const bool bounded_above = allowed.most != integer_range{}.most;
    if (bounded_below && bounded_above) return fmt::format("{} to {}", allowed.least, allowed.most);
    if (bounded_below) return fmt::format("at least {}", allowed.least);
    if (bounded_above) return fmt::format("at most {}", allowed.most);
    return "any integer";
}

std::string description(real_range allowed) {
    const bool bounded_below = allowed.least != real_range{}.least;
    const bool bounded_above = allowed.most != real_range{}.most;
    if (bounded_below && bounded_above) {
        return allowed.above ? fmt::format("above {}, at most {}", allowed.least, allowed.most)
                             : fmt::format("{} to {}", allowed.least, allowed.most);
    }
    if (bounded_below) return fmt::format("{} {}", allowed.above ? "above" : "at least", allowed.least);
    if (bounded_above) return fmt::format("at most {}", allowed.most);
    return "any number";
}

}  // namespace lacuna::config
