/// Where a command writes a text as it comes: a file that appears whole or not at all, or standard output.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/config/new_file.h"

namespace lacuna::command_line {

class text_output {
  public:
    /// Standard output where no file is named. Throws input_error: the file cannot be made, or there is
    /// something of its name already, which `force` allows to replace.
    text_output(const std::optional<std::string>& file, bool force);

    /// Throws input_error.
    void write(std::string_view text);
    /// The end of the text; without it there will be no file.
    void finish();

  private:
    std::optional<config::new_file> file_;
};

}  // namespace lacuna::command_line
