/// The sign that a sweep is at work on a folder. It ends with the process, however that ends.
#pragma once

#include <filesystem>

namespace lacuna::sweep {

class folder_lock {
  public:
    /// Throws input_error where another process holds it, or the folder cannot be opened.
    explicit folder_lock(const std::filesystem::path& folder);
    ~folder_lock();
    folder_lock(const folder_lock&) = delete;
    folder_lock& operator=(const folder_lock&) = delete;

    /// In a forked process, which has the lock too until it lets go.
    void let_go();

  private:
    int folder_ = -1;
};

}  // namespace lacuna::sweep
