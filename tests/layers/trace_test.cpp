/// Does every key of a trace arrive, and does everything wrong with one get its sentence?
#include "sim/layers/trace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "sim/formats/eie_bank_folder.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"

namespace lacuna::layers {
namespace {

class trace : public testing::Test {
  protected:
    /// The file with the lines so far.
    std::filesystem::path written() const {
        std::string text;
        for (const std::string& line : lines) text += line + "\n";
        return folder.write("t.yaml", text);
    }
    layer read() const { return read_trace(written()).front(); }
    std::string refusal() const {
        const std::filesystem::path file = written();
        return folder.shortened(config::sentence_of([&] { read_trace(file); }));
    }

    /// Replaces the line of a key, or adds it as line 6 where there is none.
    void set(const std::string& line) {
        const std::string key = line.substr(0, line.find(':') + 1);
        const auto place = std::find_if(lines.begin(), lines.end(), [&](const std::string& each) {
            return each.compare(0, key.size(), key) == 0;
        });
        if (place == lines.end()) {
            lines.push_back(line);
        } else {
            *place = line;
        }
    }
    std::string refusal_with(const std::string& line) {
        const std::vector<std::string> before = lines;
        set(line);
        const std::string sentence = refusal();
        lines = before;
        return sentence;
    }
    std::string refusal_without(std::size_t line) {
        const std::vector<std::string> before = lines;
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(line - 1));
        const std::string sentence = refusal();
        lines = before;
        return sentence;
    }

