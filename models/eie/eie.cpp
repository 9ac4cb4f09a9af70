#include "models/eie/eie.h"

#include <fmt/format.h>

#include <utility>

#include "models/eie/encoding.h"

namespace lacuna::eie {

eie::eie(sc_core::sc_module_name name, const parameters& p)
    : sc_module(name),
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
    for (const layers::product& product : work.products) run_product(product, result);
    result.simulated_cycles = result.cycles;
    finish(parameters_, statistics_, result);
    return result;
}

void eie::run_product(const layers::product& product, outcome& result) {
    encoded_product encoded = encode(parameters_, product, result);
    const std::uint32_t outputs = product.weights.outputs();
    layers::outputs computed;
    control_.load_weights(std::move(encoded.banks), encoded.codebook);
    for (const std::vector<float>& vector : product.activations) {
        control_.load_activations(vector, outputs);
        result.cycles += clock_.run();
        computed.push_back(control_.store_outputs(outputs, product.function));
    }
    result.outputs.push_back(std::move(computed));
}

}  // namespace lacuna::eie
