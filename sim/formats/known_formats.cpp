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
    };
    return all;
}

}  // namespace lacuna::formats