    test::scratch_folder folder;
    std::vector<std::string> lines = {"layer: fc", "inputs: 6", "outputs: 4",
                                      "weights: {distribution: normal, seed: 1}",
                                      "activations: {density: 0.5, seed: 2}"};
};

TEST_F(trace, the_least_trace_has_the_documented_defaults) {
    const layer read = this->read();
    EXPECT_EQ(read.name, "fc");
    EXPECT_EQ(folder.shortened(read.where), "t.yaml:1");
    EXPECT_EQ(read.inputs, 6u);
    EXPECT_EQ(read.outputs, 4u);
    EXPECT_EQ(read.batch, 1u);
    const auto& weights = std::get<generated_source>(read.weights);
    EXPECT_EQ(weights.values, distribution::normal);
    EXPECT_EQ(weights.seed, 1u);
    EXPECT_TRUE(weights.pattern.is<patterns::kind::dense>());
    const auto& activations = std::get<generated_activations>(read.activations);
    EXPECT_EQ(activations.values, distribution::half_normal);
    EXPECT_EQ(activations.seed, 2u);
    EXPECT_EQ(activations.density, 0.5);
    EXPECT_TRUE(std::holds_alternative<no_bias>(read.bias));
    EXPECT_EQ(read.function, activation_function::relu);
    EXPECT_FALSE(read.reference.time_us);
    EXPECT_EQ(read.source, "");
}

TEST_F(trace, every_key_arrives) {
    set("kind: fully_connected");
    set("batch: 3");
    set("weights: {distribution: uniform, seed: 4294967295, pattern: {unstructured: {density: 0.25}}}");
    set("activations: {density: 1, seed: 0, distribution: normal}");
    set("bias: {distribution: half_normal, seed: 5}");
    set("activation_function: none");
    set("reference: {time_us: 9.9, source: Table IV}");
    set("source: Table III");
    const layer read = this->read();
    EXPECT_EQ(read.batch, 3u);
    const auto& weights = std::get<generated_source>(read.weights);
    EXPECT_EQ(weights.values, distribution::uniform);
    EXPECT_EQ(weights.seed, 4294967295u);
    EXPECT_EQ(weights.pattern.label(), "unstructured 0.25");
    EXPECT_EQ(std::get<generated_activations>(read.activations).values, distribution::normal);
    ASSERT_TRUE(std::holds_alternative<generated_bias>(read.bias));
    EXPECT_EQ(std::get<generated_bias>(read.bias).values, distribution::half_normal);
    EXPECT_EQ(std::get<generated_bias>(read.bias).seed, 5u);
    EXPECT_EQ(read.function, activation_function::none);
    EXPECT_EQ(read.reference.time_us, 9.9);
    EXPECT_EQ(read.reference.source, "Table IV");
    EXPECT_EQ(read.source, "Table III");
}

TEST_F(trace, drawn_values_stay_as_they_are_unless_a_scale_or_shift_is_given) {
    set("bias: {distribution: normal, seed: 5}");
    EXPECT_EQ(std::get<generated_source>(read().weights).map.scale, 1);
    EXPECT_EQ(std::get<generated_source>(read().weights).map.shift, 0);
    EXPECT_EQ(std::get<generated_bias>(read().bias).map.scale, 1);
    EXPECT_EQ(std::get<generated_bias>(read().bias).map.shift, 0);
    set("weights: {distribution: normal, seed: 1, scale: 0.125, shift: -2}");
    set("bias: {distribution: normal, seed: 5, shift: 1000000, scale: -1e6}");
    EXPECT_EQ(std::get<generated_source>(read().weights).map.scale, 0.125);
    EXPECT_EQ(std::get<generated_source>(read().weights).map.shift, -2);
    EXPECT_EQ(std::get<generated_bias>(read().bias).map.scale, -1e6);
    EXPECT_EQ(std::get<generated_bias>(read().bias).map.shift, 1e6);
}

TEST_F(trace, scale_and_shift_are_finite_and_at_most_a_million) {
    for (const std::string key : {"scale", "shift"}) {
        SCOPED_TRACE(key);
        const std::string must = key + " must be a finite decimal number (-1000000 to 1000000), but is ";
        for (const std::string value : {"1000001", "-1e7", "nan", "many"}) {
            EXPECT_EQ(refusal_with("weights: {distribution: normal, seed: 1, " + key + ": " + value + "}"),
                      "t.yaml:4: weights." + must + "'" + value + "'.");
            EXPECT_EQ(refusal_with("bias: {distribution: normal, seed: 1, " + key + ": " + value + "}"),
                      "t.yaml:6: bias." + must + "'" + value + "'.");
        }
    }
    EXPECT_EQ(refusal_with("activations: {density: 0.5, seed: 2, scale: 2}"),
              "t.yaml:5: the map 'activations' has no key 'scale'; known are: file, from, density, seed, "
              "distribution.");
}

TEST_F(trace, a_gemm_has_m_outputs_k_inputs_and_n_vectors) {
    lines = {"layer: g", "kind: gemm", "m: 21", "k: 17", "n: 3", lines[3], lines[4]};
    const layer read = this->read();
    EXPECT_EQ(read.outputs, 21u);
    EXPECT_EQ(read.inputs, 17u);
    EXPECT_EQ(read.batch, 3u);
    EXPECT_EQ(refusal_without(3), "t.yaml:1: a layer trace needs the key 'm'.");
    EXPECT_EQ(refusal_without(4), "t.yaml:1: a layer trace needs the key 'k'.");
    EXPECT_EQ(refusal_without(5), "t.yaml:1: a layer trace needs the key 'n'.");
    EXPECT_EQ(refusal_with("batch: 2").substr(0, 43), "t.yaml:8: a layer trace has no key 'batch';");
}

TEST_F(trace, a_list_of_layers_is_read_in_order) {
    const auto file = folder.write("two.yaml",
                                   "layers:\n"
                                   "- {layer: b, inputs: 1, outputs: 2, weights: {distribution: normal, "
                                   "seed: 1}, activations: {density: 1, seed: 1}}\n"
                                   "- {layer: a, inputs: 3, outputs: 4, weights: {distribution: normal, "
                                   "seed: 1}, activations: {density: 1, seed: 1}}\n");
    const std::vector<layer> read = read_trace(file);
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].name, "b");
    EXPECT_EQ(folder.shortened(read[0].where), "two.yaml:2");
    EXPECT_EQ(read[1].name, "a");
    EXPECT_EQ(folder.shortened(read[1].where), "two.yaml:3");
    EXPECT_EQ(read[1].inputs, 3u);
}

TEST_F(trace, a_list_of_layers_is_nothing_but_a_list_of_layers) {
    lines = {"layers: []"};
    EXPECT_EQ(refusal(),
              "t.yaml:1: layers must be a sequence of at least one item, but is an empty sequence.");
    lines = {"layers: [fc]"};
    EXPECT_EQ(refusal(), "t.yaml:1: a layer trace must be a map, but is 'fc'.");
    lines = {"layers: [{layer: fc}]"};
    EXPECT_EQ(refusal(), "t.yaml:1: a layer trace needs the key 'outputs'.");
    lines = {"layers:",
             "- {layer: fc, inputs: 1, outputs: 1, weights: {distribution: normal, seed: 1}, activations: "
             "{density: 1, seed: 1}}",
             "name: two"};
    EXPECT_EQ(refusal(), "t.yaml:3: a trace of several layers has no key 'name'; known are: layers.");
}

