/// A folder with a config that describes a sweep, to run and export it in.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/command_line/program.h"

namespace lacuna::tests {

class sweep_folder : public testing::Test {
  protected:
    /// Two layers and a network, two patterns, on EIE: `parameters` are lines below `parameters:`, and `more`
    /// ones below `sweep:`.
    void write_config(const std::string& parameters, const std::string& more = "") const {
        folder.write("layer.yaml", layer("small", 64, 48));
        folder.write("network.yaml",
                     "layers:\n" + item(layer("first", 40, 32)) +
                         item("layer: second\ninputs: 32\noutputs: 24\nweights: {distribution: "
                              "normal, seed: 5}\nactivations: {from: previous}\n"));
        folder.write(
            "sweep.yaml",
            "name: small\naccelerators:\n  eie: {model: eie, parameters: {pes: 4, clock_mhz: 800}, energy: " LACUNA_SOURCE_DIR
            "/configs/energy/eie-45nm-cacti.yaml}\n"
            "layers: [layer.yaml, network.yaml]\npatterns: [as_is, {unstructured: {density: 0.5}}]\n"
            "sweep:\n  parameters:\n" +
                parameters + more);
    }
    static std::string eie(const std::string& name, const std::string& key, const std::string& values) {
        return "    " + name + ": {key: accelerators.eie.parameters." + key + ", " + values + "}\n";
    }
    /// Several hundred points of some milliseconds.
    void write_long_sweep() const {
        write_config(eie("pes", "pes", "values: [1, 2, 4, 8]") +
                     eie("slots", "activation_queue_slots", "log2: {from: 2, to: 64}") +
                     eie("mhz", "clock_mhz", "linear: {from: 100, to: 1000, step: 100}"));
    }

    finished call(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "sweep");
        return lacuna(arguments, folder.path());
    }
    finished sweep(std::vector<std::string> options = {}) const {
        options.insert(options.begin(), {"run", "sweep.yaml", "--quiet"});
        return call(options);
    }
    std::string exported(const std::string& name) const {
        const finished done = call({"export", name});
        EXPECT_EQ(done.code, 0);
        EXPECT_EQ(done.err, "");
        return done.out;
    }
    /// Of a sweep that is not complete, which export says.
    std::string exported_so_far(const std::string& name) const {
        const finished done = call({"export", name, "--quiet"});
        EXPECT_EQ(done.code, 0);
        return done.out;
    }
    void expect_refused(const finished& refused, const std::string& sentence) const {
        EXPECT_EQ(refused.code, 2);
        EXPECT_EQ(refused.out, "");
        EXPECT_EQ(refused.err, "lacuna: " + sentence + "\n");
    }

    temporary_folder folder;

  private:
    static std::string layer(const std::string& name, int inputs, int outputs) {
        return "layer: " + name + "\ninputs: " + std::to_string(inputs) +
               "\noutputs: " + std::to_string(outputs) +
               "\nweights: {distribution: normal, seed: 1, pattern: {unstructured: {density: 0.25}}}\n"
               "activations: {density: 0.5, seed: 2}\n";
    }
    /// The text as an item of a list.
    static std::string item(const std::string& text) {
        std::string lines;
        for (const std::string& line : lines_of(text))
            lines += (lines.empty() ? "  - " : "    ") + line + "\n";
        return lines;
    }
};

}  // namespace lacuna::tests
