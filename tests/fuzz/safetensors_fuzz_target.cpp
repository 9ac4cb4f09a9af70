#include "tests/fuzz/reader_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    lacuna::fuzz::read_all({lacuna::fuzz::write("input.safetensors", data, size)});
    return 0;
}
