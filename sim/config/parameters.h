/// The parameters of a model: declared once, beside the fields they fill, with unit, meaning and source.
///
/// A model keeps its parameters in a plain struct and binds each field:
///
///     parameters.integer("pes", p.pes, {1, 4096}, "PEs", "processing elements", "Han et al., ISCA 2016");
///
/// The same declaration reads the YAML map, prints `lacuna list models`, and echoes the effective values.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "sim/config/table.h"
#include "sim/config/yaml.h"

namespace lacuna::config {

/// What `lacuna list models` says of one parameter.
struct parameter_description {
    std::string name;
    std::string unit;           ///< "PEs", "MHz", "bits"; empty for choices
    std::string default_value;  ///< as YAML would write it
    std::string allowed;        ///< "1 to 4096", "one of: nonzero, positive", "[m, n] of 1 to 256"
    std::string meaning;
    std::string source;
};

class parameter_list {
  public:
    /// Binds a field, whose present value is the default. Fields outlive the list. Throws std::logic_error
    /// where a name is declared twice or a default is not allowed: the mistake of a model, not of its user.
    void integer(std::string name, std::int64_t& field, integer_range allowed, std::string unit,
                 std::string meaning, std::string source);
    void real(std::string name, double& field, real_range allowed, std::string unit, std::string meaning,
              std::string source);
    void choice(std::string name, std::string& field, std::vector<std::string> choices, std::string meaning,
                std::string source);
    /// A sequence of as many integers as `parts` names, `[]` for none where the default is empty.
    void integers(std::string name, std::vector<std::int64_t>& field, std::vector<std::string> parts,
                  integer_range allowed, std::string unit, std::string meaning, std::string source);

    /// Fills the fields from a map; absent keys keep their defaults, unknown ones are refused. `what` as in
    /// table.
    void read(const node& map, const std::string& what);
    /// In the order of declaration; call before read() for the defaults.
    std::vector<parameter_description> describe() const;
    /// The values the fields have now.
    nlohmann::ordered_json effective() const;

  private:
    struct integer_field {
        std::int64_t* value;
        integer_range allowed;
    };
    struct real_field {
        double* value;
        real_range allowed;
    };
    struct choice_field {
        std::string* value;
        std::vector<std::string> choices;
    };
    struct integers_field {
        std::vector<std::int64_t>* value;
        std::vector<std::string> parts;
        integer_range allowed;
        bool may_be_empty;
    };
    struct entry {
        std::string name;
        std::string unit;
        std::string meaning;
        std::string source;
        std::variant<integer_field, real_field, choice_field, integers_field> field;
    };

    void declare(entry added);

    std::vector<entry> entries_;
};

}  // namespace lacuna::config
