/// The sign that a sweep is at work on a folder: a lock on a file there, which ends with the process, however
/// that ends.
#pragma once

#include <filesystem>

namespace lacuna::sweep {

class folder_lock {
  public:
    /// Waits a moment for a process that is about to end. Throws input_error where another holds it, or no
    /// file can be made in the folder.
    explicit folder_lock(const std::filesystem::path& folder);
    ~folder_lock();
    folder_lock(const folder_lock&) = delete;
    folder_lock& operator=(const folder_lock&) = delete;

    /// In a forked process, which has the lock too until it lets go.
    void let_go();

  private:
    std::filesystem::path name_;
    int file_ = -1;
};

}  // namespace lacuna::sweep
