/// Are loads, distinct values and patterns of a layer's weights what a count by hand finds?
#include "sim/layers/weight_statistics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "sim/formats/compressed_rows.h"
#include "sim/formats/dense_and_sparse.h"
#include "sim/formats/files/smtx.h"
#include "sim/patterns/mask_of.h"
#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::layers {
namespace {

using formats::csc;
using loads = std::vector<std::uint64_t>;
using patterns::specification;

const csc<float> example = {3, 4, {0, 2, 2, 3, 5}, {0, 2, 1, 0, 2}, {1, -2, 1, 0.5f, 1}};

TEST(weight_statistics, loads_of_rows_columns_and_pes_by_hand) {
    const weight_load load = load_of(example, 2);
    EXPECT_EQ(load.of_row, (loads{2, 1, 2}));
    EXPECT_EQ(load.of_column, (loads{2, 0, 1, 2}));
    EXPECT_EQ(load.of_pe, (loads{4, 1}));  // rows 0 and 2, row 1
    EXPECT_EQ(load_of(example, 5).of_pe, (loads{2, 1, 2, 0, 0}));
    EXPECT_EQ(config::sentence_of([] { load_of(example, 0); }), "0 PEs: at least one must own the rows.");
}

TEST(weight_statistics, summary_by_hand) {
    const load_summary load = summary_of({4, 1, 1, 2});
    EXPECT_EQ(load.least, 1u);
    EXPECT_EQ(load.greatest, 4u);
    EXPECT_EQ(load.mean, 2);
    EXPECT_EQ(load.imbalance, 2);
    EXPECT_DOUBLE_EQ(load.coefficient_of_variation, std::sqrt(1.5) / 2);
    EXPECT_EQ(summary_of({}).imbalance, 1);
}

TEST(weight_statistics, distinct_values_are_counted_up_to_65536) {
    EXPECT_EQ(distinct_values(example), 3u);
    EXPECT_EQ(distinct_values({2, 2, {0, 0, 0}, {}, {}}), 0u);
    csc<float> many = {65537, 1, {0, 65537}, {}, {}};
    for (std::uint32_t row = 0; row < many.rows; ++row) {
        many.row.push_back(row);
        many.value.push_back(static_cast<float>(row + 1));
    }
    EXPECT_EQ(distinct_values(many), std::nullopt);
    many.value.back() = 1;
    EXPECT_EQ(distinct_values(many), 65536u);
}

TEST(weight_statistics, stored_zeros_are_dropped_of_either_sign) {
    EXPECT_EQ(without_stored_zeros({3, 3, {0, 2, 2, 4}, {0, 2, 1, 2}, {0, 5, 6, -0.0f}}),
              (csc<float>{3, 3, {0, 1, 1, 2}, {2, 1}, {5, 6}}));
    EXPECT_EQ(without_stored_zeros(example), example);
}

/// The patterns that are held, of all that were looked for.
std::vector<std::string> held(const patterns::mask& nonzeros, std::uint32_t segment) {
    std::vector<std::string> names;
    for (const held_pattern& each : patterns_of(nonzeros, segment))
        if (each.is_held) names.push_back(each.name);
    return names;
}

bool holds(const patterns::mask& nonzeros, const std::string& name, std::uint32_t segment) {
    const auto names = held(nonzeros, segment);
    return std::find(names.begin(), names.end(), name) != names.end();
}

TEST(weight_statistics, what_a_pattern_prunes_has_the_pattern) {
    formats::random_source random(3);
    formats::dense_matrix<float> weights{32, 64, {}};
    for (std::size_t i = 0; i < 32 * 64; ++i) weights.value.push_back(static_cast<float>(random(1, 9999)));
    namespace kind = patterns::kind;
    const std::vector<std::pair<std::string, specification>> pruned = {
        {"1:2", {kind::n_of_m{1, 2, false}}},
        {"2:4", {kind::n_of_m{2, 4, false}}},
        {"1:4", {kind::n_of_m{1, 4, false}}},
        {"2:8", {kind::n_of_m{2, 8, false}}},
        {"4:8 pairs", {kind::n_of_m{4, 8, true}}},
        {"tile", {kind::tile{}}},
        {"block 2x2", {kind::block{{2, 2}, 0.5}}},
        {"block 4x4", {kind::block{{4, 4}, 0.5}}},
        {"block 8x8", {kind::block{{8, 8}, 0.5}}},
        {"block 16x16", {kind::block{{16, 16}, 0.5}}},
        {"vector_wise 2", {kind::vector_wise{2, 0.5}}},
        {"vector_wise 4", {kind::vector_wise{4, 0.5}}},
        {"vector_wise 8", {kind::vector_wise{8, 0.5}}},
        {"row", {kind::row{0.5}}},
        {"column", {kind::column{0.5}}},
        {"bank_balanced 2", {kind::bank_balanced{2, 0.3}}},
        {"bank_balanced 4", {kind::bank_balanced{4, 0.3}}},
        {"bank_balanced 8", {kind::bank_balanced{8, 0.3}}},
        {"bank_balanced 16", {kind::bank_balanced{16, 0.3}}}};
    std::map<std::string, bool> known;
    for (const auto& [name, pattern] : pruned) {
        EXPECT_TRUE(holds(patterns::mask_of(pattern, weights, 64), name, 64)) << name;
        known[name] = true;
    }
    const auto unstructured = patterns::mask_of({kind::unstructured{0.5}}, weights, 64);
    for (const held_pattern& each : patterns_of(unstructured, 64)) {
        EXPECT_TRUE(known.count(each.name)) << each.name;
        EXPECT_FALSE(each.is_held) << each.name;
    }
    EXPECT_EQ(patterns_of(unstructured, 64).size(), pruned.size());
}

TEST(weight_statistics, all_or_nothing_is_no_pattern) {
    EXPECT_TRUE(patterns_of(patterns::everything(8, 16), 16).empty());
    EXPECT_TRUE(patterns_of(formats::zeros<std::uint8_t>(8, 16), 16).empty());
}

TEST(weight_statistics, patterns_that_any_matrix_of_the_shape_has_are_left_out) {
    // One row of two: no vectors, no columns; no groups that keep two.
    std::vector<std::string> names;
    for (const held_pattern& each : patterns_of({1, 2, {1, 0}}, 2)) names.push_back(each.name);
    EXPECT_EQ(names, (std::vector<std::string>{"1:2", "1:4", "block 2x2", "block 4x4", "block 8x8",
                                               "block 16x16", "row", "bank_balanced 2"}));
    EXPECT_EQ(held({1, 2, {1, 0}}, 2), (std::vector<std::string>{"1:2", "1:4"}));
}

TEST(weight_statistics, groups_start_anew_with_every_segment) {
    const patterns::mask nonzeros = {1, 6, {0, 1, 1, 1, 0, 1}};
    for (const char* name : {"1:2", "2:4", "2:8", "tile"}) {
        EXPECT_TRUE(holds(nonzeros, name, 3)) << name;
        EXPECT_FALSE(holds(nonzeros, name, 6)) << name;
    }
}

TEST(weight_statistics, mask_of_entries_is_where_they_are) {
    EXPECT_EQ(mask_of_entries(example), (patterns::mask{3, 4, {1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1}}));
    EXPECT_EQ(mask_of_entries({1u << 15, 1u << 14, {}, {}, {}}), std::nullopt);
}

/// The row pointers and columns of a .smtx file, read without any reader.
struct plain_smtx {
    std::uint64_t rows = 0, columns = 0, entries = 0;
    loads row_begin, column;

