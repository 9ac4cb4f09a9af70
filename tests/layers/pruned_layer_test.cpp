/// Does pruning keep what its pattern says, and permuting change no product?
#include "sim/layers/pruned_layer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/formats/dense_and_sparse.h"
#include "sim/formats/files/npy.h"
#include "sim/patterns/n_of_m.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"

namespace lacuna::layers {
namespace {

layer drawn(std::uint32_t outputs, std::uint32_t inputs) {
    layer made;
    made.name = "fc";
    made.where = "t.yaml:1";
    made.outputs = outputs;
    made.inputs = inputs;
    made.weights = generated_source{distribution::normal, 3, {patterns::kind::dense{}}};
    made.activations = generated_activations{distribution::half_normal, 4, 0.75};
    return made;
}

layer drawn_convolution(std::uint32_t groups) {
    layer made = drawn(6, 0);
    convolution shape;
    shape.channels = 16;
    shape.image = {5, 4};
    shape.filters = 6;
    shape.kernel = {3, 2};
    shape.padding_after = {1, 0};
    shape.groups = groups;
    made.convolved = shape;
    made.inputs = static_cast<std::uint32_t>(shape.filter_values());
    return made;
}

/// What the layer computes with these weights, in double precision.
std::vector<std::vector<double>> outputs_of(const layer& of, const formats::csc<float>& weights,
                                            const vectors& activations) {
    const formats::dense_matrix<float> matrix = formats::dense_of(weights, "");
    std::vector<std::vector<double>> all;
    const std::vector<vectors> products = lowered(of, activations);
    const auto rows = static_cast<std::uint32_t>(matrix.rows / products.size());
    for (std::uint32_t group = 0; group < products.size(); ++group)
        for (const std::vector<float>& vector : products[group]) {
            std::vector<double>& sums = all.emplace_back(rows, 0.0);
            for (std::uint32_t row = 0; row < rows; ++row)
                for (std::uint32_t i = 0; i < matrix.columns; ++i)
                    sums[row] += static_cast<double>(matrix.at(group * rows + row, i)) * vector[i];
        }
    return all;
}

/// Puts the columns of pruned, permuted weights back where they came from.
formats::csc<float> put_back(const pruned_layer& pruned) {
    const formats::dense_matrix<float> matrix = formats::dense_of(pruned.weights, "");
    const std::vector<std::uint32_t>& column = pruned.permutation->column;
    const auto channels = static_cast<std::uint32_t>(column.size());
    formats::dense_matrix<float> back = matrix;
    for (std::uint32_t row = 0; row < matrix.rows; ++row)
        for (std::uint32_t i = 0; i < matrix.columns; ++i)
            back.at(row, i / channels * channels + column[i % channels]) = matrix.at(row, i);
    return formats::nonzero_columns(back);
}

void expect_same_product(const layer& of) {
    const pruned_layer pruned = permute_and_prune(of);
    const std::uint32_t segment = of.convolved ? of.convolved->channels_of_group() : of.inputs;
    EXPECT_TRUE(patterns::satisfies_n_of_m(patterns::nonzeros_of(formats::dense_of(pruned.weights, "")),
                                           {2, 4, false}, segment));
    EXPECT_GT(pruned.kept.magnitude, pruned.unpermuted.magnitude);
    const vectors activations = load_activations(of);
    const vectors moved = permuted_inputs(of, input_channels(of, *pruned.permutation), activations);
    EXPECT_NE(moved, activations);
    const auto before = outputs_of(of, put_back(pruned), activations);
    const auto after = outputs_of(of, pruned.weights, moved);
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i)
        for (std::size_t row = 0; row < before[i].size(); ++row)
            EXPECT_NEAR(before[i][row], after[i][row], 1e-9);
    // The values are the source's own, in another place.
    const pruned_layer source = prune(of, {patterns::kind::dense{}});
    const formats::dense_matrix<float> whole = formats::dense_of(source.weights, "");
    const formats::dense_matrix<float> back = formats::dense_of(put_back(pruned), "");
    for (std::size_t i = 0; i < back.value.size(); ++i) {
        if (back.value[i] == 0) continue;
        EXPECT_EQ(back.value[i], whole.value[i]);
    }
}

TEST(pruned_layer, permuted_inputs_give_the_product_of_the_weights_in_their_own_order) {
    expect_same_product(drawn(20, 32));
    expect_same_product(drawn_convolution(1));
    expect_same_product(drawn_convolution(2));
}

TEST(pruned_layer, it_says_what_is_kept_of_all_and_of_the_best) {
    const test::scratch_folder folder;
    formats::write_npy(folder / "w.npy", {{2, 4}, std::vector<float>{1, 2, 3, 4, 8, 7, 1, 1}});
    layer made = drawn(2, 4);
    made.weights = tensor_source{{folder / "w.npy"}};
    const pruned_layer half = prune(made, {patterns::kind::n_of_m{2, 4, false}});
    EXPECT_DOUBLE_EQ(half.kept.density, 0.5);
    EXPECT_DOUBLE_EQ(half.kept.magnitude, 22.0 / 27);
    EXPECT_DOUBLE_EQ(half.kept.of_best, 1);  // 8, 7, 4, 3 are the largest four
    const pruned_layer row = prune(made, {patterns::kind::column{0.5}});
    EXPECT_DOUBLE_EQ(row.kept.magnitude, 18.0 / 27);  // 1, 2, 8, 7
    EXPECT_DOUBLE_EQ(row.kept.of_best, 18.0 / 22);
    EXPECT_EQ(half.row_loads(), (std::vector<std::uint64_t>{2, 2}));
    EXPECT_EQ(half.pe_loads(3), (std::vector<std::uint64_t>{2, 2, 0}));
    EXPECT_EQ(half.pe_loads(1), (std::vector<std::uint64_t>{4}));
}

TEST(pruned_layer, load_says_the_same) {
    layer made = drawn(16, 32);
    const patterns::specification pattern{patterns::kind::block{{4, 4}, 0.5}};
    const loaded_layer loaded = load(made, pattern);
    const pruned_layer pruned = prune(made, pattern);
    EXPECT_EQ(loaded.magnitude_kept, pruned.kept.magnitude);
    EXPECT_EQ(loaded.of_best, pruned.kept.of_best);
    EXPECT_LT(loaded.of_best, 1);
    EXPECT_GT(loaded.of_best, loaded.magnitude_kept);
    EXPECT_EQ(load(made, {patterns::kind::unstructured{0.3}}).of_best, 1);
    EXPECT_EQ(load(made, {}).of_best, 1);
}

TEST(pruned_layer, channels_that_are_no_groups_of_four_are_refused) {
    EXPECT_EQ(
        config::sentence_of([] { permute_and_prune(drawn(4, 6)); }),
        "t.yaml:1: channels are permuted for 2:4 in groups of four, 16384 columns at most, but there are 6.");
}

}  // namespace
}  // namespace lacuna::layers
