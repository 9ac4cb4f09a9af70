#include <map>

#include "sim/formats/files/npz.h"
#include "sim/formats/files/zip_archive.h"
#include "tests/fuzz/npz_member_names.h"
#include "tests/fuzz/reader_fuzz.h"

/// The members of an archive, which is sound itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lacuna;
    std::map<std::string, std::string> members;
    fuzz::for_each_part(data, size, [&](unsigned number, std::string_view bytes) {
        members[fuzz::npz_member_names[number % fuzz::npz_member_names.size()]] += bytes;
    });
    if (members.empty()) return 0;
    const std::string archive = formats::zip_of({members.begin(), members.end()}, "input.npz");
    fuzz::read_all({fuzz::write("input.npz", archive)},
                   [](const auto& file, const auto& values) { formats::write_npz(file, values); });
    return 0;
}
