/// The forms that reports can have, as --format chooses them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lacuna::command_line {

/// A form of a report: its name on the command line, the ending of its file, and whether a program reads it.
struct report_format {
    std::string name;
    std::string ending;
    bool for_programs;
};

/// The formats of a list such as "table,json"; known are table, json and csv. Throws input_error with the
/// nearest one.
std::vector<report_format> chosen_formats(const std::string& list);

/// On standard output a report that a program reads must stand alone; `subjects` get a report in each format.
/// Throws input_error.
void check_standard_output(const std::vector<report_format>& formats, std::size_t subjects);

}  // namespace lacuna::command_line
