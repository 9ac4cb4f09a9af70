#include "sim/formats/known_formats.h"

namespace lacuna::formats {

const std::vector<format_description>& known_formats() {
    static const std::vector<format_description> all = {
        {"COO", "coordinates: the row, the column and the value of every stored entry", "common"},
        {"CSR", "compressed rows: row pointers, and the column and value of every entry, row by row",
         "common"},
        {"CSC", "compressed columns: column pointers, and the row and value of every entry, column by column",
         "common"},
        {"BSR", "block rows: CSR whose entries are dense blocks of r x c values", "common"},
        {"shared weights", "CSC of short codes into a codebook of shared values; code 0 is zero",
         "Han et al., Deep Compression, ICLR 2016"},
        {"relative-index CSC",
         "EIE's: rows interleaved over the PEs, each column slice as (code, run) entries, run being the "
         "zeros skipped; a gap "
         "beyond the longest run takes fillers (code 0)",
         "Han et al., ISCA 2016, section III"},
        {"EIE bank folder",
         "a layer on disk: ptr/ptrP.dat (u32 column pointers) and spm/spmP.dat (u32 code, u32 run) for each "
         "PE P, arithm.dat (f32 "
         "codebook), act.dat (f32 activations), all little-endian; the column after the activations, padded "
         "to a multiple of the "
         "PEs, is the bias",
         "the authors' simulator of EIE"},
        {".npy", "a file with one array, dense, of floats, integers or booleans in any byte and memory order",
         "NumPy, numpy.lib.format"},
        {".npz",
         "a zip archive of .npy arrays, stored or deflated; or one sparse matrix: CSR, CSC, COO or BSR",
         "NumPy, savez(); SciPy, save_npz()"},
        {".safetensors", "a JSON header of names, types and shapes, and the values side by side",
         "Hugging Face"},
        {".onnx",
         "a network: the weights of MatMul, Gemm and Conv are initializers, dense or sparse, constants, or lie in "
         "files beside it",
         "ONNX"},
        {".mtx", "a matrix as text, one entry a line (coordinate) or one value a line (array), from 1",
         "Matrix Market, NISTIR 5935"},
        {".smtx", "where the weights of a pruned layer are, as CSR in three lines of text; no values",
         "Deep Learning Matrix Collection"},
        {".net",
         "a network's codebooks, biases, codes of 8 bits (convolutions) or 4, and 4-bit runs of zeros; its layers "
         "are those of a prototxt",
         "Han et al., Deep Compression, ICLR 2016"},
        {".txt", "a mask of the characters 0 and 1, without a shape",
         "Wu et al., Sparseloop, MICRO 2022, artifact"},
        {"structured sparsity",
         "2:4 (f16, bf16, s8, u8), 1:2 (tf32), pairwise 4:8 (s4, u4): of each group of consecutive values of a "
         "row half are kept, and a nibble of metadata a group says which",
         "NVIDIA, PTX ISA, mma.sp, section Sparse matrix storage"},
        {"reordered metadata",
         "the metadata of structured sparsity in words of 16 bits (8 and 4-bit values: 32), in the order in "
         "which ldmatrix hands each lane of a warp what mma.sp reads",
         "NVIDIA CUTLASS, reorder_meta() in host_reorder.h"},
        {"f16, bf16, tf32", "floating-point numbers of 5 exponent and 10 fraction bits, 8 and 7, 8 and 10",
         "IEEE 754; NVIDIA, PTX ISA, section Alternate floating-point data formats"},
        {"s4, u4", "integers of 4 bits, -8 to 7 and 0 to 15, saturating", "NVIDIA, PTX ISA, mma.sp"},
    };
    return all;
}

}  // namespace lacuna::formats
