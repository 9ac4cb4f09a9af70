/// The phases in which shared memory serves a load: one word of 4 bytes of each of its 32 banks at a time.
///
/// A word lies in bank (address / 4) mod 32. Lanes that name the same word share it; different words of a
/// bank take a phase each: a conflict of so many ways. ld.shared.u32 asks for the words of all 32 lanes at
/// once, ldmatrix for one matrix after the other, 8 rows of 16 bytes each.
///
/// Sources: NVIDIA, CUDA C++ Programming Guide, "Shared Memory" of compute capability 5.x and later; Sun et
/// al., IEEE TPDS 34(1), 2023, Tables 9 and 10, for ldmatrix.
#pragma once

#include <cstdint>

#include "sim/layers/instruction_stream.h"

namespace lacuna::sparse_tensor_core {

/// Of one load of a chain; all its loads take the same. The stream's instruction is a load.
std::uint32_t phases_of_load(const layers::instruction_stream& stream, std::uint64_t memory_bytes,
                             std::uint32_t chain);

}  // namespace lacuna::sparse_tensor_core
