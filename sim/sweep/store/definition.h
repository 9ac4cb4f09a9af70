/// What was asked of a sweep: results of one sweep are those of one definition.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace lacuna::sweep {

struct definition {
    std::string name;
    std::string version;                  ///< of the program
    nlohmann::ordered_json config;        ///< the effective configuration, before any parameter is set
    nlohmann::ordered_json energy;        ///< what its energy tables say, by file
    nlohmann::ordered_json space;         ///< the parameters, their values and conditions, the sample
    std::vector<std::string> parameters;  ///< names, which are columns
    std::string shard;  ///< "2/8"; "1/1" of a whole sweep; several of a merged one: "1/8 2/8"
};

/// As the database has it.
std::string text_of(const definition& asked);
/// Throws input_error where the text is damaged; `file` begins the sentence.
definition definition_in(const std::string& text, const std::string& file);

/// What differs between two definitions that should be one, as a part of a sentence: "the value of pes";
/// empty where nothing does. Shards may differ.
std::string difference(const definition& a, const definition& b);

}  // namespace lacuna::sweep
