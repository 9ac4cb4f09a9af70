#include "sim/formats/files/smtx.h"
#include "tests/fuzz/reader_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    lacuna::fuzz::read_all({lacuna::fuzz::write("input.smtx", data, size)}, lacuna::formats::write_smtx);
    return 0;
}
