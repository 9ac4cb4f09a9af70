#include "sim/sweep/store/definition.h"

#include <fmt/format.h>

#include "sim/config/input_error.h"

namespace lacuna::sweep {

namespace {

nlohmann::ordered_json document_of(const definition& asked) {
    return {{"name", asked.name},     {"version", asked.version}, {"config", asked.config},
            {"energy", asked.energy}, {"space", asked.space},     {"parameters", asked.parameters},
            {"shard", asked.shard}};
}

/// The dotted name of the first thing in which two documents differ; empty where they are equal.
std::string first_difference(const nlohmann::ordered_json& a, const nlohmann::ordered_json& b,
                             const std::string& name) {
    if (a == b) return {};
    const auto below = [&](const std::string& key) { return name.empty() ? key : name + "." + key; };
    if (a.is_object() && b.is_object()) {
        for (const auto& [key, value] : a.items()) {
            if (!b.contains(key)) return below(key);
            if (std::string found = first_difference(value, b[key], below(key)); !found.empty()) return found;
        }
        for (const auto& [key, value] : b.items())
            if (!a.contains(key)) return below(key);
    }
    if (a.is_array() && b.is_array() && a.size() == b.size()) {
        for (std::size_t i = 0; i < a.size(); ++i) {
            std::string found = first_difference(a[i], b[i], below(std::to_string(i)));
            if (!found.empty()) return found;
        }
    }
    return name;
}

}  // namespace

std::string text_of(const definition& asked) {
    return document_of(asked).dump();
}

definition definition_in(const std::string& text, const std::string& file) {
    try {
        const auto document = nlohmann::ordered_json::parse(text);
        return {document.at("name"),  document.at("version"),    document.at("config"), document.at("energy"),
                document.at("space"), document.at("parameters"), document.at("shard")};
    } catch (const nlohmann::json::exception&) {
        refuse("{}: this sweep is damaged: its definition cannot be read.", file);
    }
}

std::string difference(const definition& a, const definition& b) {
    if (a.version != b.version) return fmt::format("the version of Lacuna ({} and {})", a.version, b.version);
    const auto compared = [](definition of) {
        of.shard.clear();
        return document_of(of);
    };
    return first_difference(compared(a), compared(b), "");
}

}  // namespace lacuna::sweep
