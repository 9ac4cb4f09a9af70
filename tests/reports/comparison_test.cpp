/// Are rows of the same work paired, whatever accelerators are called, and is none lost?
#include "sim/reports/comparison.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/reports/sample_result.h"

namespace lacuna::reports::test {
namespace {

using texts = std::vector<std::string>;
using names = std::map<std::string, std::string>;

row row_of(const std::string& layer, const std::string& accelerator, const std::string& pattern = "as_is",
           std::uint32_t batch = 1) {
    row r = measured_row(accelerator, pattern, 1000);
    r.layer = layer;
    r.batch = batch;
    return r;
}

result result_of(std::vector<row> rows) {
    result all;
    all.rows = std::move(rows);
    return all;
}

/// "layer/pattern/batch: accelerator of A and of B"
texts pairs_of(const comparison& all) {
    texts found;
    for (const row_pair& p : all.pairs) {
        EXPECT_EQ(p.a.layer, p.b.layer);
        EXPECT_EQ(p.a.pattern, p.b.pattern);
        EXPECT_EQ(p.a.batch, p.b.batch);
        found.push_back(p.a.layer + "/" + p.a.pattern + "/" + std::to_string(p.a.batch) + ": " +
                        p.a.accelerator + ", " + p.b.accelerator);
    }
    return found;
}

/// "layer of accelerator: those it is missing on"
texts names_of(const std::vector<lone_row>& rows) {
    texts found;
    for (const lone_row& lone : rows) {
        found.push_back(lone.of.layer + " of " + lone.of.accelerator + ":");
        for (const std::string& name : lone.missing_on) found.back() += " " + name;
    }
    return found;
}

TEST(counterparts, of_a_single_accelerator_are_all_others_whatever_their_names) {
    const result eie = result_of({row_of("fc6", "eie"), row_of("fc7", "eie")});
    const result cores = result_of({row_of("fc6", "dense"), row_of("fc6", "sparse"), row_of("fc6", "eie")});
    EXPECT_EQ(counterparts(eie, cores), (names{{"dense", "eie"}, {"sparse", "eie"}, {"eie", "eie"}}));
}

TEST(counterparts, of_several_accelerators_have_the_same_names) {
    const result a = result_of({row_of("fc6", "eie"), row_of("fc6", "dense")});
    const result b = result_of({row_of("fc6", "dense"), row_of("fc6", "sparse")});
    EXPECT_EQ(counterparts(a, b), (names{{"dense", "dense"}}));
    EXPECT_EQ(counterparts(a, result_of({row_of("fc6", "sparse")})), names{});
}

TEST(accelerators, stand_in_the_order_of_their_first_rows) {
    const result all = result_of({row_of("fc6", "z"), row_of("fc6", "a"), row_of("fc7", "z")});
    EXPECT_EQ(accelerators_of(all), (texts{"z", "a"}));
    const result chosen = rows_on(all, [](const std::string& name) { return name == "z"; });
    EXPECT_EQ(accelerators_of(chosen), texts{"z"});
    EXPECT_EQ(chosen.rows.size(), 2u);
}

TEST(compare, pairs_rows_of_one_layer_pattern_and_batch_in_any_order) {
    const result a = result_of({row_of("fc6", "eie"), row_of("fc6", "eie", "dense"),
                                row_of("fc6", "eie", "dense", 8), row_of("fc7", "eie")});
    const result b = result_of({row_of("fc7", "core"), row_of("fc6", "core", "dense", 8),
                                row_of("fc6", "core"), row_of("fc6", "core", "dense")});
    const comparison all = compare(a, b);
    EXPECT_EQ(pairs_of(all), (texts{"fc7/as_is/1: eie, core", "fc6/dense/8: eie, core",
                                    "fc6/as_is/1: eie, core", "fc6/dense/1: eie, core"}));
    EXPECT_TRUE(all.only_a.empty());
    EXPECT_TRUE(all.only_b.empty());
}

TEST(compare, names_every_row_without_a_counterpart_and_where_it_is_missing) {
    const result a = result_of({row_of("fc6", "eie"), row_of("fc7", "eie")});
    const result b = result_of({row_of("fc6", "dense"), row_of("fc7", "dense"), row_of("fc6", "sparse"),
                                row_of("fc6", "sparse", "2:4"), row_of("fc8", "sparse")});
    const comparison all = compare(a, b);
    EXPECT_EQ(pairs_of(all),
              (texts{"fc6/as_is/1: eie, dense", "fc7/as_is/1: eie, dense", "fc6/as_is/1: eie, sparse"}));
    EXPECT_EQ(names_of(all.only_a), (texts{"fc7 of eie: sparse"}));
    EXPECT_EQ(names_of(all.only_b), (texts{"fc6 of sparse: eie", "fc8 of sparse: eie"}));
}

TEST(compare, names_rows_of_accelerators_that_the_other_result_does_not_have) {
    const result a = result_of({row_of("fc6", "eie"), row_of("fc6", "dense"), row_of("fc7", "dense")});
    const result b = result_of({row_of("fc6", "dense"), row_of("fc6", "sparse")});
    const comparison all = compare(a, b);
    EXPECT_EQ(pairs_of(all), texts{"fc6/as_is/1: dense, dense"});
    EXPECT_EQ(names_of(all.only_a), (texts{"fc6 of eie:", "fc7 of dense: dense"}));
    EXPECT_EQ(names_of(all.only_b), texts{"fc6 of sparse:"});
}

TEST(compare, every_row_is_paired_or_alone) {
    for (unsigned chosen = 0; chosen < 4096; ++chosen) {
        SCOPED_TRACE(chosen);
        result a;
        result b;
        unsigned bit = 0;
        for (const char* layer : {"fc6", "fc7"})
            for (const char* name : {"x", "y", "z"}) {
                if (chosen >> bit++ & 1) a.rows.push_back(row_of(layer, name));
                if (chosen >> bit++ & 1) b.rows.push_back(row_of(layer, name));
            }
        const comparison all = compare(a, b);
        EXPECT_EQ(all.pairs.size() + all.only_b.size(), b.rows.size());
        std::set<row_key> seen;
        for (const row_pair& pair : all.pairs) seen.insert(key_of(pair.a, pair.a.accelerator));
        for (const lone_row& lone : all.only_a) seen.insert(key_of(lone.of, lone.of.accelerator));
        EXPECT_EQ(seen.size(), a.rows.size());
    }
}

TEST(compare, keeps_rows_that_did_not_fit) {
    const result a = result_of({measured_row("eie", "dense", 8)});
    const comparison all = compare(a, result_of({row_that_does_not_fit("core", "dense")}));
    ASSERT_EQ(all.pairs.size(), 1u);
    EXPECT_FALSE(all.pairs[0].is_measured());
}

}  // namespace
}  // namespace lacuna::reports::test
