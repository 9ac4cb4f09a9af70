#include "sim/formats/operand_type.h"

#include <string>
#include <vector>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"

namespace lacuna::formats {
namespace {

struct operand_description {
    std::string_view name;
    int bits;
    structured_sparsity sparsity;
};

constexpr structured_sparsity two_of_four = {"2:4", 4, 2, 1};
constexpr structured_sparsity one_of_two = {"1:2", 2, 1, 1};
constexpr structured_sparsity pairs_of_eight = {"pairwise 4:8", 8, 4, 2};

/// In the order of operand_type.
constexpr std::array<operand_description, operand_types.size()> descriptions = {{
    {"f16", 16, two_of_four},
    {"bf16", 16, two_of_four},
    {"tf32", 32, one_of_two},
    {"s8", 8, two_of_four},
    {"u8", 8, two_of_four},
    {"s4", 4, pairs_of_eight},
    {"u4", 4, pairs_of_eight},
}};

const operand_description& describe(operand_type type) {
    return descriptions[static_cast<std::size_t>(type)];
}

}  // namespace

std::string_view name_of(operand_type type) {
    return describe(type).name;
}

operand_type operand_type_named(std::string_view name) {
    std::vector<std::string> known;
    for (const operand_type type : operand_types) {
        if (name_of(type) == name) return type;
        known.emplace_back(name_of(type));
    }
    refuse("mma.sp multiplies no operands of type {}{}.", config::in_quotes(std::string(name)),
           config::nearest_name_hint(name, known));
}

int value_bits(operand_type type) {
    return describe(type).bits;
}

const structured_sparsity& sparsity_of(operand_type type) {
    return describe(type).sparsity;
}

void check_groups(operand_type type, unsigned columns) {
    const structured_sparsity& sparsity = sparsity_of(type);
    if (columns % static_cast<unsigned>(sparsity.group) != 0)
        refuse("{} sparsity of {}: k is {}, but must be a multiple of {}.", sparsity.name, name_of(type),
               columns, sparsity.group);
}

}  // namespace lacuna::formats
