/// Does a warp that sees nothing but its registers multiply what was compressed? Every layout at once.
#include <gtest/gtest.h>

#include <array>

#include "sim/formats/fragment_layout.h"
#include "sim/formats/metadata_layout.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/formats/structured_sparse.h"
#include "tests/formats/random_structure.h"

namespace lacuna::formats {
namespace {

std::uint32_t bits_in_register(f16 value) {
    return bits_of(value);
}
std::uint32_t bits_in_register(bf16 value) {
    return bits_of(value);
}
std::uint32_t bits_in_register(tf32 value) {
    return value.bits();
}
std::uint32_t bits_in_register(std::int8_t value) {
    return static_cast<std::uint8_t>(value);
}
std::uint32_t bits_in_register(std::uint8_t value) {
    return value;
}
std::uint32_t bits_in_register(s4 value) {
    return value.bits();
}
std::uint32_t bits_in_register(u4 value) {
    return value.bits();
}

void from_register(std::uint32_t bits, f16& value) {
    value = bit_pattern_as<f16>(static_cast<std::uint16_t>(bits));
}
void from_register(std::uint32_t bits, bf16& value) {
    value = bit_pattern_as<bf16>(static_cast<std::uint16_t>(bits));
}
void from_register(std::uint32_t bits, tf32& value) {
    value = tf32::from_bits(bits);
}
void from_register(std::uint32_t bits, std::int8_t& value) {
    value = static_cast<std::int8_t>(bits);
}
void from_register(std::uint32_t bits, std::uint8_t& value) {
    value = static_cast<std::uint8_t>(bits);
}
void from_register(std::uint32_t bits, s4& value) {
    value = s4::from_bits(bits);
}
void from_register(std::uint32_t bits, u4& value) {
    value = u4::from_bits(bits);
}

template <class Value>
int number(Value value) {
    if constexpr (std::is_same_v<Value, f16> || std::is_same_v<Value, bf16> || std::is_same_v<Value, tf32>)
        return static_cast<int>(static_cast<float>(value));
    else
        return static_cast<int>(value);
}

/// The registers of a warp: [lane][register].
using registers = std::array<std::array<std::uint32_t, 4>, sparse_mma::lanes>;

template <class Value>
void put(registers& file, const sparse_mma& instruction, const fragment_place& place, Value value) {
    file[static_cast<std::size_t>(place.lane)][static_cast<std::size_t>(place.register_index)] |=
        bits_in_register(value) << place.slot * value_bits(instruction.type);
}

template <class Value>
int get(const registers& file, const sparse_mma& instruction, const fragment_place& place) {
    Value value;
    from_register(
        file[static_cast<std::size_t>(place.lane)][static_cast<std::size_t>(place.register_index)] >>
            place.slot * value_bits(instruction.type),
        value);
    return number(value);
}

template <class Value>
registers a_fragment(const sparse_mma& instruction, const structured_sparse<Value>& a) {
    registers file = {};
    for (int row = 0; row < sparse_mma::m; ++row)
        for (int column = 0; column < instruction.kept_columns(); ++column)
            put(file, instruction, a_place(instruction, {row, column}),
                a.kept[static_cast<std::size_t>(row * instruction.kept_columns() + column)]);
    return file;
}

template <class Value>
registers b_fragment(const sparse_mma& instruction, const dense_matrix<Value>& b) {
    registers file = {};
    for (int row = 0; row < instruction.k; ++row)
        for (int column = 0; column < sparse_mma::n; ++column)
            put(file, instruction, b_place(instruction, {row, column}),
                b.at(static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column)));
    return file;
}

/// The metadata registers; lanes that the selector does not select hold 0xFFFFFFFF, which is illegal.
template <class Value>
std::array<std::uint32_t, sparse_mma::lanes> metadata_fragment(const sparse_mma& instruction, int selector,
                                                               const structured_sparse<Value>& a) {
    std::array<std::uint32_t, sparse_mma::lanes> file;
    for (int lane = 0; lane < sparse_mma::lanes; ++lane)
        file[static_cast<std::size_t>(lane)] = group_of(instruction, selector, {lane, 0}) ? 0 : 0xFFFFFFFF;
    for (int row = 0; row < sparse_mma::m; ++row) {
        for (int group = 0; group < instruction.groups(); ++group) {
            const metadata_place place = metadata_of(instruction, selector, {row, group});
            const std::uint32_t nibble =
                a.metadata[static_cast<std::size_t>(row * instruction.groups() + group)];
            file[static_cast<std::size_t>(place.lane)] |= nibble << place.bit;
        }
    }
    return file;
}

/// Every value that a lane holds of A meets the value of B that its metadata selects.
template <class Value>
dense_matrix<int> product_from_registers(const sparse_mma& instruction, int selector, const registers& a,
                                         const registers& b,
                                         const std::array<std::uint32_t, sparse_mma::lanes>& metadata) {
    const structured_sparsity& sparsity = sparsity_of(instruction.type);
    dense_matrix<int> d = zeros<int>(sparse_mma::m, sparse_mma::n);
    for (int lane = 0; lane < sparse_mma::lanes; ++lane) {
        for (int index = 0; index < instruction.a_registers(); ++index) {
            for (int slot = 0; slot < instruction.values_per_register(); ++slot) {
                const tile_place element = a_element(instruction, {lane, index, slot});
                const int group = element.column / sparsity.kept;
                const metadata_place where = metadata_of(instruction, selector, {element.row, group});
                const unsigned nibble = metadata[static_cast<std::size_t>(where.lane)] >> where.bit & 15;
                EXPECT_TRUE(is_legal_nibble(instruction.type, nibble));
                const int k = group * sparsity.group +
                              kept_offset(instruction.type, nibble, element.column % sparsity.kept);
                for (int n = 0; n < sparse_mma::n; ++n)
                    d.at(static_cast<std::uint32_t>(element.row), static_cast<std::uint32_t>(n)) +=
                        get<Value>(a, instruction, {lane, index, slot}) *
                        get<Value>(b, instruction, b_place(instruction, {k, n}));
            }
        }
    }
    return d;
}

template <class Value>
dense_matrix<int> plain_product(const dense_matrix<Value>& a, const dense_matrix<Value>& b) {
    dense_matrix<int> d = zeros<int>(a.rows, b.columns);
    for (std::uint32_t m = 0; m < a.rows; ++m)
        for (std::uint32_t n = 0; n < b.columns; ++n)
            for (std::uint32_t k = 0; k < a.columns; ++k)
                d.at(m, n) += number(a.at(m, k)) * number(b.at(k, n));
    return d;
}

template <class Value>
class sparse_warp : public testing::Test {};
using value_types = testing::Types<f16, bf16, tf32, std::int8_t, std::uint8_t, s4, u4>;
TYPED_TEST_SUITE(sparse_warp, value_types);

TYPED_TEST(sparse_warp, multiplies_from_its_registers_what_was_compressed) {
    for (const sparse_mma& instruction : sparse_mma_instructions()) {
        if (instruction.type != operand_type_of<TypeParam>()) continue;
        for (int selector = 0; selector < sparsity_selectors(instruction); ++selector) {
            for (std::uint32_t seed = 0; seed < 5; ++seed) {
                SCOPED_TRACE(testing::Message() << instruction.shape() << " of " << name_of(instruction.type)
                                                << ", selector " << selector << ", seed " << seed);
                random_source random(seed);
                const auto k = static_cast<std::uint32_t>(instruction.k);
                const dense_matrix<TypeParam> a = random_structure<TypeParam>(random, sparse_mma::m, k);
                dense_matrix<TypeParam> b = zeros<TypeParam>(k, sparse_mma::n);
                for (TypeParam& value : b.value) value = random_value<TypeParam>(random);
                const structured_sparse<TypeParam> compressed = compress(a);
                EXPECT_EQ(
                    product_from_registers<TypeParam>(
                        instruction, selector, a_fragment(instruction, compressed),
                        b_fragment(instruction, b), metadata_fragment(instruction, selector, compressed)),
                    plain_product(a, b));
            }
        }
    }
}

}  // namespace
}  // namespace lacuna::formats
