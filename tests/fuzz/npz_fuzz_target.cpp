#include "sim/formats/files/npz.h"

#include "tests/fuzz/reader_fuzz.h"

/// The archive itself. Its members' checksums keep out most changes of what they hold: npz_members.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lacuna;
    fuzz::read_all({fuzz::write("input.npz", data, size)},
                   [](const auto& file, const auto& values) { formats::write_npz(file, values); });
    return 0;
}
