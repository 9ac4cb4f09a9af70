#include "models/eie/processing_element.h"

#include <utility>

#include "sim/kernel/box_path.h"

namespace lacuna::eie {

processing_element::processing_element(sc_core::sc_module_name name, std::uint32_t number,
                                       const kernel::clock_domain& clock, const parameters& p,
                                       const formats::arithmetic& computes, statistics::registry& statistics)
    : sc_module(name),
      queue("activation_queue", clock, static_cast<std::size_t>(p.activation_queue_slots),
            static_cast<std::uint64_t>(p.broadcast_latency_cycles), statistics),
      pointers("pointer_read", kernel::box_path(*this), statistics),
      matrix("sparse_matrix_read", static_cast<std::uint32_t>(p.sram_entries_per_row), statistics),
      arithmetic("arithmetic_unit", computes, statistics),
      activations("activation_read_write", number, p, statistics),
      requests_("requests", clock),
      operands_("operands", clock) {
    pointers.queue(queue);
    pointers.request(requests_);
    matrix.request(requests_);
    matrix.operand(operands_);
    arithmetic.operand(operands_);
    arithmetic.accumulators(activations);
}

// Flattened: an edge of a PE is some 150 instructions, of which calls were a tenth.
[[gnu::flatten]] bool processing_element::on_clock() {
    const bool fetching = pointers.on_clock();
    const bool reading = matrix.on_clock();
    const bool computing = arithmetic.on_clock();
    return fetching || reading || computing;
}

void processing_element::load_codebook(std::shared_ptr<const std::vector<float>> codebook) {
    arithmetic.load(std::move(codebook));
}

void processing_element::load_weights(const formats::relative_index_bank& bank) {
    pointers.load(bank.column_begin);
    matrix.load(bank.entries);
}

}  // namespace lacuna::eie
