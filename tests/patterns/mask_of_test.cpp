/// Is every pattern's rule reached by the one entry to them all?
#include "sim/patterns/mask_of.h"

#include <gtest/gtest.h>

#include "sim/patterns/bank_balanced.h"
#include "sim/patterns/row_column.h"
#include "sim/patterns/tile.h"
#include "sim/patterns/unstructured.h"
#include "sim/patterns/vector_wise.h"
#include "tests/config/sentence.h"
#include "tests/patterns/random_weights.h"

namespace lacuna::patterns {
namespace {

using formats::dense_matrix;

TEST(mask_of, it_is_the_mask_of_the_pattern_s_own_rule) {
    formats::random_source random(3);
    const dense_matrix<float> weights = random_weights(random, 10, 24, 99);
    EXPECT_EQ(mask_of({kind::as_is{}}, weights, 12), everything(10, 24));
    EXPECT_EQ(mask_of({kind::dense{}}, weights, 12), everything(10, 24));
    EXPECT_EQ(mask_of({kind::unstructured{0.3}}, weights, 12), unstructured_mask(weights, 0.3));
    EXPECT_EQ(mask_of({kind::n_of_m{3, 5}}, weights, 12), n_of_m_mask(weights, {3, 5}, 12));
    EXPECT_FALSE(mask_of({kind::n_of_m{3, 5}}, weights, 12) == n_of_m_mask(weights, {3, 5}, 24));
    EXPECT_EQ(mask_of({kind::tile{}}, weights, 6), tile_mask(weights, 6));
    EXPECT_EQ(mask_of({kind::block{{3, 2}, 0.3}}, weights, 12), block_mask(weights, {3, 2}, 0.3));
    EXPECT_EQ(mask_of({kind::vector_wise{3, 0.3}}, weights, 12), vector_wise_mask(weights, 3, 0.3));
    EXPECT_EQ(mask_of({kind::bank_balanced{5, 0.3}}, weights, 12), bank_balanced_mask(weights, 5, 0.3));
    EXPECT_EQ(mask_of({kind::row{0.3}}, weights, 12), row_mask(weights, 0.3));
    EXPECT_EQ(mask_of({kind::column{0.3}}, weights, 12), column_mask(weights, 0.3));
}

TEST(mask_of, no_pattern_keeps_more_than_the_best_of_as_many_weights) {
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const dense_matrix<float> weights = random_weights(random, some(random, 1, 12), 8, 20);
        for (const specification& pattern :
             {specification{kind::unstructured{0.4}}, specification{kind::n_of_m{2, 4}},
              specification{kind::n_of_m{4, 8, true}}, specification{kind::tile{}},
              specification{kind::block{{2, 3}, 0.4}}, specification{kind::vector_wise{3, 0.4}},
              specification{kind::bank_balanced{2, 0.4}}, specification{kind::row{0.4}},
              specification{kind::column{0.4}}}) {
            SCOPED_TRACE(pattern.label());
            const mask stays = mask_of(pattern, weights, 8);
            EXPECT_LE(magnitude_kept(weights, stays), best_magnitude(weights, kept(stays)));
        }
    }
}

TEST(mask_of, a_rule_that_weights_do_not_fit_is_refused_in_its_own_words) {
    const dense_matrix<float> weights = {1, 4, {1, 2, 3, 4}};
    EXPECT_EQ(config::sentence_of([&] { mask_of({kind::tile{}}, weights, 3); }),
              "4 columns are not whole segments of 3");
    EXPECT_EQ(config::sentence_of([&] {
                  mask_of({kind::bank_balanced{8, 0.5}}, weights, 4);
              }),
              "4 columns cannot be cut into 8 banks");
}

}  // namespace
}  // namespace lacuna::patterns
