#include "sim/formats/sparse_mma.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/input_error.h"

namespace lacuna::formats {
namespace {

std::vector<accumulator_type> accumulators_of(operand_type type) {
    switch (type) {
        case operand_type::f16:
            return {accumulator_type::f32, accumulator_type::f16};
        case operand_type::bf16:
        case operand_type::tf32:
            return {accumulator_type::f32};
        case operand_type::s8:
        case operand_type::u8:
        case operand_type::s4:
        case operand_type::u4:
            return {accumulator_type::s32};
    }
    return {};
}

std::vector<sparse_mma> all_instructions() {
    std::vector<sparse_mma> all;
    for (const operand_type type : operand_types)
        for (const accumulator_type accumulator : accumulators_of(type))
            for (const int k : {256 / value_bits(type), 512 / value_bits(type)})
                all.push_back({type, accumulator, k});
    return all;
}

}  // namespace

std::string_view name_of(accumulator_type type) {
    switch (type) {
        case accumulator_type::f16:
            return "f16";
        case accumulator_type::f32:
            return "f32";
        case accumulator_type::s32:
            return "s32";
    }
    return {};
}

std::string sparse_mma::shape() const {
    return fmt::format("m{}n{}k{}", m, n, k);
}

const std::vector<sparse_mma>& sparse_mma_instructions() {
    static const std::vector<sparse_mma> all = all_instructions();
    return all;
}

sparse_mma sparse_mma_instruction(operand_type type, accumulator_type accumulator, int m, int n, int k) {
    const std::vector<accumulator_type> accumulators = accumulators_of(type);
    if (std::find(accumulators.begin(), accumulators.end(), accumulator) == accumulators.end()) {
        std::vector<std::string_view> names;
        for (const accumulator_type known : accumulators) names.push_back(name_of(known));
        refuse("mma.sp of {} on sm_80 does not accumulate in {}; it does in {}.", name_of(type),
               name_of(accumulator), fmt::join(names, " and "));
    }
    std::vector<std::string> shapes;
    for (const sparse_mma& known : sparse_mma_instructions()) {
        if (known.type != type || known.accumulator != accumulator) continue;
        if (m == sparse_mma::m && n == sparse_mma::n && k == known.k) return known;
        shapes.push_back(known.shape());
    }
    refuse("mma.sp of {} on sm_80 has no shape m{}n{}k{}; it has {}.", name_of(type), m, n, k,
           fmt::join(shapes, " and "));
}

}  // namespace lacuna::formats
