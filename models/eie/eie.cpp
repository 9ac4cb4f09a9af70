#include "models/eie/eie.h"

#include <fmt/format.h>

#include <utility>

namespace lacuna::eie {

eie::eie(sc_core::sc_module_name name, const parameters& p)
    : sc_module(name),
      parameters_(p),
      computes_(p.computes()),
      clock_("clock", sc_core::sc_time(1e6 / p.clock, sc_core::SC_PS)),
      dma_("dma", p, statistics_),
      control_("central_control", p, statistics_),
      queue_full_("queue_full", clock_),
      pe_("pe", static_cast<std::size_t>(p.pes), [this](const char* pe_name, std::size_t number) {
          return new processing_element(pe_name, static_cast<std::uint32_t>(number), clock_, parameters_,
                                        computes_, statistics_);
      }) {
    clock_.boxes(control_);
    control_.queue_full(queue_full_);
    for (processing_element& pe : pe_) {
        dma_.targets(pe);
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

held_weights eie::stored_weights(const layers::affine_weights& weights) const {
    return weights.shared_values(static_cast<int>(parameters_.code_bits));
}

outcome eie::run(const layers::workload& work) {
    statistics_.reset();
    outcome result;
    for (const layers::product& product : work.products) {
        const kept_outputs before = std::exchange(kept_, kept_outputs::none);
        const encoded_product encoded = encode(parameters_, product, result);
        dma_.load_codebook(encoded.codebook);
        layers::outputs computed;
        const bool one = product.activations.size() == 1;
        result.cycles +=
            one ? run_vector(product, encoded, before, computed) : run_batch(product, encoded, computed);
        result.outputs.push_back(std::move(computed));
    }
    result.simulated_cycles = result.cycles;
    finish(parameters_, statistics_, result);
    return result;
}

std::uint64_t eie::run_vector(const layers::product& product, const encoded_product& encoded,
                              kept_outputs before, layers::outputs& computed) {
    const std::vector<float>& activations = product.activations.front();
    const vector_places& places = encoded.places;
    const pass_list& passes = *encoded.passes;
    const bool to_sram = places.outputs_fit && (places.outputs_in_sram || output_passes(passes) > 1);
    const bool found_in_place = product.follows && before != kept_outputs::none;
    if (found_in_place) {
        for (processing_element& pe : pe_) pe.activations.swap();
    } else if (places.inputs_fit) {
        dma_.load_activations(activations.data(), activations.data() + activations.size());
    }
    clear_outputs();

    std::uint64_t cycles = 0;
    std::vector<float> outputs;
    for (const pass& part : passes) {
        dma_.load_weights(*part.banks);
        const float* slice = activations.data() + part.first_input;
        if (!places.inputs_fit) dma_.load_activations(slice, slice + part.inputs);
        if (part.first_input == 0) clear_accumulators(part);
        cycles += places.inputs_fit ? compute(part, rows_of(part.first_input),
                                              are_in_sram(activations.size()) ||
                                                  (found_in_place && before == kept_outputs::in_sram))
                                    : compute(part, 0, are_in_sram(part.inputs));
        if (!part.completes_outputs) continue;
        complete_outputs(product.function, to_sram);
        if (places.outputs_fit) continue;
        const std::vector<float> group = dma_.store_outputs(part.outputs);
        outputs.insert(outputs.end(), group.begin(), group.end());
        clear_outputs();
    }
    if (product.continues && places.outputs_fit) {
        kept_ = to_sram ? kept_outputs::in_sram : kept_outputs::in_registers;
        outputs = dma_.observe_outputs(product.weights.outputs());
    } else if (places.outputs_fit) {
        outputs = dma_.store_outputs(product.weights.outputs());
    }
    computed.push_back(std::move(outputs));
    return cycles;
}

std::uint64_t eie::run_batch(const layers::product& product, const encoded_product& encoded,
                             layers::outputs& computed) {
    std::uint64_t cycles = 0;
    layers::outputs sums(product.activations.size());
    computed.resize(product.activations.size());
    for (const pass& part : *encoded.passes) {
        dma_.load_weights(*part.banks);
        for (std::size_t v = 0; v < product.activations.size(); ++v) {
            const float* slice = product.activations[v].data() + part.first_input;
            dma_.load_activations(slice, slice + part.inputs);
            if (part.first_input == 0) {
                clear_accumulators(part);
            } else {
                dma_.load_sums(sums[v]);
            }
            cycles += compute(part, 0, are_in_sram(part.inputs));
            if (!part.completes_outputs) {
                sums[v] = dma_.store_sums(part.outputs);
                continue;
            }
            clear_outputs();
            complete_outputs(product.function, false);
            const std::vector<float> group = dma_.store_outputs(part.outputs);
            computed[v].insert(computed[v].end(), group.begin(), group.end());
        }
    }
    return cycles;
}

std::uint32_t eie::rows_of(std::size_t inputs) const {
    return static_cast<std::uint32_t>(groups_of(pe_.size(), inputs));
}

bool eie::are_in_sram(std::size_t inputs) const {
    return rows_of(inputs) > static_cast<std::uint64_t>(parameters_.source_registers);
}

std::uint64_t eie::compute(const pass& part, std::uint32_t first_row, bool from_sram) {
    const std::uint32_t rows = rows_of(part.inputs);
    for (processing_element& pe : pe_) pe.activations.select_rows(first_row, rows, from_sram);
    control_.start(first_row, rows);
    return clock_.run();
}

void eie::clear_accumulators(const pass& part) {
    for (std::size_t pe = 0; pe < pe_.size(); ++pe)
        pe_[pe].activations.load_sums(std::vector<float>((part.outputs + pe_.size() - 1 - pe) / pe_.size()));
}

void eie::complete_outputs(layers::activation_function function, bool to_sram) {
    for (processing_element& pe : pe_) pe.activations.complete_outputs(function, to_sram);
}

void eie::clear_outputs() {
    for (processing_element& pe : pe_) pe.activations.clear_outputs();
}

}  // namespace lacuna::eie
