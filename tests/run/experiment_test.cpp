/// Does a config become the experiment it describes, and is everything wrong with one said?
#include "sim/run/experiment.h"

#include <gtest/gtest.h>

#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"

namespace lacuna::run {
namespace {

using texts = std::vector<std::string>;

class experiment_test : public testing::Test {
  protected:
    experiment_test() {
        folder.write("fc.yaml", layer("fc"));
        folder.write("two.yaml", "layers:\n- " + in_one_line("a") + "\n- " + in_one_line("b") + "\n");
    }
    static std::string in_one_line(const std::string& name) {
        return "{layer: " + name +
               ", inputs: 6, outputs: 4, weights: {distribution: normal, seed: 1}, activations: {density: "
               "0.5, seed: 2}}";
    }
    static std::string layer(const std::string& name) { return in_one_line(name) + "\n"; }

    experiment read(const std::string& text, const texts& assignments = {}) const {
        return read_experiment(folder.write("c.yaml", text), assignments);
    }
    std::string refusal(const std::string& text, const texts& assignments = {}) const {
        return folder.shortened(config::sentence_of([&] { read(text, assignments); }));
    }

    test::scratch_folder folder;
    const std::string small =
        "name: Small\n"
        "accelerators:\n"
        "  eie: {model: eie, parameters: {pes: 4}}\n"
        "layers: [fc.yaml]\n";
};

TEST_F(experiment_test, the_least_config_has_one_accelerator_one_layer_and_the_pattern_as_is) {
    const experiment read = this->read(small);
    EXPECT_EQ(read.name, "Small");
    EXPECT_EQ(read.file, folder / "c.yaml");
    ASSERT_EQ(read.accelerators.size(), 1u);
    EXPECT_EQ(read.accelerators[0].name, "eie");
    EXPECT_EQ(read.accelerators[0].kind->name, "eie");
    ASSERT_EQ(read.layers.size(), 1u);
    EXPECT_EQ(read.layers[0].name, "fc");
    ASSERT_EQ(read.patterns.size(), 1u);
    EXPECT_EQ(read.patterns[0].label(), "as_is");
}

TEST_F(experiment_test, everything_stands_in_the_order_of_the_config) {
    const experiment read = this->read(
        "patterns: [dense, {unstructured: {density: 0.5}}, as_is]\n"
        "layers: [two.yaml, fc.yaml]\n"
        "accelerators: {z: {model: eie}, a-1_B: {model: eie}}\n"
        "name: Several\n");
    texts layers, patterns, accelerators;
    for (const auto& each : read.layers) layers.push_back(each.name);
    for (const auto& each : read.patterns) patterns.push_back(each.label());
    for (const auto& each : read.accelerators) accelerators.push_back(each.name);
    EXPECT_EQ(layers, (texts{"a", "b", "fc"}));
    EXPECT_EQ(patterns, (texts{"dense", "unstructured 0.5", "as_is"}));
    EXPECT_EQ(accelerators, (texts{"z", "a-1_B"}));
}

TEST_F(experiment_test, the_effective_configuration_has_every_default_filled_in) {
    const nlohmann::ordered_json effective = read(small).effective;
    EXPECT_EQ(effective["name"], "Small");
    EXPECT_EQ(effective["layers"], nlohmann::ordered_json({"fc.yaml"}));
    EXPECT_EQ(effective["patterns"], nlohmann::ordered_json({"as_is"}));
    EXPECT_EQ(effective["accelerators"]["eie"]["model"], "eie");
    const nlohmann::ordered_json& parameters = effective["accelerators"]["eie"]["parameters"];
    EXPECT_EQ(parameters["pes"], 4);
    const auto defaults = models().front().parameters();
    for (const auto& parameter : defaults->list().describe()) {
        ASSERT_TRUE(parameters.contains(parameter.name)) << parameter.name;
        if (parameter.name == "pes") continue;
        EXPECT_EQ(parameters[parameter.name], defaults->list().effective()[parameter.name]) << parameter.name;
    }
}

TEST_F(experiment_test, assignments_reach_parameters_and_the_effective_configuration) {
    const experiment read =
        this->read(small, {"accelerators.eie.parameters.pes=2", "accelerators.eie.parameters.clock_mhz=1000",
                           "name=Other", "patterns=[dense]"});
    EXPECT_EQ(read.name, "Other");
    EXPECT_EQ(read.patterns[0].label(), "dense");
    EXPECT_EQ(read.effective["accelerators"]["eie"]["parameters"]["pes"], 2);
    EXPECT_EQ(read.accelerators[0].parameters->clock_mhz(), 1000);
}

TEST_F(experiment_test, what_an_assignment_sets_is_checked_as_the_config_is) {
    EXPECT_EQ(
        refusal(small, {"accelerators.eie.parameters.pes=0"}),
        "--set accelerators.eie.parameters.pes=0: accelerators.eie.parameters.pes must be an integer (1 "
        "to 4096), but is '0'.");
    EXPECT_EQ(refusal(small, {"accelerators.eie.parameters.pess=3"}),
              "--set accelerators.eie.parameters.pess=3: model eie has no key 'pess' (did you mean 'pes'?).");
    EXPECT_EQ(refusal(small, {"accelerators.ei.parameters.pes=3"}),
              "--set accelerators.ei.parameters.pes=3: accelerators has no key 'ei' (did you mean 'eie'?).");
}

TEST_F(experiment_test, keys_that_are_missing_or_unknown_are_named) {
    EXPECT_EQ(refusal("accelerators: {eie: {model: eie}}\nlayers: [fc.yaml]\n"),
              "c.yaml:1: a config needs the key 'name'.");
    EXPECT_EQ(refusal("name: x\nlayers: [fc.yaml]\n"), "c.yaml:1: a config needs the key 'accelerators'.");
    EXPECT_EQ(refusal("name: x\naccelerators: {eie: {model: eie}}\n"),
              "c.yaml:1: a config needs the key 'layers'.");
    EXPECT_EQ(refusal(small + "pattern: [dense]\n"),
              "c.yaml:5: a config has no key 'pattern' (did you mean 'patterns'?).");
    EXPECT_EQ(refusal("name: x\naccelerators:\n  eie: {parameters: {pes: 4}}\nlayers: [fc.yaml]\n"),
              "c.yaml:3: the accelerator eie needs the key 'model'.");
    EXPECT_EQ(refusal("name: x\naccelerators:\n  eie: {model: eie, pes: 4}\nlayers: [fc.yaml]\n"),
              "c.yaml:3: the accelerator eie has no key 'pes'; known are: model, parameters, energy.");
}

TEST_F(experiment_test, a_config_that_is_no_map_is_refused) {
    EXPECT_EQ(refusal(""), "c.yaml:1: a config must be a map, but is nothing.");
    EXPECT_EQ(refusal("- name: x\n"), "c.yaml:1: a config must be a map, but is a sequence.");
    EXPECT_EQ(config::sentence_of([] { read_experiment("no/such.yaml", {}); }),
              "no/such.yaml: the file cannot be opened: No such file or directory.");
}

TEST_F(experiment_test, accelerators_are_a_map_of_at_least_one) {
    const std::string must = "c.yaml:2: accelerators must be a map of names to accelerators, but is ";
    EXPECT_EQ(refusal("name: x\naccelerators: {}\nlayers: [fc.yaml]\n"), must + "an empty map.");
    EXPECT_EQ(refusal("name: x\naccelerators:\nlayers: [fc.yaml]\n"), must + "nothing.");
    EXPECT_EQ(refusal("name: x\naccelerators: [eie]\nlayers: [fc.yaml]\n"), must + "a sequence.");
    EXPECT_EQ(refusal("name: x\naccelerators: {eie: eie}\nlayers: [fc.yaml]\n"),
              "c.yaml:2: the accelerator eie must be a map, but is 'eie'.");
}

TEST_F(experiment_test, an_unknown_model_hears_the_nearest) {
    EXPECT_EQ(refusal("name: x\naccelerators:\n  a: {model: eei}\nlayers: [fc.yaml]\n").substr(0, 61),
              "c.yaml:3: 'eei' is no model that Lacuna has; known are: eie.");
    EXPECT_EQ(refusal("name: x\naccelerators:\n  a: {model: eies}\nlayers: [fc.yaml]\n"),
              "c.yaml:3: 'eies' is no model that Lacuna has (did you mean 'eie'?).");
    EXPECT_EQ(refusal("name: x\naccelerators:\n  a: {model: [eie]}\nlayers: [fc.yaml]\n"),
              "c.yaml:3: accelerators.a.model must be a text, but is a sequence.");
}

TEST_F(experiment_test, a_name_that_would_not_do_for_files_and_hierarchies_is_refused) {
    for (const std::string name : {"a b", "a.b", "a/b", "a#2", "größe"}) {
        SCOPED_TRACE(name);
        EXPECT_EQ(
            refusal("name: x\naccelerators:\n  \"" + name + "\": {model: eie}\nlayers: [fc.yaml]\n"),
            "c.yaml:3: the accelerator name '" + name + "' may have letters, digits, '-' and '_' only.");
    }
}

TEST_F(experiment_test, parameters_that_only_together_are_wrong_name_the_line) {
    EXPECT_EQ(
        refusal("name: x\naccelerators:\n  a: {model: eie, parameters: {activation_queue_slots: 1}}\n"
                "layers: [fc.yaml]\n")
            .substr(0, 93),
        "c.yaml:3: accelerators.a.parameters.activation_queue_slots is 1, but must be at least 2: the ");
}

TEST_F(experiment_test, two_layers_of_one_name_are_refused) {
    folder.write("again.yaml", "# the same\n" + layer("fc"));
    EXPECT_EQ(refusal("name: x\naccelerators: {eie: {model: eie}}\nlayers:\n- fc.yaml\n- again.yaml\n"),
              "c.yaml:5: a second layer is named fc (again.yaml:2).");
    EXPECT_EQ(refusal("name: x\naccelerators: {eie: {model: eie}}\nlayers: [fc.yaml, fc.yaml]\n"),
              "c.yaml:3: a second layer is named fc (fc.yaml:1).");
}

TEST_F(experiment_test, layers_and_patterns_are_lists_of_at_least_one) {
    EXPECT_EQ(refusal("name: x\naccelerators: {eie: {model: eie}}\nlayers: fc.yaml\n"),
              "c.yaml:3: layers must be a sequence of at least one item, but is 'fc.yaml'.");
    EXPECT_EQ(refusal("name: x\naccelerators: {eie: {model: eie}}\nlayers: []\n"),
              "c.yaml:3: layers must be a sequence of at least one item, but is an empty sequence.");
    EXPECT_EQ(refusal("name: x\naccelerators: {eie: {model: eie}}\nlayers: [none.yaml]\n"),
              "c.yaml:3: layers.0 names none.yaml, which does not exist.");
    EXPECT_EQ(refusal(small + "patterns: dense\n"),
              "c.yaml:5: patterns must be a sequence of at least one item, but is 'dense'.");
    EXPECT_EQ(refusal(small + "patterns: [dens]\n"),
              "c.yaml:5: 'dens' is no pattern that Lacuna knows (did you mean 'dense'?).");
}

TEST_F(experiment_test, a_pattern_that_makes_a_layer_too_large_is_refused_before_anything_runs) {
    folder.write("large.yaml",
                 "{layer: large, inputs: 60000, outputs: 50000, weights: {distribution: normal, seed: 1, "
                 "pattern: {unstructured: {density: 0.01}}}, activations: {density: 0.5, seed: 2}}\n");
    const std::string config =
        "name: x\naccelerators: {eie: {model: eie}}\nlayers: [fc.yaml, large.yaml]\npatterns:\n- as_is\n";
    EXPECT_EQ(read(config).layers.size(), 2u);
    EXPECT_EQ(refusal(config + "- dense\n"),
              "c.yaml:6: the pattern dense leaves too many of the 50000 x 60000 weights of layer large to "
              "generate.");
}

}  // namespace
}  // namespace lacuna::run
