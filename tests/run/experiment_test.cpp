/// Does a config become the experiment it describes, and is everything wrong with one said?
#include "sim/run/experiment.h"

#include <gtest/gtest.h>

#include "sim/run/variants.h"
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
    EXPECT_EQ(
        refusal("name: x\naccelerators:\n  eie: {model: eie, pes: 4}\nlayers: [fc.yaml]\n"),
        "c.yaml:3: the accelerator eie has no key 'pes'; known are: model, parameters, variants, energy.");
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
    EXPECT_EQ(refusal("name: x\naccelerators:\n  a: {model: npu}\nlayers: [fc.yaml]\n"),
              "c.yaml:3: 'npu' is no model that Lacuna has; known are: eie, sparse_tensor_core.");
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
              "c.yaml:5: a second layer is named 'fc' (again.yaml:2).");
    EXPECT_EQ(refusal("name: x\naccelerators: {eie: {model: eie}}\nlayers: [fc.yaml, fc.yaml]\n"),
              "c.yaml:3: a second layer is named 'fc' (fc.yaml:1).");
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
              "c.yaml:6: the pattern dense leaves too many of the 50000 x 60000 weights of layer 'large' to "
              "generate.");
}

/// A config of an accelerator `a` whose fourth line is the one of its variants.
std::string varied(const std::string& variants, const std::string& parameters = "{}") {
    return "name: x\naccelerators:\n  a: {model: eie, parameters: " + parameters +
           ",\n    variants: " + variants + "}\nlayers: [fc.yaml]\n";
}

TEST_F(experiment_test, variants_are_the_grid_of_their_lists_with_the_first_slowest) {
    const experiment read = this->read(
        "name: x\naccelerators:\n  a:\n    model: eie\n    parameters: {run_bits: 3}\n"
        "    variants: {pes: [2, 16], clock_mhz: [800, 0.5], capacity: [unbounded]}\n  b: {model: eie}\n"
        "layers: [fc.yaml]\n");
    texts names;
    for (const auto& each : read.accelerators) names.push_back(each.name);
    EXPECT_EQ(names, (texts{"a, pes 2, clock_mhz 800, capacity unbounded",
                            "a, pes 2, clock_mhz 0.5, capacity unbounded",
                            "a, pes 16, clock_mhz 800, capacity unbounded",
                            "a, pes 16, clock_mhz 0.5, capacity unbounded", "b"}));
    EXPECT_EQ(read.accelerators[1].variant,
              (nlohmann::ordered_json{{"pes", 2}, {"clock_mhz", 0.5}, {"capacity", "unbounded"}}));
    EXPECT_TRUE(read.accelerators[4].variant.empty());
    EXPECT_EQ(read.accelerators[2].parameters->clock_mhz(), 800);
    EXPECT_EQ(read.accelerators[3].parameters->clock_mhz(), 0.5);
}

TEST_F(experiment_test, the_effective_configuration_has_every_parameter_of_every_variant) {
    const nlohmann::ordered_json accelerators =
        read(varied("{activation_queue_slots: [2, 4]}", "{pes: 4}")).effective["accelerators"];
    ASSERT_EQ(accelerators.size(), 2u);
    for (const int slots : {2, 4}) {
        const auto& parameters =
            accelerators["a, activation_queue_slots " + std::to_string(slots)]["parameters"];
        EXPECT_EQ(parameters["activation_queue_slots"], slots);
        EXPECT_EQ(parameters["pes"], 4);
        EXPECT_EQ(parameters.size(), models().front().parameters()->list().describe().size());
    }
}

TEST_F(experiment_test, every_accelerator_has_a_plain_module_name_of_its_own) {
    const experiment read = this->read(
        "name: x\naccelerators:\n  a-1: {model: eie}\n  a: {model: eie, variants: {clock_mhz: [1.5, 2]}}\n"
        "  a-1_: {model: eie}\nlayers: [fc.yaml]\n");
    texts names;
    for (const auto& each : read.accelerators) names.push_back(each.module_name);
    EXPECT_EQ(names, (texts{"a-1", "a-1__", "a-2", "a-1_"}));
}

TEST_F(experiment_test, assignments_reach_variants) {
    for (const std::string& config : {small, varied("{activation_queue_slots: [8]}")}) {
        const std::string name = config == small ? "eie" : "a";
        const experiment read =
            this->read(config, {"accelerators." + name + ".variants.activation_queue_slots=[2, 4]"});
        ASSERT_EQ(read.accelerators.size(), 2u);
        EXPECT_EQ(read.accelerators[1].name, name + ", activation_queue_slots 4");
    }
    EXPECT_EQ(refusal(small, {"accelerators.eie.variants.activation_queue_slots=[2,1]"}).substr(0, 120),
              "--set accelerators.eie.variants.activation_queue_slots=[2,1]: "
              "accelerators.eie.variants.activation_queue_slots.1 is 1, b");
}

TEST_F(experiment_test, a_wrong_value_of_a_variant_is_named_with_its_line) {
    EXPECT_EQ(refusal(varied("{pes: [4,\n 0]}")),
              "c.yaml:5: accelerators.a.variants.pes.1 must be an integer (1 to 4096), but is '0'.");
    EXPECT_EQ(refusal(varied("{pes: [4, [8]]}")),
              "c.yaml:4: accelerators.a.variants.pes.1 must be an integer (1 to 4096), but is a sequence.");
    EXPECT_EQ(
        refusal(varied("{capacity: [enforced]}")),
        "c.yaml:4: accelerators.a.variants.capacity.0 must be one of enforce, reload, unbounded, but is 'enforced' "
        "(did you mean 'enforce'?).");
    EXPECT_EQ(
        refusal(varied("{activation_queue_slots: [8,\n 1]}")).substr(0, 93),
        "c.yaml:5: accelerators.a.variants.activation_queue_slots.1 is 1, but must be at least 2: the ");
    EXPECT_EQ(
        refusal(varied("{pes: [4096], activation_queue_slots: [8,\n 65536]}")),
        "c.yaml:5: 4096 PEs with queues of 65536 slots are more than the 16777216 slots that this simulator "
        "holds.");
    EXPECT_EQ(refusal(varied("{pes: [4]}", "{run_bits: 9}")),
              "c.yaml:3: accelerators.a.parameters.run_bits must be an integer (1 to 8), but is '9'.");
}