/// Three layers, the later two taking the outputs of the one before.
class network_trace : public trace {
  protected:
    network_trace() {
        lines = {"layers:", layer_of("a", "inputs: 6, outputs: 4, batch: 2", "density: 0.5, seed: 2"),
                 layer_of("b", "inputs: 4, outputs: 5, batch: 2", "from: previous"),
                 layer_of("c", "kind: gemm, k: 5, m: 3, n: 2", "from: previous")};
    }
    static std::string layer_of(const std::string& name, const std::string& shape,
                                const std::string& activations) {
        return "- {layer: " + name + ", " + shape +
               ", weights: {distribution: normal, seed: 1}, activations: {" + activations + "}}";
    }
};

TEST_F(network_trace, a_layer_may_take_the_outputs_of_the_one_before) {
    const std::vector<layer> read = read_trace(written());
    ASSERT_EQ(read.size(), 3u);
    EXPECT_FALSE(read[0].follows());
    EXPECT_TRUE(read[1].follows());
    EXPECT_TRUE(read[2].follows());
    EXPECT_TRUE(load_activations(read[1]).empty()) << "they are not known before the layer before has run";
    EXPECT_EQ(load_activations(read[0]).size(), 2u);
    EXPECT_EQ(read[1].trace["activations"], nlohmann::ordered_json({{"from", "previous"}}));
}

TEST_F(network_trace, a_list_may_begin_another_network) {
    lines.push_back(layer_of("d", "inputs: 7, outputs: 2", "density: 1, seed: 1"));
    lines.push_back(layer_of("e", "inputs: 2, outputs: 2", "from: previous"));
    const std::vector<layer> read = read_trace(written());
    ASSERT_EQ(read.size(), 5u);
    EXPECT_FALSE(read[3].follows());
    EXPECT_TRUE(read[4].follows());
}

TEST_F(network_trace, a_layer_without_one_before_it_cannot_take_its_outputs) {
    lines.erase(lines.begin() + 1);
    EXPECT_EQ(refusal(),
              "t.yaml:2: the activations of layer 'b' are to come from the previous layer of its list, but "
              "there is none.");
    lines = {"layer: alone", "inputs: 6", "outputs: 4", "weights: {distribution: normal, seed: 1}",
             "activations: {from: previous}"};
    EXPECT_EQ(
        refusal(),
        "t.yaml:1: the activations of layer 'alone' are to come from the previous layer of its list, but "
        "there is none.");
}

TEST_F(network_trace, inputs_that_are_not_the_outputs_before_are_refused) {
    lines[2] = layer_of("b", "inputs: 6, outputs: 5, batch: 2", "from: previous");
    EXPECT_EQ(
        refusal(),
        "t.yaml:3: layer 'b' takes a batch of 2 with 6 inputs from layer 'a', which gives a batch of 2 with "
        "4 outputs.");
    lines[2] = layer_of("b", "inputs: 4, outputs: 5, batch: 2", "from: previous");
    lines[3] = layer_of("c", "kind: gemm, k: 4, m: 3, n: 2", "from: previous");
    EXPECT_EQ(
        refusal(),
        "t.yaml:4: layer 'c' takes a batch of 2 with 4 inputs from layer 'b', which gives a batch of 2 with "
        "5 outputs.");
}

TEST_F(network_trace, a_batch_that_is_not_the_one_before_is_refused) {
    lines[2] = layer_of("b", "inputs: 4, outputs: 5", "from: previous");
    EXPECT_EQ(
        refusal(),
        "t.yaml:3: layer 'b' takes a batch of 1 with 4 inputs from layer 'a', which gives a batch of 2 with "
        "4 outputs.");
}

