/// Does a loaded layer hold the data that its trace describes, one pattern applied?
#include "sim/layers/layer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "sim/formats/dense_and_sparse.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/patterns/mask_of.h"
#include "sim/patterns/unstructured.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"

namespace lacuna::layers {
namespace {

using pattern = patterns::specification;

pattern unstructured(double density) {
    return {patterns::kind::unstructured{density}};
}
const pattern as_is = {patterns::kind::as_is{}};
const pattern dense = {patterns::kind::dense{}};

layer generated() {
    layer description;
    description.name = "fc";
    description.where = "t.yaml:1";
    description.inputs = 30;
    description.outputs = 20;
    description.batch = 3;
    description.weights = generated_source{distribution::normal, 5, unstructured(0.5)};
    description.activations = generated_activations{distribution::half_normal, 6, 0.4};
    description.function = activation_function::none;
    return description;
}

/// The weights of a product without the bias.
formats::csc<float> matrix_of(const loaded_layer& loaded) {
    formats::csc<float> matrix = loaded.work.products.front().weights.values();
    --matrix.columns;
    matrix.column_begin.pop_back();
    matrix.row.resize(matrix.column_begin.back());
    matrix.value.resize(matrix.column_begin.back());
    return matrix;
}

std::vector<float> bias_of(const loaded_layer& loaded) {
    const formats::csc<float>& values = loaded.work.products.front().weights.values();
    std::vector<float> bias(values.rows, 0.0f);
    for (std::uint32_t i = values.column_begin[values.columns - 1]; i < values.stored(); ++i)
        bias[values.row[i]] = values.value[i];
    return bias;
}

double magnitude(const formats::csc<float>& matrix) {
    double sum = 0;
    for (const float value : matrix.value) sum += std::abs(static_cast<double>(value));
    return sum;
}

TEST(layer, a_generated_layer_is_one_product_of_its_shape) {
    const loaded_layer loaded = load(generated(), as_is);
    EXPECT_EQ(loaded.work.layer, "fc");
    ASSERT_EQ(loaded.work.products.size(), 1u);
    const product& product = loaded.work.products.front();
    EXPECT_EQ(product.weights.outputs(), 20u);
    EXPECT_EQ(product.weights.inputs(), 30u);
    EXPECT_EQ(product.weights.stored(), 300u);
    EXPECT_EQ(product.weights.stored_bias(), 0u);
    EXPECT_EQ(product.function, activation_function::none);
    ASSERT_EQ(product.activations.size(), 3u);
    for (const std::vector<float>& vector : product.activations) {
        ASSERT_EQ(vector.size(), 30u);
        EXPECT_EQ(std::count(vector.begin(), vector.end(), 0.0f), 18);
    }
    EXPECT_NE(product.activations[0], product.activations[1]);
    EXPECT_TRUE(loaded.notes.empty());
}

TEST(layer, a_pattern_is_applied_to_the_source_values_and_not_to_the_pruned_ones) {
    const formats::csc<float> source = matrix_of(load(generated(), dense));
    EXPECT_EQ(source.stored(), 600u);
    for (const double density : {0.1, 0.5, 0.8, 1.0}) {
        SCOPED_TRACE(density);
        const loaded_layer loaded = load(generated(), unstructured(density));
        const formats::csc<float> expected = patterns::unstructured(source, density);
        EXPECT_EQ(matrix_of(loaded), expected);
        EXPECT_NEAR(loaded.magnitude_kept, magnitude(expected) / magnitude(source), 1e-12);
        EXPECT_TRUE(loaded.notes.empty());
    }
    EXPECT_EQ(matrix_of(load(generated(), as_is)), patterns::unstructured(source, 0.5));
}

TEST(layer, a_pattern_with_a_structure_is_applied_to_all_that_is_drawn) {
    const formats::csc<float> source = matrix_of(load(generated(), dense));
    for (const pattern& each :
         {pattern{patterns::kind::n_of_m{1, 3}}, pattern{patterns::kind::block{{4, 5}, 0.25}},
          pattern{patterns::kind::bank_balanced{3, 0.2}}}) {
        SCOPED_TRACE(each.label());
        const loaded_layer loaded = load(generated(), each);
        const formats::dense_matrix<float> whole = formats::dense_of(source, "source");
        const formats::csc<float> expected = formats::kept_columns(whole, patterns::mask_of(each, whole, 30));
        EXPECT_EQ(matrix_of(loaded), expected);
        EXPECT_DOUBLE_EQ(loaded.magnitude_kept, magnitude(expected) / magnitude(source));
        layer drawn_so = generated();
        std::get<generated_source>(drawn_so.weights).pattern = each;
        EXPECT_EQ(matrix_of(load(drawn_so, as_is)), expected);
    }
}

TEST(layer, the_magnitude_kept_is_1_where_nothing_is_pruned_and_0_where_all_is) {
    EXPECT_EQ(load(generated(), dense).magnitude_kept, 1);
    EXPECT_EQ(load(generated(), unstructured(0)).magnitude_kept, 0);
}

TEST(layer, a_bias_is_the_last_column_and_no_pattern_prunes_it) {
    layer description = generated();
    description.bias = generated_bias{distribution::uniform, 9};
    const std::vector<float> drawn = generate_pruned_weights(20, 1, distribution::uniform, 9, 1).kept.value;
    for (const pattern& each : {as_is, dense, unstructured(0.01)}) {
        SCOPED_TRACE(each.label());
        const loaded_layer loaded = load(description, each);
        EXPECT_EQ(loaded.work.products.front().weights.stored_bias(), 20u);
        EXPECT_EQ(bias_of(loaded), drawn);
        EXPECT_EQ(matrix_of(loaded), matrix_of(load(generated(), each)));
    }
}

TEST(layer, scale_and_shift_map_the_weights_that_the_pattern_keeps_and_no_others) {
    layer description = generated();
    std::get<generated_source>(description.weights).map = {-2, 0.75};
    for (const pattern& each : {as_is, dense, unstructured(0.1), unstructured(0)}) {
        SCOPED_TRACE(each.label());
        const loaded_layer loaded = load(description, each);
        const loaded_layer plain = load(generated(), each);
        formats::csc<float> expected = matrix_of(plain);
        for (float& weight : expected.value) weight = static_cast<float>(weight * -2.0 + 0.75);
        EXPECT_EQ(matrix_of(loaded), expected) << "chosen by their magnitude before the shift";
        EXPECT_EQ(loaded.magnitude_kept, plain.magnitude_kept);
    }
}

TEST(layer, weights_that_are_scaled_to_0_are_stored_zeros) {
    layer description = generated();
    std::get<generated_source>(description.weights).map = {0, 0};
    const formats::csc<float> matrix = matrix_of(load(description, unstructured(0.5)));
    EXPECT_EQ(matrix.stored(), 300u);
    EXPECT_EQ(std::count(matrix.value.begin(), matrix.value.end(), 0.0f), 300);
}

TEST(layer, scale_and_shift_of_a_bias_are_its_own) {
    layer description = generated();
    description.bias = generated_bias{distribution::uniform, 9, {0.5, -3}};
    std::vector<float> expected = generate_pruned_weights(20, 1, distribution::uniform, 9, 1).kept.value;
    for (float& value : expected) value = static_cast<float>(value * 0.5 - 3);
    const loaded_layer loaded = load(description, unstructured(0.3));
    EXPECT_EQ(bias_of(loaded), expected);
    EXPECT_EQ(matrix_of(loaded), matrix_of(load(generated(), unstructured(0.3))));
}

TEST(layer, a_bias_may_be_the_same_for_every_output_or_vanish) {
    layer description = generated();
    description.bias = generated_bias{distribution::normal, 9, {0, 0.25}};
    EXPECT_EQ(bias_of(load(description, as_is)), std::vector<float>(20, 0.25f));
    std::get<generated_bias>(description.bias).map = {0, 0};
    EXPECT_EQ(load(description, as_is).work.products.front().weights.stored_bias(), 0u);
}

TEST(layer, a_layer_that_follows_another_is_loaded_without_activations) {
    layer description = generated();
    description.activations = previous_outputs{};
    const loaded_layer loaded = load(description, as_is);
    EXPECT_TRUE(loaded.work.products.front().activations.empty());
    EXPECT_EQ(matrix_of(loaded), matrix_of(load(generated(), as_is)));
}

TEST(layer, only_generated_weights_can_be_too_many_to_generate) {
    layer description = generated();
    description.inputs = description.outputs = 20000;
    EXPECT_TRUE(too_large_to_generate(description, dense));
    EXPECT_FALSE(too_large_to_generate(description, as_is));
    EXPECT_FALSE(too_large_to_generate(description, unstructured(0.5)));
    EXPECT_TRUE(too_large_to_generate(description, unstructured(0.51)));
    description.inputs = 215001;  // 4.3e9 values to draw
    EXPECT_TRUE(too_large_to_generate(description, unstructured(0)));
    description.inputs = 215000;
    EXPECT_FALSE(too_large_to_generate(description, unstructured(0)));
    description.weights = tensor_source{{"banks"}};
    EXPECT_FALSE(too_large_to_generate(description, dense));
}

/// A bank folder of 4 x 4 weights: 8 values 1 to 8 (odd ones negative) and a stored zero, and a bias.
class layer_of_banks : public testing::Test {
  protected:
    layer_of_banks() {
        formats::shared_weights banks;
        banks.codebook = {0, -1, 2, -3, 4, -5, 6, -7, 8, 0.25f};
        banks.codes = {
            4, 5, {0, 3, 5, 6, 9, 11}, {0, 1, 3, 0, 2, 3, 0, 1, 2, 1, 3}, {1, 8, 5, 2, 7, 3, 6, 0, 4, 9, 9}};
        write("banks", banks, std::vector<float>{1, 0, 0.5f, 2, 3, 0, 0, 7});
        description.name = "fc";
        description.where = "t.yaml:1";
        description.inputs = 4;
        description.outputs = 4;
        description.batch = 2;
        description.weights = tensor_source{{folder / "banks"}};
        description.activations = tensor_source{{folder / "banks/act.dat"}};
    }
    void write(const std::string& name, const formats::shared_weights& banks,
               const std::vector<float>& activations) {
        formats::write_eie_bank_folder(folder / name, banks, 2,
                                       {activations.begin(), activations.begin() + 4});
        std::string bytes(activations.size() * sizeof(float), '\0');
        std::memcpy(bytes.data(), activations.data(), bytes.size());
        folder.write(name + "/act.dat", bytes);
    }

