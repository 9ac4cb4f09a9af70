/// Where results are written: whole files or none.
#pragma once

#include <filesystem>
#include <string>

namespace lacuna::command_line {

class output_folder {
  public:
    /// Creates the folder where it is missing, and makes sure that files can be written into it. Throws
    /// input_error.
    explicit output_folder(std::filesystem::path folder);

    /// Writes a file beside its place and renames it there, so that nobody ever sees a half of it. Throws
    /// input_error.
    std::filesystem::path write(const std::string& name, const std::string& content) const;

  private:
    std::filesystem::path folder_;
};

}  // namespace lacuna::command_line
