/// What a wrong layer trace gets: the sentence, with file and line.
#include "tests/command_line/refusal.h"

namespace lacuna::tests {
namespace {

/// What the program says to the small layer with `from` replaced by `to`.
std::string refusal_of_layer(const std::string& from, const std::string& to) {
    const temporary_folder folder;
    small_experiment experiment;
    experiment.layer = with(experiment.layer, from, to);
    experiment.write(folder);
    return refusal_of_run({"config.yaml"}, folder);
}

TEST(layer_refusals, unknown_duplicate_and_missing_keys_are_named) {
    EXPECT_EQ(refusal_of_layer("inputs: 6", "input: 6"),
              "layer.yaml:1: a layer trace needs the key 'inputs' (is it 'input' that is misspelt?).");
    EXPECT_EQ(refusal_of_layer("outputs: 4\n", "outputs: 4\nbatsh: 1\n"),
              "layer.yaml:4: a layer trace has no key 'batsh' (did you mean 'batch'?).");
    EXPECT_EQ(refusal_of_layer("outputs: 4\n", "outputs: 4\noutputs: 5\n"),
              "layer.yaml:4: the key 'outputs' is given twice; it is first on line 3.");
    EXPECT_EQ(refusal_of_layer("layer: tiny\n", ""), "layer.yaml:1: a layer trace needs the key 'layer'.");
    EXPECT_EQ(refusal_of_layer("seed: 2", "sead: 2"),
              "layer.yaml:5: the map 'activations' needs the key 'seed' (is it 'sead' that is misspelt?).");
    EXPECT_EQ(refusal_of_layer("distribution: normal, ", ""),
              "layer.yaml:4: the map 'weights' needs the key 'distribution'.");
}

TEST(layer_refusals, sizes_beyond_their_range_get_the_range) {
    EXPECT_EQ(refusal_of_layer("inputs: 6", "inputs: -1"),
              "layer.yaml:2: inputs must be an integer (1 to 2147483647), but is '-1'.");
    EXPECT_EQ(refusal_of_layer("inputs: 6", "inputs: 0"),
              "layer.yaml:2: inputs must be an integer (1 to 2147483647), but is '0'.");
    EXPECT_EQ(refusal_of_layer("inputs: 6", "inputs: 99999999999"),
              "layer.yaml:2: inputs must be an integer (1 to 2147483647), but is '99999999999'.");
    EXPECT_EQ(
        refusal_of_layer("inputs: 6", "inputs: 6e3"),
        "layer.yaml:2: inputs must be an integer (1 to 2147483647), but is '6e3'; write decimal digits alone.");
    EXPECT_EQ(
        refusal_of_layer("outputs: 4\n", "outputs: 4\nbatch: 010\n"),
        "layer.yaml:4: batch must be an integer (1 to 2147483647), but is '010', which YAML 1.1 reads as octal 8: write 10, or 8 if octal is meant.");
}

TEST(layer_refusals, layers_too_large_for_memory_are_refused_before_they_are_made) {
    const temporary_folder folder;
    small_experiment experiment;
    experiment.layer =
        with(with(experiment.layer, "inputs: 6", "inputs: 2147483647"), "outputs: 4", "outputs: 2147483647");
    experiment.layer = with(experiment.layer, "0.5}}", "1}}");
    experiment.write(folder);
    EXPECT_EQ(
        refusal_of_run({"config.yaml"}, folder),
        "layer.yaml:1: a batch of 1 vectors of 2147483647 values does not fit the memory of a common machine.");
    EXPECT_EQ(refusal_of_layer("inputs: 6\noutputs: 4", "inputs: 100000\noutputs: 100000"),
              "layer.yaml:4: 100000 x 100000 weights, unstructured 0.5, are too many to generate.");
}

TEST(layer_refusals, densities_outside_0_to_1_get_the_range) {
    EXPECT_EQ(
        refusal_of_layer("{density: 0.5}", "{density: 1.01}"),
        "layer.yaml:4: weights.pattern.unstructured.density must be a finite decimal number (0 to 1), but is '1.01'.");
    EXPECT_EQ(
        refusal_of_layer("{density: 0.5}", "{density: -0.1}"),
        "layer.yaml:4: weights.pattern.unstructured.density must be a finite decimal number (0 to 1), but is '-0.1'.");
    EXPECT_EQ(refusal_of_layer("{density: 0.5,", "{density: 37.5,"),
              "layer.yaml:5: activations.density must be a finite decimal number (0 to 1), but is '37.5'.");
    EXPECT_EQ(refusal_of_layer("{density: 0.5,", "{density: .nan,"),
              "layer.yaml:5: activations.density must be a finite decimal number (0 to 1), but is '.nan'.");
}

TEST(layer_refusals, negative_activations_are_refused_where_positive_ones_are_broadcast) {
    EXPECT_EQ(
        refusal_of_layer("{density: 0.5,", "{distribution: normal, density: 1,"),
        "layer.yaml:1: layer 'tiny' on eie: Activation 1 of vector 0 is -0.41307852, but 'broadcast: positive' sends positive activations only; set 'broadcast: nonzero' to send every activation that is not zero.");
}

TEST(layer_refusals, unknown_choices_get_the_nearest_one) {
    EXPECT_EQ(
        refusal_of_layer("distribution: normal", "distribution: nomal"),
        "layer.yaml:4: weights.distribution must be one of normal, uniform, half_normal, but is 'nomal' (did you mean 'normal'?).");
    EXPECT_EQ(
        refusal_of_layer("inputs: 6", "kind: pooling\ninputs: 6"),
        "layer.yaml:2: kind must be one of fully_connected, gemm, convolution, instruction_stream, but is 'pooling'.");
    EXPECT_EQ(
        refusal_of_layer("inputs: 6", "activation_function: rellu\ninputs: 6"),
        "layer.yaml:2: activation_function must be one of relu, none, but is 'rellu' (did you mean 'relu'?).");
}

constexpr const char* generated = "{distribution: normal, seed: 1, pattern: {unstructured: {density: 0.5}}}";

TEST(layer_refusals, files_that_do_not_exist_are_named_with_the_line_that_names_them) {
    EXPECT_EQ(refusal_of_layer(generated, "{file: nowhere}"),
              "layer.yaml:4: weights.file names nowhere, which does not exist.");
    EXPECT_EQ(
        refusal_of_layer(generated, "{file: .}"),
        "layer.yaml:4: . is no EIE bank folder, which holds ptr/ptr0.dat, spm/spm0.dat and so on, and arithm.dat.");
    EXPECT_EQ(
        refusal_of_layer(generated, "{file: \"${HOME}/x\"}"),
        "layer.yaml:4: the path '${HOME}/x' names a variable, but only ${LACUNA_DATA}, at the beginning, is replaced.");
    EXPECT_EQ(refusal_of_layer("{density: 0.5, seed: 2}", "{file: act.dat}"),
              "layer.yaml:5: activations.file names act.dat, which does not exist.");
}

/// What the program says, LACUNA_DATA being unset ("-u LACUNA_DATA") or set to something ("LACUNA_DATA=x"),
/// to a layer in it.
std::string refusal_where(const std::vector<std::string>& environment) {
    const temporary_folder folder;
    small_experiment experiment;
    experiment.layer = with(experiment.layer, generated, "{file: \"${LACUNA_DATA}/banks\"}");
    experiment.write(folder);
    std::vector<std::string> line = {"/usr/bin/env"};
    line.insert(line.end(), environment.begin(), environment.end());
    line.insert(line.end(), {LACUNA_PROGRAM, "run", "config.yaml"});
    const finished run = process(line, folder.path()).wait();
    EXPECT_EQ(run.code, 2);
    EXPECT_EQ(run.out, "");
    return run.err;
}

TEST(layer_refusals, missing_data_folder_is_explained) {
    EXPECT_EQ(
        refusal_where({"-u", "LACUNA_DATA"}),
        "lacuna: layer.yaml:4: the path '${LACUNA_DATA}/banks' needs the environment variable LACUNA_DATA, which is not set: it names the folder of real layers.\n");
    EXPECT_EQ(refusal_where({"LACUNA_DATA=nowhere"}),
              "lacuna: layer.yaml:4: weights.file names nowhere/banks, which does not exist.\n");
}

}  // namespace
}  // namespace lacuna::tests
