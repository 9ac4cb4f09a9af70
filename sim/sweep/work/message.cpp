#include "sim/sweep/work/message.h"

#include <nlohmann/json.hpp>

namespace lacuna::sweep {

namespace {

using json = nlohmann::ordered_json;

}  // namespace

std::string packed(const message& told) {
    json values = json::array();
    for (const value& each : told.of.values)
        std::visit([&](const auto& held) { values.push_back(held); }, each);
    std::string bytes;
    json::to_cbor({static_cast<int>(told.what), told.part, told.number, told.of.columns, values, told.text},
                  bytes);
    return bytes;
}

message unpacked(const std::string& bytes) {
    const json document = json::from_cbor(bytes);
    message told;
    told.what = static_cast<message::kind>(document[0].get<int>());
    document[1].get_to(told.part);
    document[2].get_to(told.number);
    document[3].get_to(told.of.columns);
    for (const json& each : document[4]) told.of.values.push_back(value_of(each));
    document[5].get_to(told.text);
    return told;
}

}  // namespace lacuna::sweep
