/// Is the lowered product of a convolution the convolution?
#include "sim/layers/convolution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <numeric>
#include <set>

namespace lacuna::layers {
namespace {

using engine = boost::random::mt19937;

std::uint32_t draw(engine& random, std::uint32_t least, std::uint32_t most) {
    return boost::random::uniform_int_distribution<std::uint32_t>(least, most)(random);
}

/// Small whole numbers, so that sums are exact in any order.
std::vector<float> numbers(engine& random, std::uint64_t count) {
    std::vector<float> all(count);
    for (float& value : all) value = static_cast<float>(draw(random, 0, 6)) - 3;
    return all;
}

convolution random_shape(engine& random) {
    convolution shape;
    do {
        shape.groups = draw(random, 1, 3);
        shape.channels = shape.groups * draw(random, 1, 3);
        shape.filters = shape.groups * draw(random, 1, 3);
        shape.image = {draw(random, 1, 9), draw(random, 1, 9)};
        shape.kernel = {draw(random, 1, 4), draw(random, 1, 4)};
        shape.stride = {draw(random, 1, 3), draw(random, 1, 3)};
        shape.dilation = {draw(random, 1, 2), draw(random, 1, 2)};
        shape.padding_before = {draw(random, 0, 2), draw(random, 0, 2)};
        shape.padding_after = {draw(random, 0, 2), draw(random, 0, 2)};
    } while (!shape.defect().empty());
    return shape;
}

/// The convolution by its definition; filters are filters x channels of a group x kernel rows x kernel
/// columns.
std::vector<float> convolve(const convolution& shape, const std::vector<float>& image,
                            const std::vector<float>& filters) {
    const extent size = shape.output();
    std::vector<float> output;
    for (std::uint32_t filter = 0; filter < shape.filters; ++filter) {
        const std::uint32_t group = filter / shape.filters_of_group();
        for (std::uint32_t row = 0; row < size.height; ++row) {
            for (std::uint32_t column = 0; column < size.width; ++column) {
                float sum = 0;
                for (std::uint32_t c = 0; c < shape.channels_of_group(); ++c) {
                    for (std::uint32_t y = 0; y < shape.kernel.height; ++y) {
                        for (std::uint32_t x = 0; x < shape.kernel.width; ++x) {
                            const int at_row =
                                static_cast<int>(row * shape.stride.height + y * shape.dilation.height) -
                                static_cast<int>(shape.padding_before.height);
                            const int at_column =
                                static_cast<int>(column * shape.stride.width + x * shape.dilation.width) -
                                static_cast<int>(shape.padding_before.width);
                            if (at_row < 0 || at_row >= static_cast<int>(shape.image.height)) continue;
                            if (at_column < 0 || at_column >= static_cast<int>(shape.image.width)) continue;
                            const std::uint32_t channel = group * shape.channels_of_group() + c;
                            sum +=
                                image[(channel * shape.image.height + static_cast<unsigned>(at_row)) *
                                          shape.image.width +
                                      static_cast<unsigned>(at_column)] *
                                filters[((filter * shape.channels_of_group() + c) * shape.kernel.height + y) *
                                            shape.kernel.width +
                                        x];
                        }
                    }
                }
                output.push_back(sum);
            }
        }
    }
    return output;
}

/// The same through the lowering.
vectors multiply_lowered(const convolution& shape, const vectors& images, const std::vector<float>& filters) {
    const std::vector<std::uint32_t> order = filter_order(shape);
    std::vector<vectors> outputs;
    for (std::uint32_t group = 0; group < shape.groups; ++group) {
        outputs.emplace_back();
        for (const std::vector<float>& vector : gathered(shape, group, images)) {
            outputs.back().emplace_back();
            for (std::uint32_t f = 0; f < shape.filters_of_group(); ++f) {
                const std::size_t first = (group * shape.filters_of_group() + f) * order.size();
                float sum = 0;
                for (std::size_t i = 0; i < order.size(); ++i) sum += vector[i] * filters[first + order[i]];
                outputs.back().back().push_back(sum);
            }
        }
    }
    return scattered(shape, outputs);
}

TEST(convolution, the_lowered_product_is_the_convolution) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        engine random(seed);
        const convolution shape = random_shape(random);
        const std::vector<float> filters = numbers(random, shape.filters * shape.filter_values());
        vectors images;
        for (std::uint32_t i = draw(random, 1, 3); i > 0; --i)
            images.push_back(numbers(random, shape.input_values()));
        const vectors computed = multiply_lowered(shape, images, filters);
        ASSERT_EQ(computed.size(), images.size());
        for (std::size_t i = 0; i < images.size(); ++i)
            ASSERT_EQ(computed[i], convolve(shape, images[i], filters));
    }
}

