#include <algorithm>

#include "sim/formats/files/deep_compression.h"
#include "tests/fuzz/network.h"
#include "tests/fuzz/reader_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lacuna;
    static const formats::caffe_network network =
        formats::read_caffe_network(fuzz::write("network.prototxt", fuzz::network));
    const auto file = fuzz::write("input.net", data, size);
    std::vector<formats::tensor_entry> listed;
    if (!fuzz::accepted([&] { listed = formats::deep_compression_tensors(file, network); })) return 0;
    for (const formats::caffe_layer& layer : network.layers) {
        formats::deep_compression_layer read;
        if (!fuzz::accepted([&] { read = formats::read_deep_compression(file, network, layer.name); }))
            continue;
        fuzz::check_tensor(read.weights);
        fuzz::check_tensor({{static_cast<std::uint32_t>(read.bias.size())}, read.bias});
        const auto entry = std::find_if(listed.begin(), listed.end(),
                                        [&](const auto& each) { return each.name == layer.name; });
        if (entry == listed.end() || entry->shape != read.weights.shape ||
            entry->stored != read.non_zeros + read.fillers)
            fuzz::fail("A layer is listed otherwise than it is read.");
    }
    return 0;
}
