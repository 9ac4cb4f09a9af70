/// The plain reference of an instruction stream: what its registers must hold at the end, bit by bit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/formats/mma.h"
#include "sim/layers/instruction_stream.h"

namespace lacuna::run {

/// The rows of B that the kept values of a row of A are multiplied with, in their order: those that the
/// metadata selects, or all where A is dense.
std::vector<int> multiplied_rows(const formats::mma& instruction, const layers::mma_operands& operands,
                                 int row);

/// For each of layers::checked_chains() what its last instruction leaves, as outcome::registers holds it. Of
/// an mma D, m x n bit patterns row-major, after layers::checked_iterations() accumulations, the first
/// onto 0; of a load the words of shared memory, of so many bytes, that come into the registers of each lane.
///
/// Register j of lane l of an ldmatrix takes bytes 4 (l mod 4) to 4 (l mod 4) + 3 of row l / 4 of matrix j,
/// whose address lane 8 j + l / 4 gives (NVIDIA, PTX ISA 9.0, "ldmatrix", .m8n8 .b16).
///
/// Throws std::logic_error where a load has a memory that is not of whole rows of 16 bytes, and interrupted.
std::vector<std::vector<std::uint32_t>> reference_registers(const layers::instruction_stream& stream,
                                                            std::uint64_t shared_memory_bytes);

/// Throws wrong_product (reference_product.h) where a bit pattern is not the reference's. `what` names layer
/// and accelerator.
void check_registers(const layers::instruction_stream& stream,
                     const std::vector<std::vector<std::uint32_t>>& computed,
                     const std::vector<std::vector<std::uint32_t>>& expected, const std::string& what);

}  // namespace lacuna::run
