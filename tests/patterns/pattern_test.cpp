#include "sim/patterns/pattern.h"

#include <gtest/gtest.h>

#include <set>

namespace lacuna::patterns {
namespace {

TEST(pattern, every_known_pattern_has_one_name_a_syntax_that_uses_it_a_meaning_and_a_source) {
    std::set<std::string> names;
    for (const pattern_description& pattern : known_patterns()) {
        SCOPED_TRACE(pattern.name);
        EXPECT_TRUE(names.insert(pattern.name).second);
        EXPECT_NE(pattern.syntax.find(pattern.name), std::string::npos);
        EXPECT_EQ(pattern.meaning.back(), '.');
        EXPECT_FALSE(pattern.source.empty());
    }
    EXPECT_EQ(names, (std::set<std::string>{"as_is", "dense", "unstructured", "2:4", "n_of_m", "tile",
                                            "block", "vector_wise", "bank_balanced", "row", "column"}));
}

}  // namespace
}  // namespace lacuna::patterns
