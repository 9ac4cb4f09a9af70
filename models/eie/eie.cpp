#include "models/eie/eie.h"

#include <fmt/format.h>

#include <utility>

#include "models/eie/capacity.h"
#include "sim/config/input_error.h"
#include "sim/formats/eie_bank_folder.h"

namespace lacuna::eie {

namespace {

void refuse_negative_inputs(const layers::product& product, const std::string& layer) {
    for (const std::vector<float>& vector : product.activations) {
        for (std::size_t i = 0; i < vector.size(); ++i) {
            if (vector[i] < 0) {
                refuse(
                    "layer {}: input activation {} is {}, but 'broadcast: positive' sends positive "
                    "activations only; set 'broadcast: "
                    "nonzero' to send every activation that is not zero.",
                    layer, i, vector[i]);
            }
        }
    }
}

}  // namespace

eie::eie(sc_core::sc_module_name name, const parameters& p)
    : accelerator(name),
      parameters_(p),
      clock_("clock", sc_core::sc_time(1e6 / p.clock, sc_core::SC_PS)),
      control_("central_control", static_cast<std::uint64_t>(p.lnzd_latency_cycles), statistics_),
      queue_full_("queue_full", clock_),
      pe_("pe", static_cast<std::size_t>(p.pes), [this](const char* pe_name, std::size_t number) {
          return new processing_element(pe_name, static_cast<std::uint32_t>(number), clock_, parameters_,
                                        statistics_);
      }) {
    clock_.boxes(control_);
    control_.queue_full(queue_full_);
    for (processing_element& pe : pe_) {
        control_.dma(pe);
        control_.broadcast(pe.queue);
        pe.queue.full(queue_full_);
        clock_.boxes(pe);
    }
    build_lnzd_tree();
}

void eie::build_lnzd_tree() {
    std::vector<nonzero_source_if*> level;
    for (processing_element& pe : pe_) level.push_back(&pe.activations);
    do {
        std::vector<nonzero_source_if*> above;
        for (std::size_t i = 0; i < level.size(); ++i) {
            if (i % lnzd_node::fan_in == 0) {
                const std::string node_name = fmt::format("lnzd_node_{}", lnzd_nodes_.size());
                lnzd_nodes_.push_back(std::make_unique<lnzd_node>(node_name.c_str(), statistics_));
                above.push_back(lnzd_nodes_.back().get());
            }
            lnzd_nodes_.back()->children(*level[i]);
        }
        level = std::move(above);
    } while (level.size() > 1);
    control_.root(*level.front());
}

formats::csc<float> eie::operand_weights(const layers::affine_weights& weights) const {
    return formats::shared_values(weights.shared(static_cast<int>(parameters_.code_bits)));
}

outcome eie::run(const layers::workload& work) {
    statistics_.reset();
    outcome result;
    result.mac_units = static_cast<std::uint64_t>(parameters_.pes);
    for (const layers::product& product : work.products) run_product(product, work.layer, result);
    result.simulated_cycles = result.cycles;
    result.committed_macs = statistics_.total_of("pe.arithmetic_unit.mac");
    result.fillers = statistics_.total_of("pe.arithmetic_unit.filler");
    // The paper's Figure 8: 1 - bubble cycles due to starvation / total cycles.
    const double pe_cycles = static_cast<double>(result.cycles) * static_cast<double>(result.mac_units);
    result.load_balance = 1 - static_cast<double>(statistics_.total_of("pe.starved")) / pe_cycles;
    return result;
}

void eie::note_limits(const std::vector<std::string>& passed, outcome& result) const {
    if (!passed.empty() && parameters_.capacity == "enforce") throw does_not_fit(passed.front());
    for (const std::string& limit : passed) result.notes.push_back("capacity unbounded: " + limit);
}

void eie::run_product(const layers::product& product, const std::string& layer, outcome& result) {
    if (parameters_.broadcast == "positive") refuse_negative_inputs(product, layer);
    const layers::affine_weights& weights = product.weights;
    note_limits(shape_limits_passed(parameters_, weights.outputs(), weights.inputs()), result);
    check_host_memory(parameters_, weights.inputs());
    const formats::shared_weights& shared = weights.shared(static_cast<int>(parameters_.code_bits));
    formats::relative_index_csc banks = formats::interleave(
        shared.codes, static_cast<std::uint32_t>(parameters_.pes), static_cast<int>(parameters_.run_bits));
    note_limits(entry_limits_passed(parameters_, banks), result);
    const storage bytes = storage_of(parameters_, banks, weights.inputs(), shared.codebook.size());
    result.bytes.dense += bytes.dense;
    result.bytes.values += bytes.values;
    result.bytes.indices += bytes.indices;

    const std::uint32_t outputs = weights.outputs();
    layers::outputs computed;
    control_.load_weights(std::move(banks), shared.codebook);
    for (const std::vector<float>& vector : product.activations) {
        control_.load_activations(vector, outputs);
        result.cycles += clock_.run();
        computed.push_back(control_.store_outputs(outputs, product.function));
    }
    result.outputs.push_back(std::move(computed));
}

}  // namespace lacuna::eie
