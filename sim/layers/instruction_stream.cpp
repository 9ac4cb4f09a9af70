#include "sim/layers/instruction_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <numeric>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/formats/operand_code.h"

namespace lacuna::layers {
namespace {

using engine = boost::random::mt19937;

constexpr int bytes_of_matrix_row = 16;
constexpr int rows_of_matrix = 8;
constexpr std::uint64_t most_checked_products = std::uint64_t{1} << 24;

const std::vector<shared_memory_load>& loads() {
    static const std::vector<shared_memory_load> all = {
        {1, bytes_of_matrix_row}, {2, bytes_of_matrix_row}, {4, bytes_of_matrix_row}, {0, 4}};
    return all;
}

bool is_integer(formats::operand_type type) {
    return formats::value_bits(type) <= 8;
}

std::uint32_t draw_operand(formats::operand_type type, engine& random,
                           boost::random::normal_distribution<float>& normal) {
    if (!is_integer(type)) return formats::operand_code(type, normal(random));
    const int last = (1 << formats::value_bits(type)) - 1;
    return static_cast<std::uint32_t>(boost::random::uniform_int_distribution<int>(0, last)(random));
}

std::uint8_t draw_nibble(formats::operand_type type, engine& random) {
    boost::random::uniform_int_distribution<unsigned> any(0, 15);
    unsigned nibble;
    do nibble = any(random);
    while (!formats::is_legal_nibble(type, nibble));
    return static_cast<std::uint8_t>(nibble);
}

/// The first instruction whose name goes on where this one ends, else the nearest, else how names are made:
/// those of all would not tell.
std::string hint_for(const std::string& name, const std::vector<std::string>& known) {
    const auto longer = std::find_if(known.begin(), known.end(), [&](const std::string& each) {
        return !name.empty() && each.compare(0, name.size() + 1, name + ".") == 0;
    });
    const std::optional<std::string> nearest =
        longer != known.end() ? *longer : config::nearest_name(name, known);
    if (nearest) return fmt::format(" (did you mean {}?)", config::in_quotes(*nearest));
    return "; names are like mma.m16n8k16.f32.f16.f16.f32 or mma.sp.m16n8k32.f32.f16.f16.f32, with the types "
           "of D, A, B and C, or ldmatrix.x1, ldmatrix.x2, ldmatrix.x4, ld.shared.u32";
}

/// Apart for every chain of every stream.
engine engine_of(std::uint32_t seed, std::uint32_t chain) {
    return engine(seed + 0x9e3779b9u * (chain + 1));
}

}  // namespace

std::string shared_memory_load::name() const {
    return matrices == 0 ? "ld.shared.u32" : fmt::format("ldmatrix.x{}", matrices);
}

std::string instruction_stream::name() const {
    return std::visit([](const auto& each) { return each.name(); }, instruction);
}

std::variant<formats::mma, shared_memory_load> instruction_named(const std::string& name) {
    std::vector<std::string> known;
    for (const shared_memory_load& load : loads()) {
        known.push_back(load.name());
        if (known.back() == name) return load;
    }
    for (const formats::mma& each : formats::mma_instructions()) {
        known.push_back(each.name());
        if (known.back() == name) return each;
    }
    refuse("{} is no instruction of sm_80 that Lacuna has{}.", config::in_quotes(name),
           hint_for(name, known));
}

mma_operands operands_of(const instruction_stream& stream, std::uint32_t chain) {
    const auto& instruction = std::get<formats::mma>(stream.instruction);
    engine random = engine_of(stream.seed, chain);
    boost::random::normal_distribution<float> normal;
    mma_operands drawn;
    drawn.a.resize(static_cast<std::size_t>(formats::mma::m * instruction.kept_columns()));
    for (std::uint32_t& value : drawn.a) value = draw_operand(instruction.a, random, normal);
    if (instruction.sparse) {
        drawn.metadata.resize(static_cast<std::size_t>(formats::mma::m * instruction.fragments().groups()));
        for (std::uint8_t& nibble : drawn.metadata) nibble = draw_nibble(instruction.a, random);
        if (stream.metadata) std::fill(drawn.metadata.begin(), drawn.metadata.end(), *stream.metadata);
    }
    drawn.b.resize(static_cast<std::size_t>(instruction.k * formats::mma::n));
    for (std::uint32_t& value : drawn.b) value = draw_operand(instruction.b, random, normal);
    return drawn;
}

std::vector<std::uint32_t> shared_memory_contents(const instruction_stream& stream, std::uint64_t bytes) {
    engine random(stream.seed);
    std::vector<std::uint32_t> words(bytes / 4);
    for (std::uint32_t& word : words) word = random();
    return words;
}

std::uint64_t load_address(const instruction_stream& stream, std::uint64_t memory_bytes, std::uint32_t chain,
                           int lane) {
    const auto& load = std::get<shared_memory_load>(stream.instruction);
    const auto stride = static_cast<std::uint64_t>(load.stride_bytes);
    const std::uint64_t rows = load.matrices == 0 ? formats::mma::lanes : load.matrices * rows_of_matrix;
    return (chain * rows + static_cast<unsigned>(lane)) * stride % memory_bytes;
}

std::vector<std::uint32_t> checked_chains(const instruction_stream& stream) {
    std::vector<std::uint32_t> chains(stream.chains());
    std::iota(chains.begin(), chains.end(), 0u);
    const auto* instruction = std::get_if<formats::mma>(&stream.instruction);
    if (instruction == nullptr) return chains;
    const std::uint64_t affordable =
        std::max<std::uint64_t>(1, most_checked_products / instruction->products() / stream.iterations);
    if (affordable >= chains.size()) return chains;
    engine random(stream.seed);
    for (std::size_t i = 0; i < affordable; ++i) {
        boost::random::uniform_int_distribution<std::size_t> rest(i, chains.size() - 1);
        std::swap(chains[i], chains[rest(random)]);
    }
    chains.resize(affordable);
    std::sort(chains.begin(), chains.end());
    return chains;
}

std::uint64_t checked_iterations(const instruction_stream& stream) {
    const auto* instruction = std::get_if<formats::mma>(&stream.instruction);
    if (instruction == nullptr) return stream.iterations;
    return std::min(stream.iterations, most_checked_products / instruction->products());
}

}  // namespace lacuna::layers
