#include "sim/patterns/pattern.h"

namespace lacuna::patterns {

const std::vector<pattern_description>& known_patterns() {
    static const std::vector<pattern_description> patterns = {
        {"as_is", "as_is", "The weights as the layer's trace gives them, pruned or not.", "-"},
        {"dense", "dense", "The source values of the layer's trace, unpruned.", "-"},
        {"unstructured", "{unstructured: {density: 0.25}}",
         "Of n weights the round(n x (1 - density)) of least magnitude are zeros, wherever they stand; "
         "weights that tie with the greatest of these are zeros too.",
         "Han et al., Learning both Weights and Connections for Efficient Neural Networks, NeurIPS 2015; "
         "exact rule: MIT 6.5940, lab 1"},
        {"2:4", "\"2:4\"",
         "Of each four consecutive weights of a row (of the input channels, in a convolution) the two of "
         "largest magnitude stay, of equals the first; so for every N:M with N below M and M at most 32. \"4:8 "
         "pairs\" keeps or drops consecutive weights two by two.",
         "Mishra et al., Accelerating Sparse Deep Neural Networks, 2021; exact rule: NVIDIA apex (ASP) and "
         "hipSPARSELt (STRIP); pairs: NVIDIA, PTX ISA"},
        {"n_of_m", "{n_of_m: {n: 4, m: 8, pairs: true}}",
         "N:M with its numbers as settings; pairs may be left out.", "as 2:4"},
        {"tile", "tile",
         "2:4 along rows and along columns: each tile of 4 x 4 weights keeps two in each row and two in each "
         "column, those of the greatest sum of magnitudes.",
         "hipSPARSELt (TILE)"},
        {"block", "{block: {shape: [4, 4], density: 0.25}}",
         "Blocks of rows x columns weights stay or go as wholes: of all blocks of the matrix the round(blocks "
         "x (1 - density)) of the least sum of magnitudes go.",
         "SuperBlock (PyTorch, torchao)"},
        {"vector_wise", "{vector_wise: {length: 4, density: 0.25}}",
         "Vectors of consecutive weights of one column stay or go as wholes: blocks of length x 1.",
         "Chen et al., Efficient Tensor Core-Based GPU Kernels for Structured Sparsity under Reduced "
         "Precision, SC 2021"},
        {"bank_balanced", "{bank_balanced: {banks: 4, density: 0.25}}",
         "Each row is cut into equal banks of consecutive weights, and each keeps its round(weights of a bank "
         "x density) of largest magnitude.",
         "Cao et al., Efficient and Effective Sparse LSTM on FPGA with Bank-Balanced Sparsity, FPGA 2019"},
        {"row", "{row: {density: 0.5}}",
         "Of all rows (outputs) the round(rows x density) of the greatest Frobenius norm stay.",
         "MIT 6.5940, lab 1"},
        {"column", "{column: {density: 0.5}}",
         "Of all columns (inputs) the round(columns x density) of the greatest Frobenius norm stay.",
         "MIT 6.5940, lab 1"},
    };
    return patterns;
}

}  // namespace lacuna::patterns
