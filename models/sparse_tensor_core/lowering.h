/// Lowering: a workload in the form that both engines run, and what of its result follows from that form
/// alone.
///
/// An instruction stream is taken as it is: each warp runs one loop. A product is divided into output tiles
/// of 16 x 8 (output_tiles.h), that one instruction computes along k; its weights are A, its activations B.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/sparse_tensor_core/gemm/waves.h"
#include "models/sparse_tensor_core/layer_values.h"
#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/stream_values.h"
#include "models/sparse_tensor_core/warp_program.h"
#include "models/sparse_tensor_core/weight_treatment.h"
#include "sim/accelerator/accelerator.h"

namespace lacuna::sparse_tensor_core {

sm_program program_of(const layers::instruction_stream& stream, const parameters& p);

struct lowered_product {
    sm_program program;
    std::unique_ptr<layer_values> values;
    std::shared_ptr<const weight_treatment> treatment;
    std::shared_ptr<const weight_operands> weights;
    std::uint64_t batch = 0;

    const formats::mma& instruction() const { return std::get<formats::mma>(program.instruction); }
};

/// Throws what treatment_of() throws.
lowered_product lower(const layers::product& product, const parameters& p);

/// A GEMM without its values.
struct lowered_gemm {
    output_tiles tiles;
    sm_program program;
};
lowered_gemm lower(const gemm_size& size, const formats::mma& instruction, const parameters& p);

/// mma and mma.sp that each sub-core executes; zeros of a program of loads.
std::vector<std::uint64_t> mma_instructions(const sm_program& program, const parameters& p);

/// Everything but outputs, registers and cycles: multiply-accumulates, fillers and bytes are added to those
/// of the products before.
void fill_outcome(const lowered_product& product, const parameters& p, outcome& result);
void fill_outcome(const gemm_size& size, const formats::mma& instruction, const sm_program& program,
                  const parameters& p, outcome& result);
/// Of thread blocks on all SMs.
void fill_outcome(const gemm_size& size, const tiled_gemm& gemm, const gemm_plan& planned,
                  const parameters& p, outcome& result);
void fill_outcome(const layers::instruction_stream& stream, const sm_program& program, const parameters& p,
                  outcome& result);

/// That so many of all biases saturated, if any did.
void note_saturated(std::uint32_t saturated, std::uint32_t biases, outcome& result);
/// What was done about weights that lack the structure.
void describe(const weight_treatment& treatment, outcome& result);

}  // namespace lacuna::sparse_tensor_core
