/// The report of `lacuna trace info` on one layer or tensor, as text and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/command_line/trace_info_subject.h"
#include "sim/layers/storage_table.h"
#include "sim/layers/weight_statistics.h"

namespace lacuna::command_line {

/// A load of rows, columns or PEs, with its summary.
struct described_load {
    std::string of;  ///< "row", "column", "PE"
    std::vector<std::uint64_t> load;
    layers::load_summary summary;
};

/// A subject, and all that is computed of its weights; nothing of one that has none.
struct described_subject {
    info_subject subject;
    layers::storage_choices choices;
    std::optional<std::uint32_t> distinct_values;  ///< none where they are too many to count
    std::vector<described_load> loads;
    std::optional<std::vector<layers::held_pattern>> patterns;  ///< none where the matrix is too large
    std::vector<layers::stored_form> storage;
};

/// Throws interrupted.
described_subject describe(info_subject subject, const layers::storage_choices& choices);

/// Lines of at most 110 columns, as a rule.
std::string text_of(const described_subject& all);

/// README documents each name.
nlohmann::ordered_json document_of(const described_subject& all);

}  // namespace lacuna::command_line
