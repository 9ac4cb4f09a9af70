/// Is what is derived from weights made once, and kept as long as somebody needs it?
#include "sim/layers/derivations.h"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>

#include "sim/layers/affine_weights.h"

namespace lacuna::layers {
namespace {

/// Two outputs, one input, no bias.
affine_weights small_weights() {
    return affine_weights(formats::csc<float>{2, 2, {0, 2, 2}, {0, 1}, {0.5f, -1}});
}

TEST(derivations, a_thing_is_made_when_it_is_first_asked_for_and_never_again) {
    derivations all;
    int made = 0;
    const auto make = [&] { return ++made; };
    EXPECT_EQ(made, 0);
    const auto first = all.get<int>("count", make);
    EXPECT_EQ(*first, 1);
    EXPECT_EQ(all.get<int>("count", make), first) << "the same thing, not an equal one";
    EXPECT_EQ(made, 1);
}

TEST(derivations, each_name_has_its_own_thing_of_its_own_type) {
    derivations all;
    EXPECT_EQ(*all.get<int>("pes 2", [] { return 2; }), 2);
    EXPECT_EQ(*all.get<int>("pes 4", [] { return 4; }), 4);
    EXPECT_EQ(*all.get<std::string>("text", [] { return std::string("banks"); }), "banks");
    EXPECT_EQ(*all.get<int>("pes 2", [] { return 0; }), 2);
}

TEST(derivations, a_name_that_stands_for_another_type_is_an_error_of_the_model) {
    derivations all;
    all.get<int>("count", [] { return 1; });
    EXPECT_THROW(all.get<std::string>("count", [] { return std::string(); }), std::bad_any_cast);
}

TEST(derivations, a_thing_that_could_not_be_made_is_made_at_the_next_try) {
    derivations all;
    EXPECT_THROW(all.get<int>("count", []() -> int { throw std::runtime_error("no"); }), std::runtime_error);
    EXPECT_EQ(*all.get<int>("count", [] { return 3; }), 3);
}

TEST(derivations, the_last_few_of_each_type_are_kept) {
    derivations all;
    int made = 0;
    const auto number = [&](int i) { all.get<int>(std::to_string(i), [&] { return ++made; }); };
    all.get<std::string>("text", [] { return std::string("first"); });
    const auto most = static_cast<int>(derivations::most_kept);
    for (int i = 0; i < most; ++i) number(i);
    number(0);
    EXPECT_EQ(made, most);
    number(most);  // in place of 1, which was asked for longest ago
    number(0);
    EXPECT_EQ(made, most + 1);
    number(1);
    EXPECT_EQ(made, most + 2);
    EXPECT_EQ(*all.get<std::string>("text", [] { return std::string("again"); }), "first");
}

TEST(derivations, a_thing_may_be_made_of_another) {
    derivations all;
    const auto twice = all.get<int>("twice", [&] { return 2 * *all.get<int>("count", [] { return 4; }); });
    EXPECT_EQ(*twice, 8);
    EXPECT_EQ(*all.get<int>("count", [] { return 0; }), 4);
}

TEST(derivations, a_thing_goes_with_the_weights_unless_somebody_still_holds_it) {
    std::optional<affine_weights> weights = small_weights();
    std::weak_ptr<const int> dropped = weights->derived<int>("dropped", [] { return 1; });
    const std::shared_ptr<const int> held = weights->derived<int>("held", [] { return 2; });
    EXPECT_FALSE(dropped.expired()) << "kept for the next design point";
    weights.reset();
    EXPECT_TRUE(dropped.expired());
    EXPECT_EQ(*held, 2);
}

TEST(derivations, copies_of_the_weights_share_what_was_made_before_them) {
    const affine_weights weights = small_weights();
    const auto before = weights.derived<int>("before", [] { return 1; });
    std::optional<affine_weights> copy = weights;
    EXPECT_EQ(copy->derived<int>("before", [] { return 0; }), before);
    const auto after = copy->derived<int>("after", [] { return 2; });
    EXPECT_EQ(*weights.derived<int>("after", [] { return 3; }), 3) << "each goes on alone";
    copy.reset();
    EXPECT_EQ(weights.derived<int>("before", [] { return 0; }), before);
}

TEST(derivations, weights_are_shared_once_for_each_width) {
    const affine_weights weights = small_weights();
    const formats::shared_weights& wide = weights.shared(4);
    EXPECT_EQ(wide.codebook, (std::vector<float>{0, -1, 0.5f}));
    const formats::shared_weights& narrow = weights.shared(1);
    EXPECT_EQ(narrow.codebook, (std::vector<float>{0, -0.25f}));
    EXPECT_EQ(&weights.shared(4), &wide);
    EXPECT_EQ(&weights.shared(1), &narrow);
}

}  // namespace
}  // namespace lacuna::layers
