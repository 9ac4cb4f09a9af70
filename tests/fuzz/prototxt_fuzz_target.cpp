#include "sim/formats/files/prototxt.h"

#include "sim/formats/files/caffe_network.h"
#include "tests/fuzz/reader_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lacuna;
    const auto file = fuzz::write("input.prototxt", data, size);
    fuzz::accepted([&] {
        const formats::caffe_network network = formats::read_caffe_network(file);
        if (network.layers.empty()) fuzz::fail("A network without layers was read.");
        for (const formats::caffe_layer& layer : network.layers) {
            const formats::tensor_shape shape = formats::weight_shape(layer);
            formats::positions_of({shape.begin(), shape.end()}, file.string());
        }
    });
    return 0;
}