TEST_F(experiment_test, variants_of_an_unknown_parameter_hear_the_nearest) {
    EXPECT_EQ(refusal(varied("{pess: [4]}")), "c.yaml:4: model eie has no key 'pess' (did you mean 'pes'?).");
    EXPECT_EQ(refusal("name: x\naccelerators:\n  a: {model: eie, variant: {pes: [4]}}\nlayers: [fc.yaml]\n"),
              "c.yaml:3: the accelerator a has no key 'variant' (did you mean 'variants'?).");
}

TEST_F(experiment_test, variants_are_lists_of_different_values_in_a_map) {
    const std::string must =
        "c.yaml:4: accelerators.a.variants must be a map of parameters to lists of values, but is ";
    EXPECT_EQ(refusal(varied("{}")), must + "an empty map.");
    EXPECT_EQ(refusal(varied("[pes]")), must + "a sequence.");
    EXPECT_EQ(refusal(varied("")), must + "nothing.");
    EXPECT_EQ(refusal(varied("{pes: 4}")),
              "c.yaml:4: accelerators.a.variants.pes must be a sequence of at least one item, but is '4'.");
    EXPECT_EQ(
        refusal(varied("{pes: []}")),
        "c.yaml:4: accelerators.a.variants.pes must be a sequence of at least one item, but is an empty "
        "sequence.");
    EXPECT_EQ(refusal(varied("{pes: [4, 8,\n 4]}")),
              "c.yaml:5: accelerators.a.variants.pes has the value 4 twice.");
    EXPECT_EQ(refusal(varied("{clock_mhz: [800, 8e2]}")),
              "c.yaml:4: accelerators.a.variants.clock_mhz has the value 800 twice.");
}

TEST_F(experiment_test, a_parameter_that_varies_is_fixed_nowhere_else) {
    EXPECT_EQ(refusal(varied("{run_bits: [3, 4], pes: [4, 8]}", "{pes: 4}")),
              "c.yaml:4: the parameter 'pes' of the accelerator a varies here, but is fixed in c.yaml:3.");
}

TEST_F(experiment_test, no_accelerator_has_more_than_4096_variants) {
    const auto numbers = [](int count) {
        std::string list;
        for (int i = 1; i <= count; ++i) list += (i > 1 ? ", " : "") + std::to_string(i);
        return "[" + list + "]";
    };
    EXPECT_EQ(
        read(varied("{pes: " + numbers(64) + ", accumulators: " + numbers(64) + "}")).accelerators.size(),
        most_variants);
    EXPECT_EQ(
        refusal(varied("{pes: " + numbers(64) + ", accumulators: " + numbers(65) + "}")),
        "c.yaml:4: with 65 values of 'accumulators' the accelerator a has more than 4096 variants, the most "
        "allowed.");
    EXPECT_EQ(
        refusal(varied("{accumulators: " + numbers(4097) + "}")),
        "c.yaml:4: with 4097 values of 'accumulators' the accelerator a has more than 4096 variants, the most "
        "allowed.");
}

/// A network of two layers for experiments; each ends with the function of that name.
std::string network(const std::string& first_function, const std::string& second_function) {
    return "layers:\n"
           "- {layer: a, inputs: 6, outputs: 4, weights: {distribution: normal, seed: 1}, activations: "
           "{density: 0.5, seed: 2}, activation_function: " +
           first_function +
           "}\n"
           "- {layer: b, inputs: 4, outputs: 3, weights: {distribution: normal, seed: 1}, activations: {from: "
           "previous}, activation_function: " +
           second_function + "}\n";
}

TEST_F(experiment_test, outputs_that_can_be_negative_reach_no_layer_that_refuses_negative_activations) {
    const std::string config =
        "name: x\n"
        "accelerators:\n"
        "  any: {model: eie, parameters: {broadcast: nonzero}}\n"
        "  positive: {model: eie, parameters: {broadcast: positive}}\n"
        "layers: [fc.yaml, network.yaml]\n";
    folder.write("network.yaml", network("none", "relu"));
    EXPECT_EQ(refusal(config),
              "network.yaml:3: layer 'b' on positive: Outputs of layer 'a' can be negative, but 'broadcast: "
              "positive' sends positive activations only; set 'broadcast: nonzero' to send every activation "
              "that is not zero.");
    EXPECT_EQ(read(config, {"accelerators.positive.parameters.broadcast=nonzero"}).layers.size(), 3u);
    folder.write("network.yaml", network("relu", "none"));
    EXPECT_EQ(read(config).layers.size(), 3u) << "nobody takes the negative outputs of the last layer";
}

TEST_F(experiment_test, a_network_does_not_reach_beyond_its_file) {
    folder.write("network.yaml",
                 "{layer: b, inputs: 4, outputs: 3, weights: {distribution: normal, seed: 1}, activations: "
                 "{from: previous}}\n");
    EXPECT_EQ(
        refusal("name: x\naccelerators: {eie: {model: eie}}\nlayers: [fc.yaml, network.yaml]\n"),
        "network.yaml:1: the activations of layer 'b' are to come from the previous layer of its list, but "
        "there is none.");
}

}  // namespace
}  // namespace lacuna::run
