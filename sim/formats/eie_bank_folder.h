/// A layer as the EIE authors' simulator keeps it: a folder of little-endian 32-bit files, one pair a PE.
///
/// ptr/ptrP.dat: column pointers (u32); spm/spmP.dat: (code, run) pairs (u32, u32); arithm.dat: the codebook
/// (f32); act.dat: the activations (f32). After the columns of the activations, padded to a multiple of the
/// PEs, stands the bias column, driven by a constant 1. The number of rows is not in the folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/formats/relative_index.h"
#include "sim/formats/shared_weights.h"

namespace lacuna::formats {

/// Whether the path is a folder that holds ptr/ and spm/.
bool is_eie_bank_folder(const std::filesystem::path& folder);

/// The layer of a bank folder as an outputs x (inputs + 1) matrix of codes, whose last column is the bias
/// (empty where the banks have no such column). Files are memory-mapped. Throws input_error with file and
/// byte offset: missing, empty or truncated files, gaps in the numbering of the PEs, PEs that disagree on the
/// number of columns, entries in the padding columns between the inputs and the bias, codes outside the
/// codebook, a codebook that is not finite or whose entry 0 is not 0, more than 2^20 outputs behind the last
/// that has an entry, and all that decode(relative_index_csc) refuses. `code_bits` 4, `run_bits` 4, as the
/// authors' files have them.
shared_weights read_eie_bank_folder(const std::filesystem::path& folder, std::uint32_t outputs,
                                    std::uint32_t inputs);

/// The number of PEs whose banks a folder holds.
std::uint32_t eie_bank_folder_pes(const std::filesystem::path& folder);

/// Reads a file of f32 activations (act.dat, or a folder that holds one). Throws input_error with the byte
/// offset of the first NaN or infinity, or where the file is missing, empty or truncated.
std::vector<float> read_eie_activations(const std::filesystem::path& file);

/// Writes a layer, interleaved over `pes` PEs, as such a folder. `weights` is outputs x (inputs + 1), as
/// read; a codebook of fewer than 16 values is filled up with zeros. The folder appears whole or not at all.
/// Throws input_error where there is something of its name already, where a file cannot be written, or where
/// the reader would refuse what it holds.
void write_eie_bank_folder(const std::filesystem::path& folder, const shared_weights& weights,
                           std::uint32_t pes, const std::vector<float>& activations);

}  // namespace lacuna::formats
