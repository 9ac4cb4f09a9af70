#include "sim/layers/trace.h"

#include "sim/formats/eie_bank_folder.h"
#include "sim/formats/files/npy.h"
#include "sim/formats/files/smtx.h"
#include "tests/fuzz/reader_fuzz.h"

namespace {

using namespace lacuna;

/// What traces can name: tensors of 3 x 4, as a dense and a sparse file and as a folder of banks.
bool write_files() {
    const formats::tensor dense{{3, 4}, std::vector<float>{0, 1, 0, 2, 3, 0, 0, 0, 4, 5, 0, 6}};
    formats::write_npy(fuzz::scratch() / "weights.npy", dense);
    formats::write_smtx(fuzz::scratch() / "mask.smtx", dense);
    const formats::shared_weights banks{{3, 5, {0, 1, 1, 2, 2, 3}, {0, 2, 1}, {1, 2, 1}}, {0, 0.5f, -1}};
    formats::write_eie_bank_folder(fuzz::scratch() / "banks", banks, 2, {1, 0, 2, 0});
    return true;
}

/// Whether its data are made in next to no time.
bool is_small(const layers::layer& layer) {
    constexpr std::uint64_t most = 4096;
    if (layer.stream || layer.is_sampled) return false;
    const std::uint64_t positions = layer.convolved ? layer.convolved->positions() : 1;
    return layer.inputs <= most && layer.outputs <= most &&
           std::uint64_t{layer.inputs} * layer.outputs <= most && layer.input_values() <= most &&
           positions <= most && layer.batch <= most &&
           (layer.input_values() + positions * layer.inputs) * layer.batch <= most;
}

}  // namespace

/// Layers of a trace; those that are small are loaded besides.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool written = write_files();
    if (!written) return 0;
    const auto file = fuzz::write("input.yaml", data, size);
    std::vector<layers::layer> layers;
    if (!fuzz::accepted([&] { layers = layers::read_trace(file); })) return 0;
    for (const layers::layer& layer : layers)
        if (is_small(layer)) fuzz::accepted([&] { layers::load(layer, {patterns::kind::as_is{}}); });
    return 0;
}
