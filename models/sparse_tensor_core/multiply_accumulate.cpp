#include "models/sparse_tensor_core/multiply_accumulate.h"

#include <algorithm>
#include <array>

#include "models/sparse_tensor_core/pipeline_numerics.h"
#include "sim/formats/metadata_nibble.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::accumulator_type;
using formats::mma;

constexpr int step_bits = 128;
constexpr std::size_t columns = mma::n;
constexpr int most_products_per_add = 8;  // of floats
constexpr int most_kept_columns = 64;
constexpr int most_rows_of_b = 128;

/// For each kept value of a row of A the row of B that it multiplies.
using selection = std::array<std::size_t, most_kept_columns>;

/// kept_offset() of every nibble and slot of a type.
using offsets = std::array<std::array<std::size_t, 4>, 16>;

const offsets& offsets_of(formats::operand_type type) {
    static const std::array<offsets, formats::operand_types.size()> all = [] {
        std::array<offsets, formats::operand_types.size()> made = {};
        for (const formats::operand_type each : formats::operand_types)
            for (unsigned nibble = 0; nibble < 16; ++nibble)
                for (int slot = 0; slot < formats::sparsity_of(each).kept; ++slot)
                    made[static_cast<std::size_t>(each)][nibble][static_cast<std::size_t>(slot)] =
                        static_cast<std::size_t>(formats::kept_offset(each, nibble, slot));
        return made;
    }();
    return all[static_cast<std::size_t>(type)];
}

void select(const formats::structured_sparsity& sparsity, const offsets& kept, const std::uint8_t* nibbles,
            std::size_t groups, selection& rows) {
    const auto slots = static_cast<std::size_t>(sparsity.kept);
    for (std::size_t group = 0; group < groups; ++group)
        for (std::size_t slot = 0; slot < slots; ++slot)
            rows[group * slots + slot] =
                group * static_cast<std::size_t>(sparsity.group) + kept[nibbles[group]][slot];
}

selection select_all() {
    selection rows;
    for (std::size_t j = 0; j < rows.size(); ++j) rows[j] = j;
    return rows;
}

// Everything below goes along the rows of B, all columns at once, as a vector unit can.

/// Terms of one place in the sums of all columns.
struct float_terms {
    std::array<std::int32_t, columns> significand, exponent, what;

    void set(std::size_t column, std::int32_t its_significand, int its_exponent, number_class its_class) {
        significand[column] = its_significand;
        exponent[column] = its_exponent;
        what[column] = static_cast<std::int32_t>(its_class);
    }
};

void set_row(float_terms& row, const decoded* values) {
    for (std::size_t n = 0; n < columns; ++n)
        row.set(n, values[n].significand, values[n].exponent, values[n].what);
}

/// Of one column, whatever is among its terms.
std::uint32_t add_in_column(const mma& instruction, std::size_t column, const decoded* a,
                            const std::size_t* rows, const float_terms* b, int step,
                            std::uint32_t accumulator) {
    std::array<product_term, most_products_per_add> products;
    for (int i = 0; i < step; ++i) {
        const float_terms& row = b[rows[i]];
        products[static_cast<std::size_t>(i)] =
            multiply(a[i], {row.significand[column], static_cast<std::int16_t>(row.exponent[column]),
                            static_cast<number_class>(row.what[column])});
    }
    return aligned_add(products.data(), step, accumulator, instruction.accumulator);
}

/// aligned_add() of the products of one k-step of a row of A, for all columns.
[[gnu::always_inline]] inline void add_step(const mma& instruction, const decoded* a, const std::size_t* rows,
                                            const float_terms* b, int step, std::uint32_t* accumulators) {
    std::array<float_terms, most_products_per_add + 1> terms;
    float_terms& start = terms[static_cast<std::size_t>(step)];
    for (std::size_t n = 0; n < columns; ++n) {
        const product_term one = accumulator_term(instruction.accumulator, accumulators[n]);
        start.set(n, one.significand, one.exponent, one.what);
    }
    std::array<std::int32_t, columns> greatest = start.exponent, what = start.what, sum = {};
    for (int i = 0; i < step; ++i) {
        const float_terms& row = b[rows[i]];
        float_terms& product = terms[static_cast<std::size_t>(i)];
        const std::int32_t significand = a[i].significand, exponent = a[i].exponent;
        const auto its_class = static_cast<std::int32_t>(a[i].what);
        for (std::size_t n = 0; n < columns; ++n) {
            product.significand[n] = significand * row.significand[n];
            product.exponent[n] = exponent + row.exponent[n];
            greatest[n] = std::max(greatest[n], product.exponent[n]);
            what[n] |= its_class | row.what[n];
        }
    }
    for (int i = 0; i <= step; ++i) {
        const float_terms& term = terms[static_cast<std::size_t>(i)];
        for (std::size_t n = 0; n < columns; ++n)
            sum[n] += aligned(term.significand[n], term.exponent[n], greatest[n]);
    }
    for (std::size_t n = 0; n < columns; ++n) {
        accumulators[n] = what[n] == 0 ? accumulator_of(instruction.accumulator, sum[n], greatest[n])
                                       : add_in_column(instruction, n, a, rows, b, step, accumulators[n]);
    }
}