TEST_F(network_trace, activations_come_from_the_previous_layer_or_from_elsewhere) {
    lines[2] = layer_of("b", "inputs: 4, outputs: 5, batch: 2", "from: a");
    EXPECT_EQ(refusal(), "t.yaml:3: layers.1.activations.from must be one of previous, but is 'a'.");
    lines[2] = layer_of("b", "inputs: 4, outputs: 5, batch: 2", "from: previous, seed: 1");
    EXPECT_EQ(refusal(), "t.yaml:3: the map 'activations' has no key 'seed'; known are: file, from.");
}

TEST_F(trace, required_keys_are_missed_by_name) {
    EXPECT_EQ(refusal_without(1), "t.yaml:1: a layer trace needs the key 'layer'.");
    EXPECT_EQ(refusal_without(2), "t.yaml:1: a layer trace needs the key 'inputs'.");
    EXPECT_EQ(refusal_without(3), "t.yaml:1: a layer trace needs the key 'outputs'.");
    EXPECT_EQ(refusal_without(4), "t.yaml:1: a layer trace needs the key 'weights'.");
    EXPECT_EQ(refusal_without(5), "t.yaml:1: a layer trace needs the key 'activations'.");
}

TEST_F(trace, unknown_keys_are_refused_with_the_nearest_known) {
    EXPECT_EQ(refusal_with("bach: 2"), "t.yaml:6: a layer trace has no key 'bach' (did you mean 'batch'?).");
    EXPECT_EQ(refusal_with("weights: {distribution: normal, seed: 1, patern: dense}"),
              "t.yaml:4: the map 'weights' has no key 'patern' (did you mean 'pattern'?).");
    EXPECT_EQ(refusal_with("activations: {density: 0.5, seed: 2, form: previous}"),
              "t.yaml:5: the map 'activations' has no key 'form'; known are: file, from, density, seed, "
              "distribution.");
    EXPECT_EQ(
        refusal_with("bias: {distribution: normal, seed: 1, mean: 2}"),
        "t.yaml:6: the map 'bias' has no key 'mean'; known are: file, distribution, seed, scale, shift.");
    EXPECT_EQ(refusal_with("reference: {time_ms: 3, source: x}"),
              "t.yaml:6: the map 'reference' has no key 'time_ms' (did you mean 'time_us'?).");
}

TEST_F(trace, sizes_are_integers_from_1_to_2_to_the_31) {
    for (const std::string key : {"inputs", "outputs", "batch"}) {
        SCOPED_TRACE(key);
        const std::string line = key == "inputs" ? "2" : key == "outputs" ? "3" : "6";
        const std::string must =
            "t.yaml:" + line + ": " + key + " must be an integer (1 to 2147483647), but is ";
        EXPECT_EQ(refusal_with(key + ": 0"), must + "'0'.");
        EXPECT_EQ(refusal_with(key + ": -4"), must + "'-4'.");
        EXPECT_EQ(refusal_with(key + ": 2147483648"), must + "'2147483648'.");
        EXPECT_EQ(refusal_with(key + ": many"), must + "'many'.");
        EXPECT_EQ(refusal_with(key + ": [4]"), must + "a sequence.");
        EXPECT_EQ(refusal_with(key + ":"), must + "nothing.");
    }
}

TEST_F(trace, names_and_choices_are_refused_where_they_are_something_else) {
    EXPECT_EQ(refusal_with("layer: [fc]"), "t.yaml:1: layer must be a text, but is a sequence.");
    EXPECT_EQ(
        refusal_with("kind: pooling"),
        "t.yaml:6: kind must be one of fully_connected, gemm, convolution, instruction_stream, but is 'pooling'.");
    EXPECT_EQ(
        refusal_with("activation_function: rel"),
        "t.yaml:6: activation_function must be one of relu, none, but is 'rel' (did you mean 'relu'?).");
    EXPECT_EQ(refusal_with("source: [x]"), "t.yaml:6: source must be a text, but is a sequence.");
}