    explicit plain_smtx(const std::filesystem::path& file) {
        std::ifstream in(file);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        std::replace(text.begin(), text.end(), ',', ' ');
        std::istringstream numbers(text);
        numbers >> rows >> columns >> entries;
        row_begin.resize(rows + 1);
        column.resize(entries);
        for (std::uint64_t& each : row_begin) numbers >> each;
        for (std::uint64_t& each : column) numbers >> each;
    }
};

double greatest_over_mean(const loads& load, std::uint64_t all) {
    return static_cast<double>(*std::max_element(load.begin(), load.end())) *
           static_cast<double>(load.size()) / static_cast<double>(all);
}

TEST(weight_statistics, imbalance_of_published_layers_equals_a_count_of_their_files) {
    const char* data = std::getenv("LACUNA_DATA");
    const auto folder = std::filesystem::path(data ? data : "") / "dlmc";
    if (!data || !std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".smtx") continue;
        SCOPED_TRACE(entry.path().string());
        ++files;
        const plain_smtx plain(entry.path());
        loads rows(plain.rows), columns(plain.columns), pes(64);
        for (std::size_t row = 0; row < plain.rows; ++row) {
            rows[row] = plain.row_begin[row + 1] - plain.row_begin[row];
            pes[row % 64] += rows[row];
        }
        for (const std::uint64_t column : plain.column) ++columns[column];
        const auto read = formats::read_smtx(entry.path());
        const weight_load load = load_of(formats::to_csc(std::get<formats::csr<float>>(read.values)), 64);
        EXPECT_EQ(load.of_row, rows);
        EXPECT_EQ(load.of_column, columns);
        EXPECT_EQ(load.of_pe, pes);
        EXPECT_DOUBLE_EQ(summary_of(load.of_row).imbalance, greatest_over_mean(rows, plain.entries));
        EXPECT_DOUBLE_EQ(summary_of(load.of_column).imbalance, greatest_over_mean(columns, plain.entries));
        EXPECT_DOUBLE_EQ(summary_of(load.of_pe).imbalance, greatest_over_mean(pes, plain.entries));
    }
    EXPECT_GT(files, 0);
}

}  // namespace
}  // namespace lacuna::layers
