/// A file that is written piece by piece beside its place, and appears there whole or not at all.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace lacuna::config {

class new_file {
  public:
    /// Throws input_error where the file cannot be made.
    explicit new_file(std::filesystem::path file);
    /// Leaves nothing behind of what was not committed.
    ~new_file();
    new_file(const new_file&) = delete;
    new_file& operator=(const new_file&) = delete;

    /// Throws input_error.
    void write(std::string_view content);
    /// Replaces what had the name; nothing is written afterwards. Throws input_error where it fails.
    void commit();

  private:
    [[noreturn]] void refuse_write(int reason) const;

    std::filesystem::path file_;
    std::filesystem::path beside_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream_;
    bool committed_ = false;
};

}  // namespace lacuna::config
