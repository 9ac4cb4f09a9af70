/// The multiply-accumulate instructions of a warp on sm_80 (Ampere): D = A x B + C, with a dense A (mma) or
/// one of structured sparsity (mma.sp). A is m x k, B is k x n, C and D are m x n; m is 16, n is 8.
///
/// A name has the types of D, A, B and C, as PTX orders them: "mma.sp.m16n8k32.f32.f16.f16.f32". The types
/// are those of sparse_mma.h; the dense instruction of half the k has the same A, C and D. Of integers A and
/// B may differ in sign.
///
/// Source: NVIDIA, PTX ISA 9.0, 9.7.14.5 "mma" and 9.7.14.6 "mma.sp"; layout .row.col.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/formats/sparse_mma.h"

namespace lacuna::formats {

struct mma {
    bool sparse = true;
    operand_type a = operand_type::f16;
    operand_type b = operand_type::f16;  ///< of as many bits as a
    accumulator_type accumulator = accumulator_type::f32;
    int k = 32;

    static constexpr int m = sparse_mma::m;
    static constexpr int n = sparse_mma::n;
    static constexpr int lanes = sparse_mma::lanes;

    /// Of A, stored.
    int kept_columns() const { return sparse ? k / 2 : k; }

    // Registers of 32 bits a lane.
    int a_registers() const { return fragments().a_registers(); }
    int b_registers() const { return sparse ? fragments().b_registers() : fragments().b_registers() / 2; }
    int accumulator_registers() const { return fragments().accumulator_registers(); }
    int metadata_registers() const { return sparse ? 1 : 0; }

    /// Products that it computes: one a kept value of A and column of B.
    std::uint64_t products() const { return std::uint64_t{m} * n * static_cast<unsigned>(kept_columns()); }
    /// Products of the dense matrices that it stands for.
    std::uint64_t dense_products() const { return std::uint64_t{m} * n * static_cast<unsigned>(k); }

    /// The mma.sp whose fragments of A, C, D, and the first k rows of whose B, it has.
    sparse_mma fragments() const { return {a, accumulator, sparse ? k : 2 * k}; }

    /// "m16n8k32".
    std::string shape() const;
    /// "mma.sp.m16n8k32.f32.f16.f16.f32".
    std::string name() const;

    bool operator==(const mma& other) const {
        return sparse == other.sparse && a == other.a && b == other.b && accumulator == other.accumulator &&
               k == other.k;
    }
};

/// Every one that there is.
const std::vector<mma>& mma_instructions();

}  // namespace lacuna::formats
