/// Does a trace that asks for a sample of a GEMM become one, and hear of what it cannot ask for?
#include <gtest/gtest.h>

#include "sim/layers/layer.h"
#include "sim/layers/trace.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"

namespace lacuna::layers {
namespace {

class sampled_trace : public testing::Test {
  protected:
    /// Of a file with those keys after the name.
    layer read(const std::string& keys) const { return read_trace(written(keys)).front(); }
    std::string refusal(const std::string& keys) const {
        const std::filesystem::path file = written(keys);
        return folder.shortened(config::sentence_of([&] { read_trace(file); }));
    }
    std::filesystem::path written(const std::string& keys) const {
        return folder.write("t.yaml", "layer: g\nkind: gemm\n" + keys);
    }

    test::scratch_folder folder;
    const std::string sizes = "m: 16384\nn: 8192\nk: 4096\n";
    const std::string weights = "weights: {distribution: normal, seed: 1}\n";
    const std::string activations = "activations: {distribution: uniform, seed: 2}\n";
    const std::string sampled = "check: sampled\n";
};

TEST_F(sampled_trace, every_key_arrives_at_the_gemm) {
    const layer description = read(sizes + weights + activations + sampled + "activation_function: none\n");
    EXPECT_TRUE(description.is_sampled);
    const workload work = load(description, {}).work;
    EXPECT_TRUE(work.products.empty());
    EXPECT_FALSE(work.stream);
    ASSERT_TRUE(work.sampled);
    EXPECT_EQ(work.sampled->m, 16384u);
    EXPECT_EQ(work.sampled->n, 8192u);
    EXPECT_EQ(work.sampled->k, 4096u);
    EXPECT_EQ(work.sampled->weights.values, distribution::normal);
    EXPECT_EQ(work.sampled->weights.seed, 1u);
    EXPECT_EQ(work.sampled->activations.values, distribution::uniform);
    EXPECT_EQ(work.sampled->activations.seed, 2u);
    EXPECT_EQ(work.sampled->function, activation_function::none);
}

TEST_F(sampled_trace, what_goes_without_saying_may_be_said) {
    const layer description = read(sizes +
                                   "weights: {distribution: normal, seed: 1, pattern: dense}\n"
                                   "activations: {density: 1, seed: 2}\nbias: none\ncheck: sampled\n");
    const sampled_gemm gemm = load(description, {}).work.sampled.value();
    EXPECT_EQ(gemm.activations.values, distribution::half_normal) << "as of any layer";
    EXPECT_EQ(gemm.function, activation_function::relu);
}

TEST_F(sampled_trace, nothing_is_loaded_beside_it_however_large_it_is) {
    const layer description = read("m: 2097151\nn: 2\nk: 2147483647\n" + weights + activations + sampled);
    EXPECT_TRUE(load_activations(description).empty());
    EXPECT_FALSE(too_large_to_generate(description, {}));
    EXPECT_TRUE(load(description, {}).notes.empty());
}

TEST_F(sampled_trace, a_gemm_is_computed_whole_where_nothing_else_is_asked) {
    const std::string small = "m: 4\nn: 2\nk: 3\n" + weights + "activations: {density: 1, seed: 2}\n";
    for (const std::string& check : {std::string(), std::string("check: exact\n")}) {
        const layer description = read(small + check);
        EXPECT_FALSE(description.is_sampled);
        EXPECT_EQ(load(description, {}).work.products.size(), 1u);
        EXPECT_FALSE(load(description, {}).work.sampled);
    }
    EXPECT_EQ(refusal(small + "check: some\n"),
              "t.yaml:8: check must be one of exact, sampled, but is 'some'.");
}

TEST_F(sampled_trace, other_layers_have_no_such_key) {
    const auto other = folder.write("f.yaml", "layer: f\ninputs: 3\noutputs: 4\n" + weights +
                                                  "activations: {density: 1, seed: 2}\n" + sampled);
    EXPECT_EQ(folder.shortened(config::sentence_of([&] { read_trace(other); })).substr(0, 46),
              "f.yaml:6: a layer trace has no key 'check'; kn");
}

TEST_F(sampled_trace, more_than_a_distribution_and_a_seed_is_refused) {
    const auto sentence = [](int line, const std::string& key) {
        return "t.yaml:" + std::to_string(line) + ": " + key +
               " cannot be given where check is sampled: every row of the weights and every vector of the "
               "activations is drawn by itself, from a distribution and a seed alone.";
    };
    const auto with_weights = [&](const std::string& more) {
        return refusal(sizes + "weights: {distribution: normal, seed: 1, " + more + "}\n" + activations +
                       sampled);
    };
    EXPECT_EQ(with_weights("scale: 2"), sentence(6, "weights.scale"));
    EXPECT_EQ(with_weights("shift: 0"), sentence(6, "weights.shift"));
    EXPECT_EQ(with_weights("pattern: {unstructured: {density: 0.5}}"), sentence(6, "weights.pattern"));
    EXPECT_EQ(refusal(sizes + "weights: {file: a}\n" + activations + sampled), sentence(6, "weights.file"));
    const auto with_activations = [&](const std::string& all) {
        return refusal(sizes + weights + "activations: {" + all + "}\n" + sampled);
    };
    EXPECT_EQ(with_activations("density: 0.5, seed: 2"), sentence(7, "activations.density"));
    EXPECT_EQ(with_activations("file: a"), sentence(7, "activations.file"));
    EXPECT_EQ(with_activations("from: previous"), sentence(7, "activations.from"));
    EXPECT_EQ(refusal(sizes + weights + activations + sampled + "bias: {distribution: normal, seed: 3}\n"),
              sentence(9, "bias"));
}

TEST_F(sampled_trace, what_is_wrong_in_any_trace_is_said_as_of_any) {
    EXPECT_EQ(refusal(sizes + "weights: {distribution: normal}\n" + activations + sampled),
              "t.yaml:6: the map 'weights' needs the key 'seed'.");
    EXPECT_EQ(refusal(sizes + weights + "activations: {seed: 1, densty: 1}\n" + sampled).substr(0, 58),
              "t.yaml:7: the map 'activations' has no key 'densty' (did y");
    EXPECT_EQ(refusal(sizes + "weights: 3\n" + activations + sampled),
              "t.yaml:6: the map 'weights' must be a map, but is '3'.");
}

TEST_F(sampled_trace, sizes_are_at_least_1_and_below_two_to_31) {
    const std::string rest = weights + activations + sampled;
    const std::string range = " must be an integer (1 to 2147483647), but is ";
    EXPECT_EQ(refusal("m: 0\nn: 1\nk: 1\n" + rest), "t.yaml:3: m" + range + "'0'.");
    EXPECT_EQ(refusal("m: 1\nn: 2147483648\nk: 1\n" + rest), "t.yaml:4: n" + range + "'2147483648'.");
    EXPECT_EQ(refusal("m: 1\nn: 1\nk: -1\n" + rest), "t.yaml:5: k" + range + "'-1'.");
}

TEST_F(sampled_trace, what_could_not_be_counted_is_refused) {
    const std::string rest = weights + activations + sampled;
    EXPECT_EQ(refusal("m: 2147483647\nn: 2147483647\nk: 2147483647\n" + rest),
              "t.yaml:1: m 2147483647, n 2147483647 and k 2147483647 make more than the 9007199254740992 "
              "multiply-accumulates that a GEMM may have.");
    EXPECT_EQ(read("m: 67108864\nn: 67108864\nk: 2\n" + rest).batch, 67108864u) << "2^53";
    EXPECT_NE(refusal("m: 67108864\nn: 67108865\nk: 2\n" + rest), "");
}

TEST_F(sampled_trace, nothing_follows_one) {
    const auto file = folder.write(
        "n.yaml",
        "layers:\n"
        "- {layer: g, kind: gemm, m: 3, n: 2, k: 4, check: sampled, weights: {distribution: normal, seed: 1}, "
        "activations: {seed: 2}}\n"
        "- {layer: h, kind: gemm, m: 3, n: 2, k: 3, weights: {distribution: normal, seed: 1}, activations: "
        "{from: previous}}\n");
    EXPECT_EQ(
        folder.shortened(config::sentence_of([&] { read_trace(file); })),
        "n.yaml:3: the activations of layer 'h' are to come from layer 'g', but of a GEMM that is sampled "
        "not all outputs are computed.");
}

}  // namespace
}  // namespace lacuna::layers
