/// The values of a GEMM, of all its output tiles or of a sample (gemm_sample.h): the operands of the
/// instructions that compute a tile along k, what their sums begin with, and the outputs from the last D.
///
/// Split-k: the instructions along k are divided into slices of as many, but the last one, which has perhaps
/// fewer. Each is a chain of its own, that begins with 0
/// or, slice 0, the bias; the slices of a tile are added in their order once all are finished.
///
/// Whoever computes asks start() and operands() and hands the last D of a slice to finish(), in any order of
/// tiles and slices; compute() does what is left.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "models/sparse_tensor_core/gemm/gemm_operands.h"
#include "sim/layers/workload.h"

namespace lacuna::sparse_tensor_core {

class gemm_values {
  public:
    static constexpr std::uint64_t all_of_k = std::numeric_limits<std::uint64_t>::max();

    /// Slices have `of_slice` instructions, at least 1. Of a drawn GEMM: mma.sp multiplies weights that are
    /// pruned row by row for it, mma all.
    gemm_values(const layers::sampled_gemm& gemm, const formats::mma& instruction,
                std::uint64_t of_slice = all_of_k);
    /// Of a product, all tiles where `whole`. The weights are packed for the instruction.
    gemm_values(const layers::product& product, std::shared_ptr<const weight_operands> weights,
                const formats::mma& instruction, std::uint64_t of_slice = all_of_k, bool whole = false);

    /// Those that are computed, row by row. What follows calls a tile by its number among them.
    const std::vector<tile_place>& tiles() const { return tiles_; }
    /// Whether these are all that there are.
    bool are_whole() const;

    /// Biases that saturate as sums of integers.
    std::uint32_t saturated_biases() const;

    /// Instructions along k, of all slices.
    std::uint64_t instructions() const { return instructions_; }
    /// Slices of k, none of them empty.
    std::uint64_t slices() const { return (instructions_ + per_slice_ - 1) / per_slice_; }
    /// The instructions of a slice are [first, end).
    std::uint64_t first_of(std::uint64_t slice) const { return slice * per_slice_; }
    std::uint64_t end_of(std::uint64_t slice) const;
    /// Values of k in a slice, as formats::tensor_core_arithmetic has it: 0 where there is one slice.
    std::uint64_t slice_k() const;

    // Bit patterns, valid until the next call.

    /// The operands of an instruction, which counts along all of k.
    const layers::mma_operands& operands(std::size_t tile, std::uint64_t index);
    /// C of the first instruction of a slice, 16 x 8 row-major.
    const std::vector<std::uint32_t>& start(std::size_t tile, std::uint64_t slice);
    /// Takes D of the last instruction of a slice.
    void finish(std::size_t tile, std::uint64_t slice, const std::vector<std::uint32_t>& d);

    /// Computes every slice that has not been finished. Throws interrupted.
    void compute();

    // Once every slice is finished, with the activation function applied.

    std::vector<layers::output_tile> outputs_of_tiles() const;
    /// The tiles are whole.
    layers::outputs outputs() const;

  private:
    gemm_values(std::unique_ptr<gemm_operands> source, const formats::mma& instruction,
                std::uint64_t of_slice, bool whole);
    layers::output_tile outputs_of(std::size_t tile) const;

    std::unique_ptr<gemm_operands> source_;
    formats::mma instruction_;
    std::uint64_t instructions_;
    std::uint64_t per_slice_;
    std::vector<tile_place> tiles_;
    std::vector<std::vector<std::uint32_t>> sums_;  // by tile x slices + slice; empty until it is finished
    layers::mma_operands operands_;
    std::vector<std::uint32_t> start_;
};

}  // namespace lacuna::sparse_tensor_core
