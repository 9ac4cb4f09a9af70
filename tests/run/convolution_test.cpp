/// Are the layers of a network of convolutions convolved, group by group, on what the layer before put out?
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/run/runner.h"
#include "tests/run/toy_model.h"

namespace lacuna::run::test {
namespace {

using layers::convolution;
using layers::vectors;

layers::layer convolved_layer(const std::string& name, const convolution& shape) {
    layers::layer layer = toy_layer(name, static_cast<std::uint32_t>(shape.filter_values()), shape.filters);
    layer.convolved = shape;
    layer.batch = 2;
    layer.function = layers::activation_function::relu;
    return layer;
}

/// Every output of a group by the definition of a convolution, its padding zeros; weights are lowered, bias
/// included.
std::vector<float> convolve(const convolution& shape, const layers::workload& lowered,
                            const std::vector<float>& image) {
    const layers::extent size = shape.output();
    std::vector<float> all;
    for (std::uint32_t filter = 0; filter < shape.filters; ++filter) {
        const std::uint32_t group = filter / shape.filters_of_group();
        const formats::csc<float>& weights = lowered.products[group].weights.values();
        std::vector<float> of_filter(weights.columns);
        for (std::uint32_t column = 0; column < weights.columns; ++column)
            for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i)
                if (weights.row[i] == filter % shape.filters_of_group()) of_filter[column] = weights.value[i];
        for (std::uint32_t y = 0; y < size.height; ++y) {
            for (std::uint32_t x = 0; x < size.width; ++x) {
                float sum = 0;
                std::size_t column = 0;
                for (std::uint32_t ky = 0; ky < shape.kernel.height; ++ky) {
                    for (std::uint32_t kx = 0; kx < shape.kernel.width; ++kx) {
                        const std::int64_t row =
                            std::int64_t{y} * shape.stride.height + ky - shape.padding_before.height;
                        const std::int64_t at =
                            std::int64_t{x} * shape.stride.width + kx - shape.padding_before.width;
                        const bool inside =
                            row >= 0 && row < shape.image.height && at >= 0 && at < shape.image.width;
                        for (std::uint32_t c = 0; c < shape.channels_of_group(); ++c, ++column) {
                            const std::size_t plane = group * shape.channels_of_group() + c;
                            const float value =
                                inside ? image[(plane * shape.image.height + static_cast<std::size_t>(row)) *
                                                   shape.image.width +
                                               static_cast<std::size_t>(at)]
                                       : 0;
                            sum += of_filter[column] * value;
                        }
                    }
                }
                all.push_back(std::max(sum + of_filter[column], 0.0f));
            }
        }
    }
    return all;
}

TEST(convolutions, each_layer_convolves_the_outputs_of_the_one_before_of_all_groups) {
    convolution first;
    first.channels = 4;
    first.image = {5, 6};
    first.filters = 6;
    first.kernel = {3, 2};
    first.padding_before = {1, 0};
    first.padding_after = {0, 1};
    first.groups = 2;
    convolution second;
    second.channels = 6;
    second.image = first.output();
    second.filters = 3;
    second.kernel = {2, 2};
    second.stride = {2, 1};

    std::vector<layers::workload> given;
    experiment asked = toy_experiment([&](const layers::workload& work, outcome&) { given.push_back(work); });
    asked.layers = {convolved_layer("first", first), convolved_layer("second", second),
                    toy_layer("classifier", static_cast<std::uint32_t>(second.output_values()), 3)};
    asked.layers[0].bias = layers::generated_bias{layers::distribution::normal, 9};
    asked.layers[1].activations = layers::previous_outputs{};
    asked.layers[2].activations = layers::previous_outputs{};
    asked.layers[2].batch = 2;
    const vectors images = layers::load_activations(asked.layers[0]);
    std::vector<experiment> all;
    all.push_back(std::move(asked));
    runner built(std::move(all), {});
    const reports::result result = built.run(0);

    ASSERT_EQ(given.size(), 3u);
    ASSERT_EQ(given[0].products.size(), 2u);
    ASSERT_EQ(given[1].products.size(), 1u);
    const vectors& into_classifier = given[2].products[0].activations;
    ASSERT_EQ(images.size(), 2u);
    ASSERT_EQ(into_classifier.size(), 2u);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const std::vector<float> between = convolve(first, given[0], images[i]);
        const std::vector<float> expected = convolve(second, given[1], between);
        ASSERT_EQ(into_classifier[i].size(), expected.size());
        for (std::size_t v = 0; v < expected.size(); ++v) EXPECT_FLOAT_EQ(into_classifier[i][v], expected[v]);
    }
    for (std::size_t l = 0; l < 3; ++l) {
        for (const layers::product& product : given[l].products) {
            EXPECT_FALSE(product.follows) << "what was scattered is not in place";
            EXPECT_FALSE(product.continues);
            EXPECT_EQ(product.is_whole, l < 2);
        }
    }
    EXPECT_EQ(result.rows[0].batch, 2u) << "images";
    EXPECT_EQ(result.rows[0].measured->macs_dense,
              2 * first.positions() * (first.filters * first.filter_values() + first.filters));
}

TEST(convolutions, a_wrong_output_of_any_group_is_found) {
    convolution shape;
    shape.channels = 4;
    shape.image = {3, 3};
    shape.filters = 4;
    shape.groups = 4;
    experiment asked =
        toy_experiment([](const layers::workload&, outcome& done) { done.outputs[3][5][0] += 1; });
    asked.layers = {convolved_layer("depthwise", shape)};
    std::vector<experiment> all;
    all.push_back(std::move(asked));
    runner built(std::move(all), {});
    EXPECT_THROW(built.run(0), wrong_product);
}

TEST(convolutions, notes_of_groups_that_differ_in_numbers_alone_are_one) {
    convolution shape;
    shape.channels = 2;
    shape.image = {2, 2};
    shape.filters = 2;
    experiment asked = toy_experiment([](const layers::workload&, outcome& done) {
        done.notes = {"3 of 4 saturate.", "Odd.", "1 of 4 saturate.", "Odd.", "2 of 4 saturate."};
    });
    asked.layers = {convolved_layer("noted", shape)};
    std::vector<experiment> all;
    all.push_back(std::move(asked));
    runner built(std::move(all), {});
    const std::vector<std::string> notes = built.run(0).rows.at(0).notes;
    EXPECT_EQ(notes,
              (std::vector<std::string>{"3 of 4 saturate. So too, but for the numbers, in 2 more groups of "
                                        "the convolution.",
                                        "Odd. So too, but for the numbers, in 1 more group of the "
                                        "convolution."}));
}

}  // namespace
}  // namespace lacuna::run::test
