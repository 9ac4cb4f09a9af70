#include "sim/formats/mma.h"

#include <fmt/format.h>

namespace lacuna::formats {
namespace {

/// The types that B may have beside A's: of integers either sign.
std::vector<operand_type> partners_of(operand_type a) {
    switch (a) {
        case operand_type::s8:
        case operand_type::u8:
            return {operand_type::s8, operand_type::u8};
        case operand_type::s4:
        case operand_type::u4:
            return {operand_type::s4, operand_type::u4};
        case operand_type::f16:
        case operand_type::bf16:
        case operand_type::tf32:
            break;
    }
    return {a};
}

std::vector<mma> all_instructions() {
    std::vector<mma> all;
    for (const bool sparse : {false, true})
        for (const sparse_mma& shape : sparse_mma_instructions())
            for (const operand_type b : partners_of(shape.type))
                all.push_back({sparse, shape.type, b, shape.accumulator, sparse ? shape.k : shape.k / 2});
    return all;
}

}  // namespace

std::string mma::shape() const {
    return fmt::format("m{}n{}k{}", m, n, k);
}

std::string mma::name() const {
    return fmt::format("mma{}.{}.{}.{}.{}.{}", sparse ? ".sp" : "", shape(), name_of(accumulator), name_of(a),
                       name_of(b), name_of(accumulator));
}

const std::vector<mma>& mma_instructions() {
    static const std::vector<mma> all = all_instructions();
    return all;
}

}  // namespace lacuna::formats
