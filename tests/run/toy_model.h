/// An accelerator that computes right without any hardware, or goes wrong in the way it is told to.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "sim/accelerator/model.h"
#include "sim/run/experiment.h"
#include "sim/run/reference_product.h"
#include "sim/run/reference_stream.h"
#include "tests/run/drawn_product.h"

namespace lacuna::run::test {

/// What the toy does after it has computed: may spoil the outcome, or throw.
using mishap = std::function<void(const layers::workload&, outcome&)>;

class toy_accelerator final : public accelerator {
  public:
    explicit toy_accelerator(mishap spoil, const numerics& computes = {})
        : spoil_(std::move(spoil)), computes_(computes) {
        using statistics::kind;
        statistics_.add("pe[0]", {"busy_cycles", kind::busy, "cycles", "works"}, busy_cycles_);
        statistics_.add("pe[0]", {"starved", kind::stall, "cycles", "waits"}, starved_);
        statistics_.add("pe[0]", {"blocked", kind::stall, "cycles", "is held up"}, blocked_);
        statistics_.add("pe[0]", {"mac", kind::action, "MACs", "products added"}, macs_);
        statistics_.add("control", {"finished", kind::stall, "cycles", "has nothing to do"}, finished_);
    }

    outcome run(const layers::workload& work) override {
        statistics_.reset();
        outcome done;
        if (work.stream) {
            done.shared_memory_bytes = 1024;
            done.registers = reference_registers(*work.stream, done.shared_memory_bytes);
        } else if (work.sampled) {
            // The first tile of 3 x 2, out of the whole product.
            const layers::product whole = whole_product(*work.sampled);
            const layers::output_tile place = {0, 0, std::min(3u, work.sampled->m),
                                               std::min(2u, work.sampled->n)};
            done.tiles = {{part_of(
                reference_product(whole.weights.values(), whole.activations, whole.function, computes_),
                place)}};
        } else {
            for (const layers::product& product : work.products)
                done.outputs.push_back(reference_product(product.weights.values(), product.activations,
                                                         product.function, computes_));
        }
        done.cycles = done.simulated_cycles = finished_ = 10;
        busy_cycles_ = 5, starved_ = 1, blocked_ = 4, macs_ = 15;
        done.committed_macs = 15;
        done.mac_units = 2;
        done.fillers = 3;
        done.bytes = {100, 20, 30};
        spoil_(work, done);
        return done;
    }
    held_weights stored_weights(const layers::affine_weights& weights) const override {
        return weights.kept_values();
    }
    numerics arithmetic() const override { return computes_; }
    std::string multiplier_boxes() const override { return "pe"; }

  private:
    mishap spoil_;
    numerics computes_;
    std::uint64_t busy_cycles_ = 0, starved_ = 0, blocked_ = 0, macs_ = 0, finished_ = 0;
};

struct toy_parameters final : model_parameters {
    explicit toy_parameters(mishap spoil, const numerics& computes = {})
        : spoil(std::move(spoil)), computes(computes) {}
    config::parameter_list list() override { return {}; }
    void check(const config::node&) const override {}
    std::string refuses_negative_activations() const override { return {}; }
    std::string refuses_instruction_streams() const override { return {}; }
    std::string refuses_sampled_gemms() const override { return {}; }
    double clock_mhz() const override { return 500; }
    std::vector<statistics::box> boxes() const override {
        return {{"pe", 1, {{"lanes", 2}}}, {"control", 1, {}}};
    }
    std::unique_ptr<accelerator> build(const std::string&, engine) const override {
        return std::make_unique<toy_accelerator>(spoil, computes);
    }
    mishap spoil;
    numerics computes;
};

inline configured_accelerator configured_toy(const std::string& name, mishap spoil,
                                             const numerics& computes = {}) {
    static const model toy = {"toy", "a toy", "none", {engine::clocked}, "", nullptr};
    return {name, {}, name, &toy, std::make_unique<toy_parameters>(std::move(spoil), computes)};
}

inline layers::layer toy_layer(const std::string& name, std::uint32_t inputs, std::uint32_t outputs) {
    layers::layer layer;
    layer.name = name;
    layer.where = "layer.yaml:1";
    layer.inputs = inputs;
    layer.outputs = outputs;
    layer.weights =
        layers::generated_source{layers::distribution::normal, 1, {patterns::kind::unstructured{0.5}}};
    layer.activations = layers::generated_activations{layers::distribution::half_normal, 2, 0.5};
    return layer;
}

/// Two layers on one toy, without a config.
inline experiment toy_experiment(mishap spoil) {
    experiment all;
    all.file = "toy.yaml";
    all.name = "Toys";
    all.accelerators.push_back(configured_toy("box", std::move(spoil)));
    for (const char* name : {"first", "second"}) all.layers.push_back(toy_layer(name, 6, 4));
    all.patterns.emplace_back();
    return all;
}

}  // namespace lacuna::run::test
