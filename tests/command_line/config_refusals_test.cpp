/// What a wrong config gets: the sentence, with file and line.
#include "tests/command_line/refusal.h"

namespace lacuna::tests {
namespace {

/// What the program says to the small config with `from` replaced by `to`.
std::string refusal_of_config(const std::string& from, const std::string& to) {
    const temporary_folder folder;
    small_experiment experiment;
    experiment.config = with(experiment.config, from, to);
    experiment.write(folder);
    return refusal_of_run({"config.yaml"}, folder);
}

TEST(config_refusals, small_config_is_good_before_it_is_spoilt) {
    const temporary_folder folder;
    small_experiment().write(folder);
    const finished run =
        lacuna({"run", "config.yaml", "--out", "results", "--format", "json"}, folder.path());
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(folder.files("results"), std::vector<std::string>{"config.json"});
}

TEST(config_refusals, unknown_key_gets_the_nearest_one) {
    EXPECT_EQ(refusal_of_config("      pes: 2\n", "      pess: 2\n"),
              "config.yaml:6: model eie has no key 'pess' (did you mean 'pes'?).");
    EXPECT_EQ(refusal_of_config("patterns:", "paterns:"),
              "config.yaml:8: a config has no key 'paterns' (did you mean 'patterns'?).");
    EXPECT_EQ(refusal_of_config("    model: eie\n", "    model: eie\n    energi: x.yaml\n"),
              "config.yaml:5: the accelerator eie has no key 'energi' (did you mean 'energy'?).");
}

TEST(config_refusals, duplicate_key_names_both_lines) {
    EXPECT_EQ(refusal_of_config("patterns: [as_is]\n", "patterns: [as_is]\nname: again\n"),
              "config.yaml:9: the key 'name' is given twice; it is first on line 1.");
}

TEST(config_refusals, missing_key_is_named) {
    EXPECT_EQ(refusal_of_config("name: small\n", ""), "config.yaml:1: a config needs the key 'name'.");
    EXPECT_EQ(refusal_of_config("layers: [layer.yaml]\n", ""),
              "config.yaml:1: a config needs the key 'layers'.");
    EXPECT_EQ(refusal_of_config("    model: eie\n", ""),
              "config.yaml:3: the accelerator eie needs the key 'model'.");
}

TEST(config_refusals, wrong_type_says_what_stands_there) {
    EXPECT_EQ(
        refusal_of_config("pes: 2", "pes: many"),
        "config.yaml:6: accelerators.eie.parameters.pes must be an integer (1 to 4096), but is 'many'.");
    EXPECT_EQ(refusal_of_config("pes: 2", "pes: 2.5"),
              "config.yaml:6: accelerators.eie.parameters.pes must be an integer (1 to 4096), but is '2.5'; "
              "write decimal digits alone.");
    EXPECT_EQ(
        refusal_of_config("pes: 2", "pes: [2]"),
        "config.yaml:6: accelerators.eie.parameters.pes must be an integer (1 to 4096), but is a sequence.");
    EXPECT_EQ(refusal_of_config("pes: 2", "pes: \"2\""),
              "config.yaml:6: accelerators.eie.parameters.pes must be an integer (1 to 4096), but is the "
              "quoted text '2'.");
    EXPECT_EQ(refusal_of_config("[layer.yaml]", "layer.yaml"),
              "config.yaml:7: layers must be a sequence of at least one item, but is 'layer.yaml'.");
    EXPECT_EQ(refusal_of_config("[layer.yaml]", "[]"),
              "config.yaml:7: layers must be a sequence of at least one item, but is an empty sequence.");
}

TEST(config_refusals, octal_number_gets_both_readings) {
    EXPECT_EQ(refusal_of_config("pes: 2", "pes: 010"),
              "config.yaml:6: accelerators.eie.parameters.pes must be an integer (1 to 4096), but is '010', "
              "which YAML 1.1 reads as octal 8: write 10, or 8 if octal is meant.");
}

TEST(config_refusals, sizes_beyond_their_range_get_the_range) {
    EXPECT_EQ(refusal_of_config("pes: 2", "pes: 0"),
              "config.yaml:6: accelerators.eie.parameters.pes must be an integer (1 to 4096), but is '0'.");
    EXPECT_EQ(refusal_of_config("pes: 2", "pes: -1"),
              "config.yaml:6: accelerators.eie.parameters.pes must be an integer (1 to 4096), but is '-1'.");
    EXPECT_EQ(refusal_of_config("pes: 2", "pes: 99999999999999999999"),
              "config.yaml:6: accelerators.eie.parameters.pes must be an integer (1 to 4096), but is "
              "'99999999999999999999', which does not fit into 64 bits.");
    EXPECT_EQ(
        refusal_of_config("pes: 2", "clock_mhz: .nan"),
        "config.yaml:6: accelerators.eie.parameters.clock_mhz must be a finite decimal number (0.001 to 1000000), but is '.nan'.");
}

TEST(config_refusals, one_queue_slot_gets_the_reason) {
    EXPECT_EQ(refusal_of_config("pes: 2", "activation_queue_slots: 1"),
              "config.yaml:6: accelerators.eie.parameters.activation_queue_slots is 1, but must be at least "
              "2: the queue is a ring that counts as full while one slot is free, so a single slot could "
              "never hold an activation.");
}

TEST(config_refusals, variants_are_as_strict_as_parameters) {
    const auto refusal_of_variants = [](const std::string& variants) {
        return refusal_of_config("layers:", "    variants: {" + variants + "}\nlayers:");
    };
    EXPECT_EQ(refusal_of_variants("pess: [2]"),
              "config.yaml:7: model eie has no key 'pess' (did you mean 'pes'?).");
    EXPECT_EQ(refusal_of_variants("pes: [2, 4]"),
              "config.yaml:7: the parameter 'pes' of the accelerator eie varies here, but is fixed in "
              "config.yaml:6.");
    EXPECT_EQ(refusal_of_variants("run_bits: [4, 9]"),
              "config.yaml:7: accelerators.eie.variants.run_bits.1 must be an integer (1 to 8), but is '9'.");
    EXPECT_EQ(refusal_of_variants("run_bits: [4, 4]"),
              "config.yaml:7: accelerators.eie.variants.run_bits has the value 4 twice.");
    EXPECT_EQ(
        refusal_of_variants("run_bits: []"),
        "config.yaml:7: accelerators.eie.variants.run_bits must be a sequence of at least one item, but is "
        "an empty sequence.");
}

TEST(config_refusals, unknown_model_and_pattern_get_the_nearest_ones) {
    EXPECT_EQ(refusal_of_config("model: eie", "model: eye"),
              "config.yaml:4: 'eye' is no model that Lacuna has (did you mean 'eie'?).");
    EXPECT_EQ(refusal_of_config("[as_is]", "[dens]"),
              "config.yaml:8: 'dens' is no pattern that Lacuna knows (did you mean 'dense'?).");
    EXPECT_EQ(refusal_of_config("[as_is]", "[{unstructured: {density: 1.5}}]"),
              "config.yaml:8: patterns.0.unstructured.density must be a finite decimal number (0 to 1), but "
              "is '1.5'.");
}

TEST(config_refusals, missing_layer_file_is_named) {
    EXPECT_EQ(refusal_of_config("[layer.yaml]", "[other.yaml]"),
              "config.yaml:7: layers.0 names other.yaml, which does not exist.");
    EXPECT_EQ(refusal_of_config("[layer.yaml]", "[layer.yaml, layer.yaml]"),
              "config.yaml:7: a second layer is named 'tiny' (layer.yaml:1).");
}

TEST(config_refusals, config_that_is_none_is_named) {
    const temporary_folder folder;
    folder.write("empty.yaml", "");
    folder.write("folder/file", "");
    folder.write("broken.yaml", "name: [\n");
    folder.write("binary.yaml", std::string("name: \xff\n"));
    EXPECT_EQ(refusal_of_run({"missing.yaml"}, folder),
              "missing.yaml: the file cannot be opened: No such file or directory.");
    EXPECT_EQ(refusal_of_run({"folder"}, folder), "folder: this is a folder, where a YAML file is needed.");
    EXPECT_EQ(refusal_of_run({"empty.yaml"}, folder),
              "empty.yaml:1: a config must be a map, but is nothing.");
    EXPECT_EQ(refusal_of_run({"broken.yaml"}, folder),
              "broken.yaml:2: this is not YAML: end of sequence flow not found (a '[' is not closed, or a "
              "comma is missing).");
    EXPECT_EQ(refusal_of_run({"binary.yaml"}, folder),
              "binary.yaml:1: the byte 0xff at offset 6 is not UTF-8; configs and traces are UTF-8 text.");
}

TEST(config_refusals, validate_says_the_same_as_run) {
    const temporary_folder folder;
    small_experiment experiment;
    experiment.config = with(experiment.config, "pes: 2", "pes: 0");
    experiment.write(folder);
    EXPECT_EQ(refusal_of({"validate", "config.yaml"}, folder), refusal_of_run({"config.yaml"}, folder));
}

}  // namespace
}  // namespace lacuna::tests
