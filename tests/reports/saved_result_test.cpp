/// Can a result be priced anew from its file alone, and is everything wrong with such a file said?
#include "sim/reports/saved_result.h"

#include <gtest/gtest.h>

#include <functional>

#include "sim/reports/energy_tables.h"
#include "sim/reports/json.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"
#include "tests/reports/damaged.h"
#include "tests/reports/sample_result.h"

namespace lacuna::reports::test {
namespace {

using json = nlohmann::ordered_json;

energy::prices sample_prices() {
    energy::prices all;
    all.actions = {{"pe.mac", 2, "s"}, {"pe.reader.read", 100, "s"}};
    const energy::hardware built = sample_hardware();
    for (const statistics::box& box : built.boxes) all.boxes.push_back({box, 0.5, 1e6, "s"});
    return all;
}

class saved_result_test : public testing::Test {
  protected:
    saved_result_test() {
        result all = priced_result();
        all.accelerators.emplace_back("narrow", sample_hardware());
        document = to_document(all);
        for (const char* name : {"wide", "narrow"})
            document["config"]["accelerators"][name] = {{"model", "eie"}, {"energy", "old.yaml"}};
        for (json& run : document["runs"])
            if (run.contains("counts")) run["counts"]["pe.mac"] = 1000;
    }
    saved_result read(const std::string& text) const { return saved_result(folder.write("r.json", text)); }
    std::string refusal_of_text(const std::string& text) const {
        return folder.shortened(config::sentence_of([&] { read(text); }));
    }
    /// What the document gets after it has been spoilt.
    std::string refusal(const std::function<void(json&)>& spoil) const {
        json spoilt = document;
        spoil(spoilt);
        return refusal_of_text(spoilt.dump(2));
    }

