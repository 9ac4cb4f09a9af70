#include "sim/layers/stream_trace.h"

#include "sim/config/input_error.h"
#include "sim/formats/metadata_nibble.h"

namespace lacuna::layers {

namespace {

constexpr config::integer_range seeds{0, (std::int64_t{1} << 32) - 1};
constexpr config::integer_range chain_counts{1, static_cast<std::int64_t>(most_chains)};
constexpr config::integer_range iteration_counts{1, static_cast<std::int64_t>(most_instructions)};
constexpr std::int64_t longest_stride = 4096;  // beyond that every conflict is there that the banks can have

std::variant<formats::mma, shared_memory_load> read_instruction(const config::node& value) {
    const std::string name = config::as_text(value);
    try {
        return instruction_named(name);
    } catch (const input_error& error) {
        refuse("{}: {}", value.where.text(), error.what());
    }
}

/// Of ldmatrix an address is that of a row of 16 bytes, and a row is aligned to its size; of ld.shared a
/// word of 4 bytes, and all lanes may name the same one.
int read_stride(const config::node& value, const shared_memory_load& load) {
    const std::int64_t unit = load.matrices == 0 ? 4 : 16;
    const std::int64_t least = load.matrices == 0 ? 0 : unit;
    const std::int64_t stride = config::as_integer(value, {least, longest_stride});
    if (stride % unit != 0) {
        refuse("{}: {} must be a multiple of {}, which {} aligns its addresses to, but is {}.",
               value.where.text(), config::name_of(value), unit, load.name(), stride);
    }
    return static_cast<int>(stride);
}

/// The nibble of every group, where the trace gives one.
std::optional<std::uint8_t> read_metadata(config::table& trace, const instruction_stream& stream) {
    const auto* instruction = std::get_if<formats::mma>(&stream.instruction);
    if (instruction == nullptr || !instruction->sparse) {
        if (const config::node* value = trace.map().find("metadata"))
            refuse("{}: {} reads no metadata; mma.sp does.", value->where.text(), stream.name());
        return std::nullopt;
    }
    const config::node* value = trace.optional("metadata");
    if (value == nullptr) return std::nullopt;
    const auto nibble = static_cast<unsigned>(config::as_integer(*value, {0, 15}));
    if (!formats::is_legal_nibble(instruction->a, nibble)) {
        refuse("{}: {} is {} (0x{:X}), which {}.", value->where.text(), config::name_of(*value), nibble,
               nibble, formats::fault_of_nibble(instruction->a, nibble));
    }
    return static_cast<std::uint8_t>(nibble);
}

}  // namespace

instruction_stream read_stream(config::table& trace) {
    instruction_stream stream;
    stream.instruction = read_instruction(trace.required("instruction"));
    stream.warps = static_cast<std::uint32_t>(config::as_integer(trace.required("warps"), chain_counts));
    stream.ilp = static_cast<std::uint32_t>(config::as_integer(trace.required("ilp"), chain_counts));
    stream.iterations =
        static_cast<std::uint64_t>(config::as_integer(trace.required("iterations"), iteration_counts));
    if (const config::node* seed = trace.optional("seed"))
        stream.seed = static_cast<std::uint32_t>(config::as_integer(*seed, seeds));
    if (auto* load = std::get_if<shared_memory_load>(&stream.instruction)) {
        if (const config::node* stride = trace.optional("stride_bytes"))
            load->stride_bytes = read_stride(*stride, *load);
    }
    stream.metadata = read_metadata(trace, stream);
    const std::uint64_t chains = std::uint64_t{stream.warps} * stream.ilp;
    if (chains > most_chains) {
        refuse("{}: {} warps of {} chains are {} chains, beyond the {} that an instruction stream may have.",
               trace.map().where.text(), stream.warps, stream.ilp, chains, most_chains);
    }
    if (chains * stream.iterations > most_instructions) {
        refuse(
            "{}: {} iterations of {} chains are {} instructions, beyond the {} that an instruction stream "
            "may have.",
            trace.map().where.text(), stream.iterations, chains, chains * stream.iterations,
            most_instructions);
    }
    return stream;
}

}  // namespace lacuna::layers
