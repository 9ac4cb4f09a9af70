#include "sim/config/yaml_json.h"

namespace lacuna::config {

nlohmann::ordered_json to_json(const node& value) {
    nlohmann::ordered_json json;
    switch (value.type) {
        case node::kind::null:
            break;
        case node::kind::map:
            json = nlohmann::ordered_json::object();
            for (const auto& [key, child] : value.entries) json[key] = to_json(child);
            break;
        case node::kind::sequence:
            json = nlohmann::ordered_json::array();
            for (const node& item : value.items) json.push_back(to_json(item));
            break;
        case node::kind::scalar:
            json = nlohmann::ordered_json::parse(value.scalar, nullptr, false);
            if (value.quoted || !json.is_number()) json = value.scalar;
            break;
    }
    return json;
}

}  // namespace lacuna::config
