#include "models/sparse_tensor_core/register_file.h"

#include "sim/formats/fragment_layout.h"
#include "sim/formats/metadata_layout.h"

namespace lacuna::sparse_tensor_core {

namespace {

constexpr int register_bits = formats::sparse_mma::register_bits;

std::uint32_t mask_of(int bits) {
    return bits == register_bits ? ~0u : (1u << bits) - 1;
}

void put(std::uint32_t& held, int bit, std::uint32_t value, std::uint32_t mask) {
    held = (held & ~(mask << bit)) | (value & mask) << bit;
}

}  // namespace

void register_file::start(const formats::mma& instruction, std::size_t warps, std::size_t chains) {
    instruction_ = instruction;
    chains_ = chains;
    const formats::sparse_mma layout = instruction.fragments();
    const int value_bits = formats::value_bits(instruction.a);
    const int accumulator_bits = register_bits / layout.accumulators_per_register();
    const auto at = [](const formats::fragment_place& where, int registers, int bits) -> place {
        return {static_cast<std::uint16_t>(where.lane * registers + where.register_index),
                static_cast<std::uint16_t>(where.slot * bits)};
    };
    for (auto* places : {&a_, &metadata_, &b_, &accumulators_}) places->clear();
    for (int row = 0; row < formats::mma::m; ++row) {
        for (int column = 0; column < instruction.kept_columns(); ++column)
            a_.push_back(at(a_place(layout, {row, column}), instruction.a_registers(), value_bits));
        for (int group = 0; instruction.sparse && group < layout.groups(); ++group) {
            const formats::metadata_place where = metadata_of(layout, 0, {row, group});
            metadata_.push_back(
                {static_cast<std::uint16_t>(where.lane), static_cast<std::uint16_t>(where.bit)});
        }
        for (int column = 0; column < formats::mma::n; ++column) {
            accumulators_.push_back(at(accumulator_place(layout, {row, column}),
                                       instruction.accumulator_registers(), accumulator_bits));
        }
    }
    for (int row = 0; row < instruction.k; ++row) {
        for (int column = 0; column < formats::mma::n; ++column)
            b_.push_back(at(b_place(layout, {row, column}), instruction.b_registers(), value_bits));
    }
    const auto lanes = [](int registers) {
        return std::vector<std::uint32_t>(formats::mma::lanes * registers);
    };
    fragments_.assign(warps * chains,
                      {lanes(instruction.a_registers()), lanes(instruction.metadata_registers()),
                       lanes(instruction.b_registers()), lanes(instruction.accumulator_registers())});
}

void register_file::load_operands(std::size_t warp, std::size_t chain, const layers::mma_operands& operands) {
    fragments& held = of(warp, chain);
    const std::uint32_t mask = mask_of(formats::value_bits(instruction_.a));
    for (std::size_t i = 0; i < a_.size(); ++i) put(held.a[a_[i].index], a_[i].bit, operands.a[i], mask);
    for (std::size_t i = 0; i < b_.size(); ++i) put(held.b[b_[i].index], b_[i].bit, operands.b[i], mask);
    for (std::size_t i = 0; i < metadata_.size(); ++i)
        put(held.metadata[metadata_[i].index], metadata_[i].bit, operands.metadata[i], mask_of(4));
}

void register_file::load_accumulators(std::size_t warp, std::size_t chain,
                                      const std::vector<std::uint32_t>& c) {
    fragments& held = of(warp, chain);
    const std::uint32_t mask = mask_of(register_bits / instruction_.fragments().accumulators_per_register());
    for (std::size_t i = 0; i < accumulators_.size(); ++i)
        put(held.accumulators[accumulators_[i].index], accumulators_[i].bit, c[i], mask);
}

void register_file::read_operands(std::size_t warp, std::size_t chain, instruction_data& to) const {
    const fragments& held = of(warp, chain);
    const std::uint32_t mask = mask_of(formats::value_bits(instruction_.a));
    to.a.resize(a_.size());
    to.b.resize(b_.size());
    to.c.resize(accumulators_.size());
    for (std::size_t i = 0; i < a_.size(); ++i)
        to.a[i] = decode(instruction_.a, held.a[a_[i].index] >> a_[i].bit & mask);
    for (std::size_t i = 0; i < b_.size(); ++i)
        to.b[i] = decode(instruction_.b, held.b[b_[i].index] >> b_[i].bit & mask);
    const std::uint32_t whole = mask_of(register_bits / instruction_.fragments().accumulators_per_register());
    for (std::size_t i = 0; i < accumulators_.size(); ++i)
        to.c[i] = held.accumulators[accumulators_[i].index] >> accumulators_[i].bit & whole;
}

void register_file::read_metadata(std::size_t warp, std::size_t chain, instruction_data& to) const {
    const fragments& held = of(warp, chain);
    to.metadata.resize(metadata_.size());
    for (std::size_t i = 0; i < metadata_.size(); ++i) {
        to.metadata[i] =
            static_cast<std::uint8_t>(held.metadata[metadata_[i].index] >> metadata_[i].bit & 0xf);
    }
}

}  // namespace lacuna::sparse_tensor_core
