#include "sim/sweep/space/parameter.h"

#include <sqlite3.h>

#include <algorithm>
#include <map>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"
#include "sim/sweep/space/range.h"
#include "sim/sweep/space/reserved_names.h"
#include "sim/sweep/sql/database.h"
#include "sim/sweep/sql/database_error.h"

namespace lacuna::sweep {
namespace {

using config::in_quotes;
using config::node;

constexpr std::size_t longest_name = 64;
constexpr std::size_t most_parameters = 64;

bool is_identifier(const std::string& name) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= longest_name && name[0] >= 'a' && name[0] <= 'z' &&
           std::all_of(name.begin(), name.end(), fits);
}

/// Whether SQL reads the name, without quotes, as that of a column. Most of its keywords it does not.
bool is_column_in_sql(database& in_memory, const std::string& name) {
    if (name == "true" || name == "false") return false;  // columns before truths, which nobody expects
    if (sqlite3_keyword_check(name.data(), static_cast<int>(name.size())) == 0) return true;
    try {
        constexpr int any = 7;  // none of the values that keywords have
        statement read =
            in_memory.prepare(fmt::format("SELECT ({0}) FROM (SELECT {1} AS \"{0}\")", name, any));
        return read.step() && read.column(0) == value(std::int64_t{any});
    } catch (const database_error&) {
        return false;
    }
}

void check_name(database& in_memory, const std::string& name, const node& at) {
    if (!is_identifier(name)) {
        refuse(
            "{}: the parameter {} needs a name of at most {} lower-case letters, digits and '_', a letter "
            "first.",
            at.where.text(), in_quotes(name), longest_name);
    }
    const std::vector<std::string>& reserved = reserved_names();
    if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) {
        refuse("{}: results have a column {} of their own; give the parameter another name, such as {}.",
               at.where.text(), in_quotes(name), in_quotes(name + "_set"));
    }
    if (!is_column_in_sql(in_memory, name)) {
        refuse("{}: {} is a word of SQL; give the parameter another name, such as {}.", at.where.text(),
               in_quotes(name), in_quotes(name + "_set"));
    }
}

std::string read_key(const node& value) {
    std::string key = config::as_name(value);
    const auto wrong = [&](const std::string& why) {
        refuse("{}: the key {} {}.", value.where.text(), in_quotes(key), why);
    };
    if (key.front() == '.' || key.back() == '.' || key.find("..") != std::string::npos)
        wrong("has an empty part");
    if (key.find('=') != std::string::npos) wrong("has a '=', at which --set would end it");
    if (key == "sweep" || key.compare(0, 6, "sweep.") == 0) wrong("is of the sweep itself");
    return key;
}

std::vector<std::string> read_keys(const node& value) {
    std::vector<std::string> keys;
    if (value.type != node::kind::sequence) return {read_key(value)};
    for (const node& item : config::as_sequence(value)) keys.push_back(read_key(item));
    return keys;
}

/// Every key set so far, and by which parameter.
class set_keys {
  public:
    void add(const std::string& key, const parameter& by) {
        const auto at = keys_.lower_bound(key);
        if (at != keys_.end() && at->first == key) {
            refuse("{}: the key {} is set by {}.", by.where.text(), in_quotes(key),
                   at->second == by.name
                       ? fmt::format("{} twice", in_quotes(by.name))
                       : fmt::format("{} and by {}", in_quotes(at->second), in_quotes(by.name)));
        }
        const auto below = keys_.lower_bound(key + ".");
        if (below != keys_.end() && below->first.compare(0, key.size() + 1, key + ".") == 0)
            refuse_below(below->first, key, by);
        for (std::size_t dot = key.find('.'); dot != std::string::npos; dot = key.find('.', dot + 1)) {
            const auto above = keys_.find(key.substr(0, dot));
            if (above != keys_.end()) refuse_below(key, above->first, by);
        }
        keys_.emplace(key, by.name);
    }

  private:
    [[noreturn]] static void refuse_below(const std::string& below, const std::string& key,
                                          const parameter& by) {
        refuse("{}: the key {} is a part of {}, which is set as well; one would overwrite the other.",
               by.where.text(), in_quotes(below), in_quotes(key));
    }

    std::map<std::string, std::string> keys_;
};

parameter read_parameter(const std::string& name, const node& given) {
    config::table map(given, fmt::format("the parameter {}", in_quotes(name)));
    parameter read{name, read_keys(map.required("key")), {}, {}, given.where};
    for (choice& each : read_choices(map)) {
        read.texts.push_back(std::move(each.text));
        read.shown.push_back(std::move(each.shown));
    }
    return read;
}

}  // namespace

std::vector<parameter> read_parameters(const node& map) {
    if (map.type != node::kind::map || map.entries.empty()) {
        refuse("{}: {} must be a map of at least one parameter, but is {}.", map.where.text(),
               config::name_of(map), map.description());
    }
    if (map.entries.size() > most_parameters) {
        refuse("{}: a sweep has at most {} parameters, but {} are given.", map.where.text(), most_parameters,
               map.entries.size());
    }
    database in_memory("names", database::mode::in_memory);
    std::vector<parameter> all;
    set_keys keys;
    for (const auto& [name, given] : map.entries) {
        check_name(in_memory, name, given);
        all.push_back(read_parameter(name, given));
        for (const std::string& key : all.back().keys) keys.add(key, all.back());
    }
    return all;
}

}  // namespace lacuna::sweep
