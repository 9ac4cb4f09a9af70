#include "sim/reports/json_reader.h"

#include <unordered_set>
#include <vector>

#include "sim/config/bounded_file.h"
#include "sim/config/input_error.h"
#include "sim/config/quoted.h"

namespace lacuna::reports {

namespace {

using json = nlohmann::ordered_json;

}  // namespace

nlohmann::ordered_json read_json(const std::filesystem::path& file) {
    constexpr std::size_t deepest = 32;
    constexpr std::size_t most_keys = 32768;
    const std::string name = file.string();
    std::vector<std::unordered_set<std::string>> open;  // the keys of every collection that has not ended
    const auto check = [&](int, json::parse_event_t event, json& parsed) {
        switch (event) {
            case json::parse_event_t::object_start:
            case json::parse_event_t::array_start:
                open.emplace_back();
                if (open.size() > deepest) refuse("{}: the file is nested more than {} deep.", name, deepest);
                break;
            case json::parse_event_t::object_end:
            case json::parse_event_t::array_end:
                open.pop_back();
                break;
            case json::parse_event_t::key: {
                const auto& key = parsed.get_ref<const std::string&>();
                if (!open.back().insert(key).second)
                    refuse("{}: the key {} stands twice in one object.", name, config::in_quotes(key));
                if (open.back().size() > most_keys)
                    refuse("{}: an object has more than {} keys.", name, most_keys);
                break;
            }
            case json::parse_event_t::value:
                break;
        }
        return true;
    };
    try {
        return json::parse(config::read_bounded_file(file, "JSON file"), check);
    } catch (const json::parse_error& error) {
        refuse("{}: byte {}: the file is no JSON.", name, error.byte);
    } catch (const json::exception&) {
        refuse("{}: the file is no JSON that can be read: a number in it is too large.", name);
    }
}

json_value json_value::at(const std::string& key) const {
    if (!value_->is_object()) refuse_type("an object");
    const auto place = value_->find(key);
    if (place == value_->end()) refuse("{} needs the key {}.", name_, config::in_quotes(key));
    // The name of the document is "FILE:", that of what stands in it "FILE: a.b".
    return {*place, name_ + (name_.back() == ':' ? " " : ".") + config::shown(key)};
}

std::optional<json_value> json_value::optional(const std::string& key) const {
    if (!value_->is_object()) refuse_type("an object");
    const auto place = value_->find(key);
    if (place == value_->end() || place->is_null()) return std::nullopt;
    return at(key);
}

std::vector<json_value> json_value::items() const {
    if (!value_->is_array()) refuse_type("an array");
    std::vector<json_value> all;
    for (std::size_t i = 0; i < value_->size(); ++i)
        all.emplace_back((*value_)[i], fmt::format("{}[{}]", name_, i));
    return all;
}

std::vector<std::pair<std::string, json_value>> json_value::entries() const {
    if (!value_->is_object()) refuse_type("an object");
    std::vector<std::pair<std::string, json_value>> all;
    for (const auto& [key, value] : value_->items())
        all.emplace_back(key, json_value(value, name_ + "." + config::shown(key)));
    return all;
}

std::string json_value::text() const {
    if (!value_->is_string()) refuse_type("a text");
    return value_->get<std::string>();
}

bool json_value::boolean() const {
    if (!value_->is_boolean()) refuse_type("true or false");
    return value_->get<bool>();
}

std::uint64_t json_value::count() const {
    if (!value_->is_number_unsigned()) refuse_type("an integer of at least 0");
    return value_->get<std::uint64_t>();
}

double json_value::number(bool above_zero) const {
    if (!value_->is_number() || (above_zero && !(value_->get<double>() > 0)))
        refuse_type(above_zero ? "a number above 0" : "a number");
    return value_->get<double>();
}

void json_value::refuse_type(const char* wanted) const {
    const bool collection = value_->is_structured();
    const std::string found =
        value_->is_object()  ? "an object"
        : value_->is_array() ? "an array"
                             : config::shown(value_->dump(-1, ' ', false, json::error_handler_t::replace));
    const std::string subject = name_.back() == ':' ? name_ + " the document" : name_;
    refuse("{} must be {}, but is {}.", subject, wanted, collection ? found : config::shown(found));
}

}  // namespace lacuna::reports
