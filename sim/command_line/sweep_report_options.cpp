#include "sim/command_line/sweep_report_options.h"

#include <optional>

#include "sim/command_line/choose_names.h"
#include "sim/config/input_error.h"

namespace lacuna::command_line {

namespace po = boost::program_options;

void add_report_options(po::options_description& to, const std::vector<std::string>& formats,
                        const std::string& what_they_are) {
    to.add_options()  //
        ("format", po::value<std::string>()->default_value(formats.front())->value_name("FORMAT"),
         what_they_are.c_str())  //
        ("out", po::value<std::string>()->value_name("FILE"),
         "write this file instead of to standard output; it appears when it is whole")  //
        ("force", "replace the file");
}

std::string folder_of(const po::variables_map& values, const std::string& verb) {
    const auto& folders = values["folder"].as<std::vector<std::string>>();
    if (folders.size() != 1)
        refuse("lacuna sweep {} needs one folder that lacuna sweep run wrote (see --help).", verb);
    return folders.front();
}

std::string format_of(const po::variables_map& values, const std::vector<std::string>& formats) {
    return choose_names(values["format"].as<std::string>(), formats, "--format", "format").front();
}

text_output output_of(const po::variables_map& values) {
    std::optional<std::string> file;
    if (values.count("out") != 0) file = values["out"].as<std::string>();
    return text_output(file, values.count("force") != 0);
}

}  // namespace lacuna::command_line