TEST(convolution, columns_run_over_kernel_rows_then_kernel_columns_then_channels) {
    convolution shape;
    shape.channels = 3;
    shape.image = {2, 2};
    shape.kernel = {2, 2};
    EXPECT_EQ(gather_indices(shape, 0, 0),
              (std::vector<std::uint32_t>{0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}));
    EXPECT_EQ(filter_order(shape), (std::vector<std::uint32_t>{0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}));
}

TEST(convolution, padding_is_no_value) {
    convolution shape;
    shape.image = {1, 2};
    shape.kernel = {1, 3};
    shape.padding_before = {0, 1};
    shape.padding_after = {0, 1};
    EXPECT_EQ(gather_indices(shape, 0, 0), (std::vector<std::uint32_t>{no_value, 0, 1}));
    EXPECT_EQ(gather_indices(shape, 0, 1), (std::vector<std::uint32_t>{0, 1, no_value}));
}

TEST(convolution, every_output_is_written_once) {
    engine random(7);
    const convolution shape = random_shape(random);
    std::set<std::uint32_t> written;
    std::size_t writes = 0;
    for (std::uint32_t group = 0; group < shape.groups; ++group) {
        for (std::uint32_t position = 0; position < shape.positions(); ++position) {
            const auto indices = scatter_indices(shape, group, position);
            written.insert(indices.begin(), indices.end());
            writes += indices.size();
        }
    }
    EXPECT_EQ(writes, shape.output_values());
    EXPECT_EQ(written.size(), writes);
    EXPECT_EQ(*written.rbegin(), writes - 1);
}

TEST(convolution, sizes_are_those_of_known_networks) {
    convolution alexnet;  // conv1 of AlexNet
    alexnet.channels = 3;
    alexnet.image = {227, 227};
    alexnet.filters = 96;
    alexnet.kernel = {11, 11};
    alexnet.stride = {4, 4};
    EXPECT_EQ(alexnet.output().height, 55u);
    EXPECT_EQ(alexnet.filter_values(), 363u);
    convolution same;
    same.image = {14, 14};
    same.kernel = {3, 3};
    same.padding_before = same.padding_after = {1, 1};
    EXPECT_EQ(same.output().width, 14u);
    same.dilation = {2, 2};
    EXPECT_EQ(same.output().width, 12u);
}

TEST(convolution, impossible_shapes_say_why) {
    const auto defect = [](auto change) {
        convolution shape;
        shape.channels = 4;
        shape.filters = 6;
        shape.image = {5, 5};
        shape.kernel = {3, 3};
        change(shape);
        return shape.defect();
    };
    EXPECT_EQ(defect([](convolution&) {}), "");
    EXPECT_EQ(defect([](convolution& c) { c.groups = 3; }), "4 channels cannot be divided into 3 groups");
    EXPECT_EQ(defect([](convolution& c) { c.groups = 4; }),
              "6 outputs (filters) cannot be divided into 4 groups");
    EXPECT_EQ(defect([](convolution& c) { c.kernel.width = 6; }),
              "a kernel of 3 x 6 with dilation 1 x 1 does not fit an image of 5 x 5 with its padding");
    EXPECT_EQ(defect([](convolution& c) { c.dilation.height = 3; }),
              "a kernel of 3 x 3 with dilation 3 x 1 does not fit an image of 5 x 5 with its padding");
    EXPECT_EQ(defect([](convolution& c) {
                  c.image = {2000000000, 2};
              }),
              "it has more than 2147483647 inputs, outputs, or values in a filter");
}

}  // namespace
}  // namespace lacuna::layers
