/// A progress bar on standard error, where that is a terminal.
#pragma once

#include <cstddef>
#include <string>

namespace lacuna::command_line {

class progress_bar {
  public:
    /// Draws only where `wanted` and standard error is a terminal.
    explicit progress_bar(bool wanted);
    /// Erases the bar, so that what is printed next begins on a clean line.
    ~progress_bar();
    progress_bar(const progress_bar&) = delete;
    progress_bar& operator=(const progress_bar&) = delete;

    void show(std::size_t done, std::size_t all, const std::string& what);

  private:
    bool drawing_;
};

}  // namespace lacuna::command_line
