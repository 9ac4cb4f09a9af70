#include "sim/formats/compressed_columns.h"

#include "sim/formats/compressed_check.h"
#include "sim/formats/compressed_rows.h"

namespace lacuna::formats {

// COO is in row-major order, so CSR is its cheap neighbour and CSC the transposition of that.
template <class Value>
csc<Value> encode_csc(const coo<Value>& matrix) {
    return to_csc(encode_csr(matrix));
}

template <class Value>
coo<Value> decode(const csc<Value>& matrix) {
    return decode(to_csr(matrix));
}

template <class Value>
void check(const csc<Value>& matrix) {
    check_value_count("CSC", matrix.row.size(), matrix.value.size());
    check_compressed({"CSC", "column", "row"}, matrix.column_begin, matrix.columns, matrix.row, matrix.rows);
}

template csc<float> encode_csc(const coo<float>& matrix);
template csc<std::uint8_t> encode_csc(const coo<std::uint8_t>& matrix);
template coo<float> decode(const csc<float>& matrix);
template coo<std::uint8_t> decode(const csc<std::uint8_t>& matrix);
template void check(const csc<float>& matrix);
template void check(const csc<std::uint8_t>& matrix);

}  // namespace lacuna::formats
