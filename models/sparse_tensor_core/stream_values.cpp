#include "models/sparse_tensor_core/stream_values.h"

namespace lacuna::sparse_tensor_core {

stream_values::stream_values(const layers::instruction_stream& stream)
    : ilp_(stream.ilp),
      iterations_(layers::checked_iterations(stream)),
      place_(stream.chains(), not_checked),
      zeros_(static_cast<std::size_t>(formats::mma::m * formats::mma::n)) {
    for (const std::uint32_t chain : layers::checked_chains(stream)) {
        place_[chain] = static_cast<std::uint32_t>(operands_.size());
        operands_.push_back(layers::operands_of(stream, chain));
    }
    registers_.resize(operands_.size());
}

std::uint32_t stream_values::place_of(std::uint32_t warp, std::uint32_t chain) const {
    return place_[std::size_t{warp} * ilp_ + chain];
}

bool stream_values::are_computed(std::uint32_t warp, std::uint32_t chain, std::uint64_t index) const {
    return index < iterations_ && place_of(warp, chain) != not_checked;
}

const layers::mma_operands& stream_values::operands(std::uint32_t warp, std::uint32_t chain, std::uint64_t) {
    return operands_[place_of(warp, chain)];
}

const std::vector<std::uint32_t>* stream_values::start(std::uint32_t, std::uint32_t, std::uint64_t index) {
    return index == 0 ? &zeros_ : nullptr;
}

void stream_values::finish(std::uint32_t warp, std::uint32_t chain, std::uint64_t,
                           const std::vector<std::uint32_t>& d) {
    registers_[place_of(warp, chain)] = d;
}

}  // namespace lacuna::sparse_tensor_core
