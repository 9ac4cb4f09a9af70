/// Are the figures that results are compared by read back as they were written, and is everything wrong said?
#include "sim/reports/saved_figures.h"

#include <gtest/gtest.h>

#include <functional>

#include "sim/reports/json.h"
#include "sim/reports/ratios.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"
#include "tests/reports/damaged.h"
#include "tests/reports/sample_result.h"

namespace lacuna::reports::test {
namespace {

using json = nlohmann::ordered_json;

class saved_figures : public testing::Test {
  protected:
    result read(const std::string& text) const { return read_figures(folder.write("r.json", text)); }
    /// What the document gets after it has been spoilt.
    std::string refusal(const std::function<void(json&)>& spoil) const {
        json spoilt = to_document(written);
        spoil(spoilt);
        return folder.shortened(config::sentence_of([&] { read(spoilt.dump(2)); }));
    }

    lacuna::test::scratch_folder folder;
    result written = priced_result();
};

TEST_F(saved_figures, are_what_was_written) {
    written.complete = false;
    written.rows[2].measured->limiting_stall.clear();
    const result saved = read(to_json(written));
    EXPECT_EQ(saved.name, written.name);
    EXPECT_EQ(saved.version, "1.2.3");
    EXPECT_FALSE(saved.complete);
    ASSERT_EQ(saved.rows.size(), written.rows.size());
    for (std::size_t i = 0; i < saved.rows.size(); ++i) {
        const row& expected = written.rows[i];
        const row& found = saved.rows[i];
        EXPECT_EQ(key_of(found, found.accelerator), key_of(expected, expected.accelerator));
        EXPECT_EQ(found.status, expected.status);
        for (const compared_figure& figure : compared_figures())
            EXPECT_EQ(figure.value(found), figure.value(expected)) << figure.name;
        ASSERT_EQ(found.measured.has_value(), expected.measured.has_value());
        if (found.measured) {
            EXPECT_EQ(found.measured->limiting_stall, expected.measured->limiting_stall);
            EXPECT_EQ(found.measured->macs_dense, expected.measured->macs_dense);
        }
    }
}

TEST_F(saved_figures, what_is_no_result_names_the_field) {
    EXPECT_EQ(refusal([](json& d) { d = json::array(); }),
              "r.json: the document must be an object, but is an array.");
    EXPECT_EQ(refusal([](json& d) { d.erase("version"); }), "r.json: needs the key 'version'.");
    EXPECT_EQ(refusal([](json& d) { d.erase("runs"); }), "r.json: needs the key 'runs'.");
    EXPECT_EQ(refusal([](json& d) { d["runs"][0].erase("layer"); }),
              "r.json: runs[0] needs the key 'layer'.");
    EXPECT_EQ(refusal([](json& d) { d["runs"][2]["cycles"] = 1.5; }),
              "r.json: runs[2].cycles must be an integer of at least 0, but is 1.5.");
    EXPECT_EQ(refusal([](json& d) { d["runs"][2]["time_us"] = 0; }),
              "r.json: runs[2].time_us must be a number above 0, but is 0.");
    EXPECT_EQ(refusal([](json& d) { d["runs"][0]["energy_uj"] = "4"; }),
              "r.json: runs[0].energy_uj must be a number, but is \"4\".");
    EXPECT_EQ(refusal([](json& d) { d["runs"][0]["macs"] = 7; }),
              "r.json: runs[0].macs must be an object, but is 7.");
}

TEST_F(saved_figures, of_rows_that_nothing_tells_apart_are_refused) {
    EXPECT_EQ(
        refusal([](json& d) { d["runs"][2]["pattern"] = "as_is"; }),
        "r.json: runs[2] has the layer, pattern, batch and accelerator of runs[0], so that nothing can be "
        "compared with either.");
    EXPECT_EQ(refusal([](json& d) { d["runs"] = json::array(); }),
              "r.json: no run was finished, so that there is nothing to compare.");
}

TEST_F(saved_figures, of_a_damaged_file_are_read_or_refused) {
    const std::string whole = to_document(written).dump();
    for (unsigned seed = 0; seed < 500; ++seed) {
        SCOPED_TRACE(seed);
        try {
            EXPECT_FALSE(read(damaged(whole, seed)).rows.empty());
        } catch (const input_error& error) {
            EXPECT_NE(std::string(error.what()).find("r.json: "), std::string::npos) << error.what();
        }
    }
}

}  // namespace
}  // namespace lacuna::reports::test
