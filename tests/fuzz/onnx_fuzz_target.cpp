#include "sim/formats/files/onnx.h"

#include "tests/fuzz/reader_fuzz.h"

/// A model, beside a file that its external data can lie in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lacuna;
    static const auto external = fuzz::write("weights.bin", std::string(64, '\x01'));
    const auto file = fuzz::write("input.onnx", data, size);
    fuzz::read_all({file});
    fuzz::accepted([&] {
        for (const formats::onnx_layer& layer : formats::onnx_layers(file))
            if (layer.weights.empty() || layer.group == 0) fuzz::fail("A layer without weights or groups.");
    });
    return 0;
}
