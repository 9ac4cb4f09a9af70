#include "sim/config/parameters.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/config/sentence.h"

namespace lacuna::config {
namespace {

struct model_parameters {
    std::int64_t pes = 64;
    double clock_mhz = 800;
    double share = 0.5;
    std::string capacity = "enforce";
};

parameter_list list_of(model_parameters& p) {
    parameter_list parameters;
    parameters.integer("pes", p.pes, {1, 4096}, "PEs", "processing elements",
                       "Han et al., ISCA 2016, section VI");
    parameters.real("clock_mhz", p.clock_mhz, {0, real_range{}.most, true}, "MHz", "clock", "ibid.");
    parameters.real("share", p.share, {0, 1}, "", "a share", "nowhere");
    parameters.choice("capacity", p.capacity, {"enforce", "reload", "unbounded"}, "what does not fit",
                      "Lacuna");
    return parameters;
}

std::string refusal(const std::string& text) {
    model_parameters p;
    parameter_list parameters = list_of(p);
    const node map = parse_yaml(text, "f.yaml");
    return sentence_of([&] { parameters.read(map, "the parameters of model eie"); });
}

TEST(parameters, read_fills_what_is_given_and_keeps_the_other_defaults) {
    model_parameters p;
    parameter_list parameters = list_of(p);
    parameters.read(parse_yaml("{capacity: reload, pes: 32, clock_mhz: 1200.5}", "f.yaml"),
                    "the parameters of model eie");
    EXPECT_EQ(p.pes, 32);
    EXPECT_EQ(p.clock_mhz, 1200.5);
    EXPECT_EQ(p.share, 0.5);
    EXPECT_EQ(p.capacity, "reload");
}

TEST(parameters, bad_values_and_unknown_keys_get_a_sentence) {
    EXPECT_EQ(refusal("pes: 0"), "f.yaml:1: pes must be an integer (1 to 4096), but is '0'.");
    EXPECT_EQ(refusal("clock_mhz: 0"),
              "f.yaml:1: clock_mhz must be a finite decimal number (above 0), but is '0'.");
    EXPECT_EQ(refusal("capacity: relaod"),
              "f.yaml:1: capacity must be one of enforce, reload, unbounded, but is 'relaod' "
              "(did you mean 'reload'?).");
    EXPECT_EQ(refusal("pes: 8\npess: 8"),
              "f.yaml:2: the parameters of model eie has no key 'pess' (did you mean 'pes'?).");
    EXPECT_EQ(refusal("[1]"), "f.yaml:1: the parameters of model eie must be a map, but is a sequence.");
}

TEST(parameters, descriptions_come_in_the_order_of_declaration_as_yaml_would_write_them) {
    model_parameters p;
    const auto said = list_of(p).describe();
    ASSERT_EQ(said.size(), 4u);
    EXPECT_EQ(said[0].name, "pes");
    EXPECT_EQ(said[0].unit, "PEs");
    EXPECT_EQ(said[0].default_value, "64");
    EXPECT_EQ(said[0].allowed, "1 to 4096");
    EXPECT_EQ(said[0].meaning, "processing elements");
    EXPECT_EQ(said[0].source, "Han et al., ISCA 2016, section VI");
    EXPECT_EQ(said[1].default_value, "800");
    EXPECT_EQ(said[1].allowed, "above 0");
    EXPECT_EQ(said[2].default_value, "0.5");
    EXPECT_EQ(said[3].default_value, "enforce");
    EXPECT_EQ(said[3].allowed, "one of: enforce, reload, unbounded");
    EXPECT_EQ(said[3].unit, "");
}

TEST(parameters, described_defaults_read_back_as_themselves) {
    model_parameters p;
    p.share = 0.1 + 0.2;
    p.clock_mhz = 1e22;
    parameter_list parameters = list_of(p);
    std::string text;
    for (const auto& said : parameters.describe()) text += said.name + ": " + said.default_value + "\n";
    p = {1, 1, 1, "reload"};
    parameters.read(parse_yaml(text, "f.yaml"), "the parameters");
    EXPECT_EQ(p.pes, 64);
    EXPECT_EQ(p.share, 0.1 + 0.2);
    EXPECT_EQ(p.clock_mhz, 1e22);
    EXPECT_EQ(p.capacity, "enforce");
}

TEST(parameters, effective_values_are_those_after_read) {
    model_parameters p;
    parameter_list parameters = list_of(p);
    parameters.read(parse_yaml("pes: 32", "f.yaml"), "the parameters");
    EXPECT_EQ(parameters.effective().dump(),
              R"({"pes":32,"clock_mhz":800.0,"share":0.5,"capacity":"enforce"})");
    EXPECT_EQ(parameter_list().effective().dump(), "{}");
}

TEST(parameters, mistakes_of_a_model_are_logic_errors) {
    model_parameters p;
    parameter_list parameters = list_of(p);
    EXPECT_THROW(parameters.integer("pes", p.pes, {}, "", "", ""), std::logic_error);
    EXPECT_THROW(parameters.integer("other", p.pes, {65, 128}, "", "", ""), std::logic_error);
    EXPECT_THROW(parameters.real("other", p.share, {0.5, 1, true}, "", "", ""), std::logic_error);
    EXPECT_THROW(parameters.choice("other", p.capacity, {"a", "b"}, "", ""), std::logic_error);
    EXPECT_EQ(parameters.describe().size(), 4u);
}

}  // namespace
}  // namespace lacuna::config