    lacuna::test::scratch_folder folder;
    json document;
};

TEST_F(saved_result_test, hardware_is_read_as_it_was_written) {
    const saved_result saved = read(document.dump());
    ASSERT_EQ(saved.accelerators().size(), 2u);
    EXPECT_EQ(saved.accelerators()[0].first, "wide");
    const energy::hardware& built = saved.accelerators()[0].second;
    EXPECT_EQ(built.model, "eie");
    EXPECT_EQ(built.actions, sample_hardware().actions);
    ASSERT_EQ(built.boxes.size(), 3u);
    EXPECT_EQ(built.boxes[1].instances, 2u);
    EXPECT_EQ(built.boxes[1].attributes, sample_hardware().boxes[1].attributes);
    EXPECT_EQ(saved.document(), document);
}

TEST_F(saved_result_test, instruction_streams_are_priced_as_other_runs_and_keep_their_figures) {
    result all = priced_result();
    all.rows[0].measured->stream = stream_figures{"ldmatrix.x4", 4, 2, 999, 32.13, std::nullopt, 127.5};
    all.rows[0].reference_time_us.reset();
    all.rows[0].reference_bytes_per_cycle = 127.25;
    const json run = to_document(all)["runs"][0];
    for (const char* key : {"stream", "reference"}) document["runs"][0][key] = run.at(key);
    saved_result saved = read(document.dump());
    saved.price("wide", sample_prices(), "new.yaml");
    EXPECT_EQ(saved.document()["runs"][0]["stream"], run["stream"]);
    EXPECT_EQ(saved.document()["runs"][0]["reference"], run["reference"]);
    EXPECT_TRUE(saved.priced().rows[0].measured->energy);
}

TEST_F(saved_result_test, pricing_changes_the_bills_of_its_accelerator_and_nothing_else) {
    saved_result saved = read(document.dump());
    saved.price("wide", sample_prices(), "new.yaml");
    const energy::bill bill = energy::price(sample_prices(), {{"pe.mac", 1000}, {"pe.reader.read", 9}}, 1.25);
    json expected = document;
    set_energy(expected["runs"][0], bill);
    set_energy(expected["runs"][2],
               energy::price(sample_prices(), {{"pe.mac", 1000}, {"pe.reader.read", 9}}, 10));
    expected["config"]["accelerators"]["wide"]["energy"] = "new.yaml";
    EXPECT_EQ(saved.document().dump(), expected.dump());
    EXPECT_EQ(saved.priced().rows[0].measured->energy->energy_uj, bill.energy_uj);
    EXPECT_FALSE(saved.priced().rows[1].measured->energy.has_value());
}

TEST_F(saved_result_test, the_table_of_it_tells_rows_apart_and_keeps_what_did_not_fit) {
    saved_result saved = read(document.dump());
    for (const char* name : {"wide", "narrow"}) saved.price(name, sample_prices(), "new.yaml");
    EXPECT_EQ(energy_summary(saved.priced()), R"(Two of a kind

                                            time    energy  power
layer  accelerator  pattern  status           us        uJ     mW
-----  -----------  -------  ------------  -----  --------  -----
fc8    wide         as_is    ok             1.25  0.006025  4.820
fc8    narrow       as_is    ok             5.00   0.01540  3.080
fc8    wide         dense    ok            10.00   0.02790  2.790
fc8    narrow       dense    does_not_fit      -         -      -

Energy, as a share of all: each box's actions, and what it costs by being there

                                                                pe  of all,   area
layer  accelerator  pattern  status        control      pe  reader   static    mm2
-----  -----------  -------  ------------  -------  ------  ------  -------  -----
fc8    wide         as_is    ok             10.4 %  53.9 %  35.7 %   51.9 %  5.000
fc8    narrow       as_is    ok             16.2 %  45.5 %  38.3 %   81.2 %  5.000
fc8    wide         dense    ok             17.9 %  43.0 %  39.1 %   89.6 %  5.000
fc8    narrow       dense    does_not_fit        -       -       -        -      -
)");
}

TEST_F(saved_result_test, what_is_no_json_is_refused_with_the_byte) {
    EXPECT_EQ(refusal_of_text(""), "r.json: byte 1: the file is no JSON.");
    EXPECT_EQ(refusal_of_text("{\"name\": }"), "r.json: byte 10: the file is no JSON.");
    EXPECT_EQ(refusal_of_text(document.dump().substr(0, 100)), "r.json: byte 101: the file is no JSON.");
    EXPECT_EQ(refusal_of_text("{\"a\": \"\xff\"}").substr(0, 14), "r.json: byte 8");
    EXPECT_EQ(refusal_of_text("[1e999]"),
              "r.json: the file is no JSON that can be read: a number in it is too large.");
    EXPECT_EQ(refusal_of_text("{\"name\": 1, \"name\": 2}"),
              "r.json: the key 'name' stands twice in one object.");
    EXPECT_EQ(refusal_of_text(std::string(1000000, '[')), "r.json: the file is nested more than 32 deep.");
    std::string keys = "{";
    for (int i = 0; i < 40000; ++i) keys += "\"" + std::to_string(i) + "\":0,";
    EXPECT_EQ(refusal_of_text(keys), "r.json: an object has more than 32768 keys.");
    EXPECT_EQ(config::sentence_of([] { saved_result("no/such.json"); }),
              "no/such.json: the file cannot be opened: No such file or directory.");
    EXPECT_EQ(folder.shortened(config::sentence_of([&] {
        std::filesystem::create_directory(folder / "d");
        saved_result saved(folder / "d");
    })),
              "d: this is a folder, where a JSON file is needed.");
}

TEST_F(saved_result_test, what_is_no_result_names_the_field) {
    EXPECT_EQ(refusal_of_text("[]"), "r.json: the document must be an object, but is an array.");
    EXPECT_EQ(refusal_of_text("{}"), "r.json: needs the key 'name'.");
    EXPECT_EQ(refusal([](json& d) { d.erase("boxes"); }), "r.json: needs the key 'boxes'.");
    EXPECT_EQ(refusal([](json& d) { d["complete"] = "yes"; }),
              "r.json: complete must be true or false, but is \"yes\".");
    EXPECT_EQ(refusal([](json& d) { d["runs"] = 7; }), "r.json: runs must be an array, but is 7.");
    EXPECT_EQ(refusal([](json& d) { d["runs"][1] = nullptr; }),
              "r.json: runs[1] must be an object, but is null.");
    EXPECT_EQ(refusal([](json& d) { d["config"]["accelerators"].erase("wide"); }),
              "r.json: config.accelerators needs the key 'wide'.");
    EXPECT_EQ(refusal([](json& d) { d["runs"][0]["accelerator"] = "other"; }),
              "r.json: runs[0].accelerator is 'other', which 'boxes' does not describe.");
    EXPECT_EQ(refusal([](json& d) { d["runs"][2].erase("time_us"); }),
              "r.json: runs[2] needs the key 'time_us'.");
    EXPECT_EQ(refusal([](json& d) { d["runs"][2]["time_us"] = 0; }),
              "r.json: runs[2].time_us must be a number above 0, but is 0.");
    EXPECT_EQ(refusal([](json& d) { d["runs"][2]["counts"]["pe.mac"] = -1; }),
              "r.json: runs[2].counts.pe.mac must be an integer of at least 0, but is -1.");
    EXPECT_EQ(refusal([](json& d) { d["runs"][2]["counts"].erase("pe.mac"); }),
              "r.json: runs[2].counts needs the key 'pe.mac'.");
    EXPECT_EQ(refusal([](json& d) { d["boxes"]["wide"]["pe"]["instances"] = 1.5; }),
              "r.json: boxes.wide.pe.instances must be an integer of at least 0, but is 1.5.");
    EXPECT_EQ(refusal([](json& d) { d["boxes"]["wide"]["pe"]["attributes"]["share"] = "half"; }),
              "r.json: boxes.wide.pe.attributes.share must be a number, but is \"half\".");
    EXPECT_EQ(refusal([](json& d) {
                  d["boxes"]["wide"]["pe"]["actions"] = {{"mac", 1}};
              }),
              "r.json: boxes.wide.pe.actions must be an array, but is an object.");
}

TEST_F(saved_result_test, a_damaged_file_is_read_or_refused_and_never_worse) {
    const std::string whole = document.dump();
    for (unsigned seed = 0; seed < 500; ++seed) {
        SCOPED_TRACE(seed);
        try {
            saved_result saved = read(damaged(whole, seed));
            for (const auto& [name, built] : saved.accelerators())
                EXPECT_FALSE(built.model.empty() && name.empty());
        } catch (const input_error& error) {
            EXPECT_NE(std::string(error.what()).find("r.json: "), std::string::npos) << error.what();
        }
    }
}

}  // namespace
}  // namespace lacuna::reports::test
