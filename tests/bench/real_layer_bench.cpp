/// The cost of a large real layer before anything is simulated: 4096 x 11008 f16 weights of a .safetensors
/// file are loaded, pruned to 2:4, and encoded for both accelerators.
///
/// Figures, never assertions. Peak memory is the process's: run this benchmark alone for it.
#include <benchmark/benchmark.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <boost/endian/conversion.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/weight_operands.h"
#include "sim/formats/eie_banks.h"
#include "sim/formats/float16.h"
#include "sim/layers/layer.h"

namespace {

using namespace lacuna;

constexpr std::uint32_t outputs = 4096, inputs = 11008;
constexpr std::uint32_t pes = 64;
constexpr int code_bits = 4, run_bits = 4;

/// A folder that vanishes with the program.
class scratch {
  public:
    scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "lacuna-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
        folder_ = name;
    }
    ~scratch() { std::filesystem::remove_all(folder_); }
    std::filesystem::path operator/(const char* file) const { return folder_ / file; }

  private:
    std::filesystem::path folder_;
};

/// Written once; normal weights, row by row.
const std::filesystem::path& layer_file() {
    static const scratch folder;
    static const std::filesystem::path file = folder / "layer.safetensors";
    if (std::filesystem::exists(file)) return file;
    const std::string header = R"({"w":{"dtype":"F16","shape":[4096,11008],"data_offsets":[0,90177536]}})";
    std::ofstream out(file, std::ios::binary);
    const std::uint64_t length = boost::endian::native_to_little(std::uint64_t{header.size()});
    out.write(reinterpret_cast<const char*>(&length), sizeof length);
    out << header;
    boost::random::mt19937 random(1);
    boost::random::normal_distribution<float> normal(0, 0.02f);
    std::vector<std::uint16_t> row(inputs);
    for (std::uint32_t i = 0; i < outputs; ++i) {
        for (std::uint16_t& value : row)
            value = boost::endian::native_to_little(formats::bits_of(formats::f16(normal(random))));
        out.write(reinterpret_cast<const char*>(row.data()), static_cast<std::streamsize>(2 * row.size()));
    }
    return file;
}

layers::layer large_layer() {
    layers::layer layer;
    layer.name = "large";
    layer.outputs = outputs;
    layer.inputs = inputs;
    layer.weights = layers::tensor_source{{layer_file()}};
    layer.activations = layers::generated_activations{layers::distribution::half_normal, 1, 1};
    return layer;
}

double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

const patterns::specification two_of_four{patterns::kind::n_of_m{2, 4}};

void load_and_prune(benchmark::State& state) {
    const layers::layer layer = large_layer();
    for (auto _ : state) benchmark::DoNotOptimize(layers::load(layer, two_of_four));
    state.counters["peak_MB"] = peak_megabytes();
}

void load_prune_and_encode(benchmark::State& state) {
    const layers::layer layer = large_layer();
    const sparse_tensor_core::parameters core;
    for (auto _ : state) {
        const layers::loaded_layer loaded = layers::load(layer, two_of_four);
        const layers::affine_weights& weights = loaded.work.products.front().weights;
        const formats::shared_weights& shared = weights.shared(code_bits);
        benchmark::DoNotOptimize(formats::interleave(shared.codes, pes, run_bits));
        const auto treatment = sparse_tensor_core::treatment_of(weights, core);
        benchmark::DoNotOptimize(sparse_tensor_core::operands_of(weights, *treatment, core));
    }
    state.counters["peak_MB"] = peak_megabytes();
    state.counters["dense_f32_MB"] = 4.0 * outputs * inputs / (1 << 20);
}

BENCHMARK(load_and_prune)->Unit(benchmark::kMillisecond);
BENCHMARK(load_prune_and_encode)->Unit(benchmark::kMillisecond);

}  // namespace