TEST_F(trace, weights_say_what_they_need) {
    EXPECT_EQ(refusal_with("weights: normal"), "t.yaml:4: the map 'weights' must be a map, but is 'normal'.");
    EXPECT_EQ(refusal_with("weights: {seed: 1}"),
              "t.yaml:4: the map 'weights' needs the key 'distribution'.");
    EXPECT_EQ(refusal_with("weights: {distribution: normal}"),
              "t.yaml:4: the map 'weights' needs the key 'seed'.");
    EXPECT_EQ(refusal_with("weights: {distribution: gauss, seed: 1}"),
              "t.yaml:4: weights.distribution must be one of normal, uniform, half_normal, but is 'gauss'.");
    EXPECT_EQ(refusal_with("weights: {distribution: normal, seed: -1}"),
              "t.yaml:4: weights.seed must be an integer (0 to 4294967295), but is '-1'.");
    EXPECT_EQ(refusal_with("weights: {distribution: normal, seed: 4294967296}"),
              "t.yaml:4: weights.seed must be an integer (0 to 4294967295), but is '4294967296'.");
    EXPECT_EQ(refusal_with("weights: {distribution: normal, seed: 1, pattern: as_is}"),
              "t.yaml:4: generated weights have no pattern to leave as it is; write dense or {unstructured: "
              "{density: 0.25}}.");
    EXPECT_EQ(refusal_with("weights: {distribution: normal, seed: 1, pattern: {unstructured: {density: 2}}}"),
              "t.yaml:4: weights.pattern.unstructured.density must be a finite decimal number (0 to 1), but "
              "is '2'.");
}

TEST_F(trace, activations_say_what_they_need) {
    EXPECT_EQ(refusal_with("activations: dense"),
              "t.yaml:5: the map 'activations' must be a map, but is 'dense'.");
    EXPECT_EQ(refusal_with("activations: {seed: 1}"),
              "t.yaml:5: the map 'activations' needs the key 'density'.");
    EXPECT_EQ(refusal_with("activations: {density: 1}"),
              "t.yaml:5: the map 'activations' needs the key 'seed'.");
    EXPECT_EQ(refusal_with("activations: {density: 1.5, seed: 1}"),
              "t.yaml:5: activations.density must be a finite decimal number (0 to 1), but is '1.5'.");
    EXPECT_EQ(refusal_with("activations: {density: 1, seed: 1, distribution: 7}"),
              "t.yaml:5: activations.distribution must be one of normal, uniform, half_normal, but is '7'.");
}

TEST_F(trace, a_bias_is_none_or_drawn) {
    set("bias: none");
    EXPECT_TRUE(std::holds_alternative<no_bias>(read().bias));
    EXPECT_EQ(refusal_with("bias: 0.5"), "t.yaml:6: bias must be one of none, but is '0.5'.");
    EXPECT_EQ(refusal_with("bias: {seed: 1}"), "t.yaml:6: the map 'bias' needs the key 'distribution'.");
    EXPECT_EQ(refusal_with("bias: {distribution: normal}"), "t.yaml:6: the map 'bias' needs the key 'seed'.");
    EXPECT_EQ(refusal_with("bias: [1]"), "t.yaml:6: the map 'bias' must be a map, but is a sequence.");
}

TEST_F(trace, a_published_figure_has_a_source_and_a_time_above_0) {
    EXPECT_EQ(refusal_with("reference: {time_us: 3}"),
              "t.yaml:6: the map 'reference' needs the key 'source'.");
    EXPECT_EQ(refusal_with("reference: {time_us: 0, source: x}"),
              "t.yaml:6: reference.time_us must be a finite decimal number (above 0, at most 1000000000000), "
              "but is '0'.");
    set("reference: {source: no figure}");
    EXPECT_FALSE(read().reference.time_us);
}

TEST_F(trace, a_published_figure_is_of_every_model_or_of_one) {
    set("reference: {time_us: 3, source: x}");
    EXPECT_EQ(read().reference.model, "");
    EXPECT_TRUE(read().reference.is_of("eie"));
    set("reference: {time_us: 3, source: x, model: eie}");
    EXPECT_EQ(read().reference.model, "eie");
    EXPECT_EQ(folder.shortened(read().reference.where), "t.yaml:6");
    EXPECT_TRUE(read().reference.is_of("eie"));
    EXPECT_FALSE(read().reference.is_of("sparse_tensor_core"));
    EXPECT_EQ(refusal_with("reference: {time_us: 3, source: x, model: [eie]}"),
              "t.yaml:6: reference.model must be a text, but is a sequence.");
}

TEST_F(trace, more_weights_than_a_machine_holds_are_refused) {
    set("inputs: 30000");
    set("outputs: 20000");
    EXPECT_EQ(refusal(), "t.yaml:4: 20000 x 30000 weights, dense, are too many to generate.");
    set("weights: {distribution: normal, seed: 1, pattern: {unstructured: {density: 0.25}}}");
    EXPECT_EQ(read().outputs, 20000u);
    set("inputs: 2000000");
    EXPECT_EQ(refusal(), "t.yaml:4: 20000 x 2000000 weights, unstructured 0.25, are too many to generate.");
}

