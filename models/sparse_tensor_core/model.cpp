#include "models/sparse_tensor_core/model.h"

#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/sparse_tensor_core.h"
#include "models/sparse_tensor_core/transaction.h"

namespace lacuna::sparse_tensor_core {

std::unique_ptr<accelerator> parameters::build(const std::string& name, engine which) const {
    if (which == engine::transaction) return std::make_unique<transaction>(*this);
    return std::make_unique<sparse_tensor_core>(name.c_str(), *this);
}

model description() {
    return {
        "sparse_tensor_core",
        "Ampere's sparse tensor core: 2:4 zeros in the weights, operands of the activations picked by metadata",
        "NVIDIA A100; timing explains the measurements of Sun et al., IEEE TPDS 34(1), 2023",
        {engine::clocked, engine::transaction},
        "cuBLAS's and cuSPARSELt's own tiles and choice of kernels; stream-K; the L1 data cache; near and far halves of L2; DRAM's "
        "banks and refresh; banks of registers; the instruction cache, but for a cold start; blocks that start as others end, within "
        "a wave; fused epilogues; implicit GEMM of convolutions; fragment loads of layers without a tile; mma of different shapes in one program; b1 and f64 "
        "operands; clock throttling",
        [] { return std::unique_ptr<model_parameters>(std::make_unique<parameters>()); },
    };
}

}  // namespace lacuna::sparse_tensor_core
