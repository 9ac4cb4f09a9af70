/// What the subverbs of `lacuna sweep` that report on a folder share in reading their options.
#pragma once

#include <boost/program_options.hpp>
#include <string>
#include <vector>

#include "sim/command_line/text_output.h"

namespace lacuna::command_line {

/// --format, of which the first is the default, --out and --force.
void add_report_options(boost::program_options::options_description& to,
                        const std::vector<std::string>& formats, const std::string& what_they_are);

// Each throws input_error.

/// The one FOLDER of `lacuna sweep VERB`.
std::string folder_of(const boost::program_options::variables_map& values, const std::string& verb);
std::string format_of(const boost::program_options::variables_map& values,
                      const std::vector<std::string>& formats);
text_output output_of(const boost::program_options::variables_map& values);

}  // namespace lacuna::command_line
