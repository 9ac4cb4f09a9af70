/// Parsing the arguments of a verb with Boost.Program_options, with the nearest option named for an unknown
/// one.
#pragma once

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lacuna::command_line {

/// The usage of a verb: how it is called, what it does, then its options.
struct usage {
    std::string call;         ///< "lacuna run CONFIG..."
    std::string description;  ///< for someone who has not read the paper
    std::string positional;   ///< name of the option that arguments without one go to
};

/// The values of a verb's options; nothing where --help was asked for and has been printed. Throws
/// input_error.
std::optional<boost::program_options::variables_map> parse(
    const std::vector<std::string>& arguments, const usage& text,
    boost::program_options::options_description options);

/// The value of an option that is a text; empty where it is not given.
std::string text_option(const boost::program_options::variables_map& values, const std::string& option);

}  // namespace lacuna::command_line
