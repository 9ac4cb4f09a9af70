#include "models/sparse_tensor_core/sm_engine.h"

#include "models/sparse_tensor_core/lowering.h"
#include "models/sparse_tensor_core/occupancy.h"

namespace lacuna::sparse_tensor_core {

outcome sm_engine::run(const layers::workload& work) {
    statistics_.reset();
    outcome result;
    if (work.stream) run_stream(*work.stream, result);
    for (const layers::product& product : work.products) run_product(product, result);
    return result;
}

formats::csc<float> sm_engine::stored_weights(const layers::affine_weights& weights) const {
    return sparse_tensor_core::stored_weights(weights, parameters_);
}

void sm_engine::run_stream(const layers::instruction_stream& stream, outcome& result) {
    const sm_program program = program_of(stream, parameters_);
    check_fits(parameters_, program);
    if (std::holds_alternative<formats::mma>(stream.instruction)) {
        stream_values values(stream);
        result.cycles = execute(program, &values, nullptr);
        result.registers = values.registers();
    } else {
        result.cycles = execute(program, nullptr, &stream);
        result.registers = loaded_registers();
    }
    result.shared_memory_bytes = static_cast<std::uint64_t>(parameters_.shared_memory_bytes);
    fill_outcome(stream, program, parameters_, result);
}

void sm_engine::run_product(const layers::product& product, outcome& result) {
    const lowered_product lowered = lower(product, parameters_);
    check_fits(parameters_, lowered.program);
    result.cycles += execute(lowered.program, lowered.values.get(), nullptr);
    result.outputs.push_back(lowered.values->outputs());
    fill_outcome(lowered, parameters_, result);
}

}  // namespace lacuna::sparse_tensor_core
