#include "sim/run/reference_stream.h"

#include <fmt/format.h>

#include <cstddef>
#include <stdexcept>

#include "sim/config/interruption.h"
#include "sim/formats/bit_pattern.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/formats/operand_code.h"
#include "sim/formats/tensor_core_dot.h"
#include "sim/run/reference_product.h"

namespace lacuna::run {

namespace {

using formats::accumulator_type;
using formats::mma;
using formats::operand_type;
using codes = std::vector<std::uint32_t>;

template <class Operand>
Operand operand_as(std::uint32_t code) {
    return formats::bit_pattern_as<Operand>(static_cast<std::uint16_t>(code));
}
template <>
formats::tf32 operand_as(std::uint32_t code) {
    return formats::tf32::from_bits(code);
}

std::uint32_t pattern_of(formats::f16 sum) {
    return formats::bits_of(sum);
}
std::uint32_t pattern_of(float sum) {
    return formats::bit_pattern_as<std::uint32_t>(sum);
}

/// 0 + a . b + a . b + ..., each time in the arithmetic of the tensor core.
template <class Operand, class Accumulator>
std::uint32_t accumulated(const codes& a, const codes& b, std::uint64_t iterations) {
    constexpr std::uint64_t between_looks = 4096;
    std::vector<Operand> row, column;
    for (const std::uint32_t code : a) row.push_back(operand_as<Operand>(code));
    for (const std::uint32_t code : b) column.push_back(operand_as<Operand>(code));
    Accumulator sum(0.0f);
    for (std::uint64_t i = 0; i < iterations; ++i) {
        if (i % between_looks == 0) give_up_if_stopped();
        const Accumulator next = formats::tensor_core_dot(row.data(), column.data(), row.size(), sum);
        if (pattern_of(next) == pattern_of(sum)) break;  // nor will it change again
        sum = next;
    }
    return pattern_of(sum);
}

/// The same of integers, whose order of addition does not matter: s32 wraps.
std::uint32_t accumulated_integers(const mma& instruction, const codes& a, const codes& b,
                                   std::uint64_t iterations) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += static_cast<std::int64_t>(formats::operand_value(instruction.a, a[i])) *
               static_cast<std::int64_t>(formats::operand_value(instruction.b, b[i]));
    }
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(sum) * iterations);
}

std::uint32_t element_of_d(const mma& instruction, const codes& a, const codes& b, std::uint64_t iterations) {
    switch (instruction.a) {
        case operand_type::f16:
            return instruction.accumulator == accumulator_type::f16
                       ? accumulated<formats::f16, formats::f16>(a, b, iterations)
                       : accumulated<formats::f16, float>(a, b, iterations);
        case operand_type::bf16:
            return accumulated<formats::bf16, float>(a, b, iterations);
        case operand_type::tf32:
            return accumulated<formats::tf32, float>(a, b, iterations);
        case operand_type::s8:
        case operand_type::u8:
        case operand_type::s4:
        case operand_type::u4:
            break;
    }
    return accumulated_integers(instruction, a, b, iterations);
}

codes d_of(const mma& instruction, const layers::mma_operands& operands, std::uint64_t iterations) {
    const int kept = instruction.kept_columns();
    codes d;
    for (int i = 0; i < mma::m; ++i) {
        const auto row = operands.a.begin() + std::ptrdiff_t{i} * kept;
        const codes a(row, row + kept);
        const std::vector<int> rows = multiplied_rows(instruction, operands, i);
        for (int j = 0; j < mma::n; ++j) {
            codes b;
            for (const int k : rows) b.push_back(operands.b[static_cast<std::size_t>(k * mma::n + j)]);
            d.push_back(element_of_d(instruction, a, b, iterations));
        }
    }
    return d;
}

codes loaded_by(const layers::instruction_stream& stream, std::uint32_t chain, const codes& memory) {
    const auto& load = std::get<layers::shared_memory_load>(stream.instruction);
    const auto word_at = [&](int lane, unsigned word) {
        return memory[layers::load_address(stream, 4 * memory.size(), chain, lane) / 4 + word];
    };
    codes registers;
    for (int lane = 0; lane < mma::lanes; ++lane) {
        if (load.matrices == 0) registers.push_back(word_at(lane, 0));
        for (int matrix = 0; matrix < load.matrices; ++matrix)
            registers.push_back(word_at(8 * matrix + lane / 4, static_cast<unsigned>(lane % 4)));
    }
    return registers;
}

/// What position i of a chain's registers is called.
std::string name_of_position(const layers::instruction_stream& stream, std::size_t i) {
    if (const auto* load = std::get_if<layers::shared_memory_load>(&stream.instruction)) {
        const auto registers = static_cast<std::size_t>(load->registers());
        return fmt::format("register {} of lane {}", i % registers, i / registers);
    }
    return fmt::format("D[{}][{}]", i / mma::n, i % mma::n);
}

}  // namespace

std::vector<int> multiplied_rows(const mma& instruction, const layers::mma_operands& operands, int row) {
    const formats::structured_sparsity& sparsity = formats::sparsity_of(instruction.a);
    const int groups = instruction.k / sparsity.group;
    std::vector<int> rows;
    for (int i = 0; i < instruction.kept_columns(); ++i) {
        if (!instruction.sparse) {
            rows.push_back(i);
            continue;
        }
        const int group = i / sparsity.kept;
        const unsigned nibble = operands.metadata[static_cast<std::size_t>(row * groups + group)];
        rows.push_back(group * sparsity.group +
                       formats::kept_offset(instruction.a, nibble, i % sparsity.kept));
    }
    return rows;
}

std::vector<codes> reference_registers(const layers::instruction_stream& stream,
                                       std::uint64_t shared_memory_bytes) {
    std::vector<codes> all;
    if (const auto* instruction = std::get_if<mma>(&stream.instruction)) {
        for (const std::uint32_t chain : layers::checked_chains(stream))
            all.push_back(
                d_of(*instruction, layers::operands_of(stream, chain), layers::checked_iterations(stream)));
        return all;
    }
    if (shared_memory_bytes == 0 || shared_memory_bytes % 16 != 0)
        throw std::logic_error(
            fmt::format("a shared memory of {} bytes is not of whole rows of 16", shared_memory_bytes));
    const codes memory = layers::shared_memory_contents(stream, shared_memory_bytes);
    for (const std::uint32_t chain : layers::checked_chains(stream))
        all.push_back(loaded_by(stream, chain, memory));
    return all;
}

void check_registers(const layers::instruction_stream& stream, const std::vector<codes>& computed,
                     const std::vector<codes>& expected, const std::string& what) {
    if (computed.size() != expected.size()) {
        throw wrong_product(
            fmt::format("{}: registers of {} chains instead of {}.", what, computed.size(), expected.size()));
    }
    const std::vector<std::uint32_t> chains = layers::checked_chains(stream);
    for (std::size_t c = 0; c < expected.size(); ++c) {
        if (computed[c].size() != expected[c].size()) {
            throw wrong_product(fmt::format("{}: chain {} left {} bit patterns instead of {}.", what,
                                            chains[c], computed[c].size(), expected[c].size()));
        }
        for (std::size_t i = 0; i < expected[c].size(); ++i) {
            if (computed[c][i] == expected[c][i]) continue;
            throw wrong_product(
                fmt::format("{}: {} of chain {} is {:#010x}, but the reference gives {:#010x}.", what,
                            name_of_position(stream, i), chains[c], computed[c][i], expected[c][i]));
        }
    }
}

}  // namespace lacuna::run
