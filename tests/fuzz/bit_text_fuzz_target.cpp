#include "sim/formats/files/bit_text.h"

#include "tests/fuzz/reader_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lacuna;
    const auto file = fuzz::write("input.txt", data, size);
    fuzz::read_all({file});
    fuzz::accepted([&] {
        const auto digits = static_cast<std::uint32_t>(formats::bit_text_size(file));
        fuzz::check_tensor(formats::read_bit_text(file, 2, digits / 2));
    });
    return 0;
}
