/// A query that holds expressions written by the user, and can do no more than compute them.
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/sql/database.h"

namespace lacuna::sweep {

/// What a guarded query may touch, and how its sentences speak.
struct guard {
    std::string what;                 ///< begins every sentence: "f.yaml:12: the condition 'pes * 2'"
    std::vector<std::string> tables;  ///< tables and views that may be read; a view with all that it reads
    std::vector<std::string> names;   ///< those of columns, for hints; all that SQLite finds may be used
    std::string kind_of_name = "column";  ///< what a name is: "which is no parameter"
};

/// Compiles one SELECT whose expressions check_expression() has seen. Only reading of the given tables and
/// pure functions pass: nothing is written, no other file read, nothing random, nothing that knows the time.
/// Throws input_error "WHAT names 'pse', which is no parameter (did you mean 'pes'?)." and the like.
statement prepare_guarded(database& on, std::string_view sql, const guard& by);

/// The functions that such expressions may call.
const std::vector<std::string>& pure_functions();

}  // namespace lacuna::sweep
