/// lacuna trace info: what is in a weight file.
#include <fmt/format.h>

#include "sim/command_line/options.h"
#include "sim/command_line/trace_verbs.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/weight_file.h"
#include "sim/reports/text_table.h"

namespace lacuna::command_line {

int trace_info(const std::vector<std::string>& arguments) {
    const usage text{"lacuna trace info FILE [options]", "Prints the tensors of a weight file.", "file"};
    const auto values = parse(arguments, text, boost::program_options::options_description("Options"));
    if (!values) return right;
    const auto& files = (*values)["file"].as<std::vector<std::string>>();
    if (files.size() != 1) refuse("lacuna trace info needs one weight file (see --help).");
    reports::text_table table;
    table.column("tensor", reports::text_table::align::left);
    table.column("shape", reports::text_table::align::left);
    table.column("type", reports::text_table::align::left);
    table.column("stored values");
    for (const formats::tensor_entry& entry : formats::tensors_in({files.front()}))
        table.row({config::shown(entry.name), formats::text_of(entry.shape), entry.type,
                   reports::with_commas(entry.stored)});
    fmt::print("{}", table.text());
    return right;
}

}  // namespace lacuna::command_line
