#include "sim/config/yaml_json.h"

#include <gtest/gtest.h>

namespace lacuna::config {
namespace {

TEST(yaml_json, numbers_texts_and_collections_are_told_apart) {
    EXPECT_EQ(
        to_json(parse_yaml("{a: 12, b: 0.25, c: '12', d: relu, e: [1, x], f: , g: true}", "f.yaml")).dump(),
        R"({"a":12,"b":0.25,"c":"12","d":"relu","e":[1,"x"],"f":null,"g":"true"})");
}

}  // namespace
}  // namespace lacuna::config
