#include "sim/run/stream_work.h"

#include "sim/config/interruption.h"
#include "sim/formats/operand_code.h"
#include "sim/run/reference_stream.h"

namespace lacuna::run {

namespace {

using formats::mma;

struct nonzeros {
    std::uint64_t a = 0;         ///< kept values of A
    std::uint64_t b = 0;         ///< values of B
    std::uint64_t products = 0;  ///< of two of them
};

void add_nonzeros(const mma& instruction, const layers::mma_operands& operands, nonzeros& to) {
    const auto kept = static_cast<std::size_t>(instruction.kept_columns());
    std::vector<std::uint64_t> in_row(static_cast<std::size_t>(instruction.k), 0);  // of B
    for (std::size_t i = 0; i < operands.b.size(); ++i)
        in_row[i / mma::n] += formats::operand_value(instruction.b, operands.b[i]) != 0;
    for (const std::uint64_t count : in_row) to.b += count;
    for (int row = 0; row < mma::m; ++row) {
        const std::vector<int> rows_of_b = multiplied_rows(instruction, operands, row);
        for (std::size_t i = 0; i < kept; ++i) {
            const std::uint32_t value = operands.a[static_cast<std::size_t>(row) * kept + i];
            if (formats::operand_value(instruction.a, value) == 0) continue;
            ++to.a;
            to.products += in_row[static_cast<std::size_t>(rows_of_b[i])];
        }
    }
}

void describe_products(const layers::instruction_stream& stream, const mma& instruction,
                       reports::figures& f) {
    nonzeros all;
    for (std::uint32_t chain = 0; chain < stream.chains(); ++chain) {
        give_up_if_stopped();
        add_nonzeros(instruction, layers::operands_of(stream, chain), all);
    }
    const double columns = static_cast<double>(stream.chains()) * instruction.k;  // of A, and rows of B
    f.density_weights = static_cast<double>(all.a) / (mma::m * columns);
    f.density_activations = static_cast<double>(all.b) / (mma::n * columns);
    f.macs_dense = stream.instructions() * instruction.dense_products();
    f.macs_effectual = all.products * stream.iterations;
    f.stream->macs_per_cycle = static_cast<double>(f.macs_dense) / static_cast<double>(f.cycles);
}

}  // namespace

void describe_stream(const layers::instruction_stream& stream, reports::figures& f) {
    f.stream = reports::stream_figures{stream.name(),
                                       stream.warps,
                                       stream.ilp,
                                       stream.iterations,
                                       static_cast<double>(f.cycles) / static_cast<double>(stream.iterations),
                                       std::nullopt,
                                       std::nullopt};
    if (const auto* instruction = std::get_if<mma>(&stream.instruction)) {
        describe_products(stream, *instruction, f);
    } else {
        const auto& load = std::get<layers::shared_memory_load>(stream.instruction);
        const auto bytes = 4.0 * mma::lanes * load.registers();
        f.stream->bytes_per_cycle =
            bytes * static_cast<double>(stream.instructions()) / static_cast<double>(f.cycles);
    }
    const bool all = layers::checked_chains(stream).size() == stream.chains() &&
                     layers::checked_iterations(stream) == stream.iterations;
    f.check = all ? "exact" : "sampled";
}

}  // namespace lacuna::run
