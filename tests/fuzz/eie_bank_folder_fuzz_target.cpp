#include "sim/formats/eie_bank_folder.h"

#include <cstring>

#include "tests/fuzz/reader_fuzz.h"

namespace {

using namespace lacuna;
namespace fs = std::filesystem;

constexpr unsigned most_pes = 4;

/// The file that part `number` of an input is, in the folder.
std::string name_of(unsigned number) {
    if (number == 0) return "arithm.dat";
    if (number == 1) return "act.dat";
    const unsigned pe = (number - 2) / 2 % most_pes;
    return number % 2 == 0 ? fmt::format("ptr/ptr{}.dat", pe) : fmt::format("spm/spm{}.dat", pe);
}

void check_read(const formats::shared_weights& weights, const fs::path& folder, std::uint32_t outputs,
                std::uint32_t inputs) {
    if (weights.codes.rows != outputs || weights.codes.columns != inputs + 1)
        fuzz::fail("A bank folder is read as a matrix of another size.");
    formats::shared_values(weights);
    const std::uint32_t pes = formats::eie_bank_folder_pes(folder);
    const fs::path saved = fuzz::scratch() / "saved";
    fs::remove_all(saved);
    formats::write_eie_bank_folder(saved, weights, pes, std::vector<float>(inputs));
    const formats::shared_weights again = formats::read_eie_bank_folder(saved, outputs, inputs);
    if (!(again.codes == weights.codes) || again.codebook != weights.codebook)
        fuzz::fail("A bank folder that was read, written and read again is another one.");
}

}  // namespace

/// Outputs and inputs of the layer (u32 each), then the files of its folder.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::uint32_t outputs, inputs;
    if (size < sizeof outputs + sizeof inputs) return 0;
    std::memcpy(&outputs, data, sizeof outputs);
    std::memcpy(&inputs, data + sizeof outputs, sizeof inputs);
    const fs::path folder = fuzz::scratch() / "input";
    fs::remove_all(folder);
    fuzz::for_each_part(data + 8, size - 8, [](unsigned number, std::string_view bytes) {
        fuzz::write("input/" + name_of(number % (2 + 2 * most_pes)), bytes);
    });
    fuzz::accepted(
        [&] { check_read(formats::read_eie_bank_folder(folder, outputs, inputs), folder, outputs, inputs); });
    fuzz::accepted([&] { formats::read_eie_activations(folder); });
    return 0;
}