TEST_F(trace, more_activations_or_outputs_than_a_machine_holds_are_refused) {
    set("batch: 50000000");
    EXPECT_EQ(
        refusal(),
        "t.yaml:1: a batch of 50000000 vectors of 6 values does not fit the memory of a common machine.");
    set("batch: 2000000");
    EXPECT_EQ(read().batch, 2000000u);
    set("outputs: 200");
    EXPECT_EQ(
        refusal(),
        "t.yaml:1: a batch of 2000000 vectors of 200 values does not fit the memory of a common machine.");
}

TEST_F(trace, files_are_found_beside_the_trace) {
    formats::shared_weights banks;
    banks.codes = {4, 7, {0, 1, 1, 1, 1, 1, 1, 1}, {2}, {1}};
    banks.codebook = {0, 0.5f};
    formats::write_eie_bank_folder(folder / "banks", banks, 2, std::vector<float>(6, 1.0f));
    set("weights: {file: banks}");
    set("activations: {file: banks/act.dat}");
    const layer read = this->read();
    EXPECT_EQ(std::get<tensor_source>(read.weights).file.path, folder / "banks");
    EXPECT_EQ(std::get<tensor_source>(read.activations).file.path, folder / "banks/act.dat");
    EXPECT_EQ(refusal_with("bias: {distribution: normal, seed: 1}"),
              "t.yaml:6: an EIE bank folder holds its bias itself, so no other one can be given.");
    EXPECT_EQ(refusal_with("weights: {file: banks, seed: 1}"),
              "t.yaml:4: the map 'weights' has no key 'seed'; known are: file.");
    EXPECT_EQ(refusal_with("weights: {file: banks, scale: 2}"),
              "t.yaml:4: the map 'weights' has no key 'scale'; known are: file.");
    EXPECT_EQ(refusal_with("activations: {file: banks/act.dat, from: previous}"),
              "t.yaml:5: the map 'activations' has no key 'from'; known are: file.");
}

TEST_F(trace, files_that_are_not_there_are_named) {
    EXPECT_EQ(refusal_with("weights: {file: banks}"),
              "t.yaml:4: weights.file names banks, which does not exist.");
    EXPECT_EQ(refusal_with("activations: {file: act.dat}"),
              "t.yaml:5: activations.file names act.dat, which does not exist.");
    EXPECT_EQ(refusal_with("weights: {file: t.yaml}"),
              "t.yaml:4: t.yaml: Lacuna reads no files ending in '.yaml'; it reads .npy, .npz, .mtx, .smtx, "
              ".safetensors, .onnx, .net, .txt.");
    EXPECT_EQ(refusal_with("weights: {file: .}"),
              "t.yaml:4: . is no EIE bank folder, which holds ptr/ptr0.dat, spm/spm0.dat and so on, and "
              "arithm.dat.");
    EXPECT_EQ(config::sentence_of([] { read_trace("no/such/trace.yaml"); }),
              "no/such/trace.yaml: the file cannot be opened: No such file or directory.");
}

TEST_F(trace, lacuna_data_names_the_folder_of_real_layers) {
    folder.write("data/act.dat", "1234");
    set("activations: {file: \"${LACUNA_DATA}/act.dat\"}");
    setenv("LACUNA_DATA", (folder / "data").c_str(), 1);
    EXPECT_EQ(std::get<tensor_source>(read().activations).file.path, folder / "data/act.dat");
    unsetenv("LACUNA_DATA");
    EXPECT_EQ(refusal(),
              "t.yaml:5: the path '${LACUNA_DATA}/act.dat' needs the environment variable LACUNA_DATA, which "
              "is not set: it names the folder of real layers.");
}

TEST_F(trace, what_is_no_map_is_no_trace) {
    lines = {"- layer: fc"};
    EXPECT_EQ(refusal(), "t.yaml:1: a layer trace must be a map, but is a sequence.");
    lines = {};
    EXPECT_EQ(refusal(), "t.yaml:1: a layer trace must be a map, but is nothing.");
}

}  // namespace
}  // namespace lacuna::layers
