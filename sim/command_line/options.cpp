#include "sim/command_line/options.h"

#include <fmt/format.h>

#include <sstream>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"

namespace lacuna::command_line {

namespace po = boost::program_options;

std::optional<po::variables_map> parse(const std::vector<std::string>& arguments, const usage& text,
                                       po::options_description options) {
    options.add_options()("help,h", "print this text");
    po::options_description all = options;
    all.add_options()(text.positional.c_str(), po::value<std::vector<std::string>>()->default_value({}, ""));
    po::positional_options_description positional;
    positional.add(text.positional.c_str(), -1);
    po::variables_map values;
    try {
        // An option's beginning alone is no option: it would change its meaning with the next option that
        // begins alike.
        const int style = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
        po::store(po::command_line_parser(arguments).options(all).positional(positional).style(style).run(),
                  values);
    } catch (const po::unknown_option& unknown) {
        std::vector<std::string> known;
        for (const auto& option : options.options()) known.push_back("--" + option->long_name());
        const std::string name = unknown.get_option_name().substr(0, unknown.get_option_name().find('='));
        refuse("{} is no option of '{}'{}.", config::shown(name), text.call,
               config::nearest_name_hint(name, known));
    } catch (const po::error& error) {
        refuse("{}: {} (see --help).", text.call, error.what());
    }
    if (values.count("help")) {
        std::ostringstream lines;
        lines << options;
        fmt::print("Usage: {}\n\n{}\n\n{}", text.call, text.description, lines.str());
        return std::nullopt;
    }
    po::notify(values);
    return values;
}

std::string text_option(const po::variables_map& values, const std::string& option) {
    return values.count(option) == 0 ? "" : values[option].as<std::string>();
}

}  // namespace lacuna::command_line