[[gnu::always_inline]] inline void add_float_row(const mma& instruction, const decoded* a,
                                                 const selection& rows, const float_terms* b,
                                                 std::uint32_t* accumulators) {
    const int step = products_per_step(instruction.a);
    for (int first = 0; first < instruction.kept_columns(); first += step)
        add_step(instruction, a + first, &rows[static_cast<std::size_t>(first)], b, step, accumulators);
}

void add_row_baseline(const mma& instruction, const decoded* a, const selection& rows, const float_terms* b,
                      std::uint32_t* accumulators) {
    add_float_row(instruction, a, rows, b, accumulators);
}

#if defined(__x86_64__)
// The shifts differ from column to column, which no vector unit before AVX2 can do.
[[gnu::target("avx2")]] void add_row_avx2(const mma& instruction, const decoded* a, const selection& rows,
                                          const float_terms* b, std::uint32_t* accumulators) {
    add_float_row(instruction, a, rows, b, accumulators);
}

void add_row(const mma& instruction, const decoded* a, const selection& rows, const float_terms* b,
             std::uint32_t* accumulators) {
    static const bool has_avx2 = __builtin_cpu_supports("avx2");
    (has_avx2 ? add_row_avx2 : add_row_baseline)(instruction, a, rows, b, accumulators);
}
#else
void add_row(const mma& instruction, const decoded* a, const selection& rows, const float_terms* b,
             std::uint32_t* accumulators) {
    add_row_baseline(instruction, a, rows, b, accumulators);
}
#endif

using integer_row = std::array<std::int16_t, columns>;

void set_row(integer_row& row, const decoded* values) {
    for (std::size_t n = 0; n < columns; ++n) row[n] = static_cast<std::int16_t>(values[n].significand);
}

/// Of integers the steps make no difference.
void add_row(const mma& instruction, const decoded* a, const selection& rows, const integer_row* b,
             std::uint32_t* accumulators) {
    std::array<std::int32_t, columns> sum = {};  // of at most 64 products below 2^16
    for (int j = 0; j < instruction.kept_columns(); ++j) {
        const integer_row& row = b[rows[static_cast<std::size_t>(j)]];
        const auto value = static_cast<std::int16_t>(a[j].significand);
        for (std::size_t n = 0; n < columns; ++n) sum[n] += std::int32_t{value} * std::int32_t{row[n]};
    }
    for (std::size_t n = 0; n < columns; ++n) accumulators[n] += static_cast<std::uint32_t>(sum[n]);
}

template <class Row>
void add_all(const mma& instruction, const layers::mma_operands& operands, std::uint32_t* accumulators) {
    std::array<decoded, mma::m * most_kept_columns> a;
    std::array<decoded, most_rows_of_b * columns> values_of_b;
    std::array<Row, most_rows_of_b> b;
    decode(instruction.a, operands.a.data(), operands.a.size(), a.data());
    decode(instruction.b, operands.b.data(), operands.b.size(), values_of_b.data());
    for (std::size_t i = 0; i < static_cast<std::size_t>(instruction.k); ++i)
        set_row(b[i], &values_of_b[i * columns]);
    const auto kept = static_cast<std::size_t>(instruction.kept_columns());
    const auto groups = static_cast<std::size_t>(instruction.fragments().groups());
    const formats::structured_sparsity& sparsity = formats::sparsity_of(instruction.a);
    const offsets& offset = offsets_of(instruction.a);
    selection rows = select_all();
    for (std::size_t m = 0; m < mma::m; ++m) {
        if (instruction.sparse) select(sparsity, offset, &operands.metadata[m * groups], groups, rows);
        add_row(instruction, &a[m * kept], rows, b.data(), accumulators + m * columns);
    }
}

}  // namespace

int products_per_step(formats::operand_type type) {
    return step_bits / formats::value_bits(type);
}

std::vector<std::uint32_t> multiply_accumulate(const mma& instruction, const layers::mma_operands& operands,
                                               const std::vector<std::uint32_t>& c) {
    std::vector<std::uint32_t> d = c;
    if (instruction.accumulator == accumulator_type::s32)
        add_all<integer_row>(instruction, operands, d.data());
    else
        add_all<float_terms>(instruction, operands, d.data());
    return d;
}

}  // namespace lacuna::sparse_tensor_core