    test::scratch_folder folder;
    layer description;
};

TEST_F(layer_of_banks, as_is_is_what_the_banks_hold) {
    const loaded_layer loaded = load(description, as_is);
    EXPECT_EQ(matrix_of(loaded),
              (formats::csc<float>{
                  4, 4, {0, 3, 5, 6, 9}, {0, 1, 3, 0, 2, 3, 0, 1, 2}, {-1, 8, -5, 2, -7, -3, 6, 0, 4}}));
    EXPECT_EQ(bias_of(loaded), (std::vector<float>{0, 0.25f, 0, 0.25f}));
    const product& product = loaded.work.products.front();
    EXPECT_EQ(product.activations, (std::vector<std::vector<float>>{{1, 0, 0.5f, 2}, {3, 0, 0, 7}}));
    EXPECT_EQ(product.weights.shared(4).codebook.size(), 16u) << "the codes are those of the banks";
    EXPECT_EQ(loaded.magnitude_kept, 1);
    EXPECT_TRUE(loaded.notes.empty());
}

TEST_F(layer_of_banks, a_sparser_pattern_prunes_what_is_left_and_says_so) {
    const loaded_layer loaded = load(description, unstructured(0.25));
    EXPECT_EQ(matrix_of(loaded), (formats::csc<float>{4, 4, {0, 2, 3, 3, 4}, {1, 3, 2, 0}, {8, -5, -7, 6}}));
    EXPECT_EQ(bias_of(loaded), (std::vector<float>{0, 0.25f, 0, 0.25f})) << "the bias is not pruned";
    EXPECT_DOUBLE_EQ(loaded.magnitude_kept, 26.0 / 36);
    EXPECT_EQ(loaded.notes,
              (std::vector<std::string>{"The source was already pruned to a density of 0.5000; unstructured "
                                        "0.25 prunes what is left."}));
}

TEST_F(layer_of_banks, a_pattern_that_needs_the_lost_values_gets_what_is_stored_and_says_so) {
    for (const pattern& each : {dense, unstructured(0.75), unstructured(0.5)}) {
        SCOPED_TRACE(each.label());
        const loaded_layer loaded = load(description, each);
        EXPECT_EQ(matrix_of(loaded), matrix_of(load(description, as_is)));
        EXPECT_EQ(loaded.magnitude_kept, 1);
        EXPECT_EQ(loaded.notes,
                  (std::vector<std::string>{"The source is already pruned to a density of 0.5000, and the "
                                            "values it lost are not known: " +
                                            each.label() + " is what it stores."}));
    }
}

TEST_F(layer_of_banks, a_structure_prunes_what_is_left_whatever_its_density) {
    const loaded_layer loaded = load(description, {patterns::kind::n_of_m{3, 4}});
    EXPECT_EQ(matrix_of(loaded).stored(), 8u) << "of three equal zeros of a row the last goes, and is stored";
    EXPECT_EQ(loaded.notes, (std::vector<std::string>{"The source was already pruned to a density of 0.5000; "
                                                      "3:4 prunes what is left, and would keep 4 of the "
                                                      "weights whose values are lost."}));
}

TEST_F(layer_of_banks, a_stored_zero_does_not_count_as_density) {
    EXPECT_EQ(load(description, unstructured(0.55)).notes.front().substr(0, 52),
              "The source is already pruned to a density of 0.5000,");
}

TEST_F(layer_of_banks, banks_of_zeros_alone_keep_a_magnitude_of_1) {
    formats::shared_weights zeros;
    zeros.codebook = {0, 1};
    zeros.codes = {4, 5, {0, 1, 1, 1, 1, 1}, {2}, {0}};
    write("zeros", zeros, std::vector<float>(8, 1.0f));
    description.weights = tensor_source{{folder / "zeros"}};
    for (const pattern& each : {as_is, dense, unstructured(0), unstructured(0.01)})
        EXPECT_EQ(load(description, each).magnitude_kept, 1) << each.label();
}

TEST_F(layer_of_banks, activations_of_another_number_are_refused) {
    description.batch = 3;
    EXPECT_EQ(folder.shortened(config::sentence_of([&] { load(description, as_is); })),
              "t.yaml:1: banks/act.dat holds 8 activations, but a batch of 3 with 4 inputs needs 12.");
    description.batch = 1;
    EXPECT_EQ(folder.shortened(config::sentence_of([&] { load(description, as_is); })),
              "t.yaml:1: banks/act.dat holds 8 activations, but a batch of 1 with 4 inputs needs 4.");
}

TEST_F(layer_of_banks, banks_of_another_shape_are_refused) {
    description.inputs = 30;
    EXPECT_NE(config::sentence_of([&] { load(description, as_is); }), "");
    description.inputs = 4;
    description.outputs = 3;
    EXPECT_NE(config::sentence_of([&] { load(description, as_is); }), "");
}

TEST_F(layer_of_banks, weights_and_activations_may_come_from_different_sources) {
    description.activations = generated_activations{distribution::half_normal, 6, 0.5};
    const loaded_layer loaded = load(description, as_is);
    ASSERT_EQ(loaded.work.products.front().activations.size(), 2u);
    EXPECT_EQ(loaded.work.products.front().activations[0].size(), 4u);
}

}  // namespace
}  // namespace lacuna::layers
