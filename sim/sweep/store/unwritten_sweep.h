/// A sweep that is written beside its place, and appears there whole or not at all.
#pragma once

#include <filesystem>
#include <optional>

#include "sim/sweep/store/folder_lock.h"

namespace lacuna::sweep {

class unwritten_sweep {
  public:
    /// Makes the folder it is for, and one in it to write to. Throws input_error where there is a sweep, or
    /// it cannot be made.
    explicit unwritten_sweep(const std::filesystem::path& place);
    /// Leaves nothing behind of what was not committed.
    ~unwritten_sweep();
    unwritten_sweep(const unwritten_sweep&) = delete;
    unwritten_sweep& operator=(const unwritten_sweep&) = delete;

    /// Where to write it.
    const std::filesystem::path& folder() const { return beside_; }
    /// Puts it in its place, once it is closed.
    void commit();

  private:
    std::filesystem::path place_;
    bool is_new_ = false;  ///< the folder itself
    bool committed_ = false;
    std::filesystem::path beside_;
    std::optional<folder_lock> lock_;
};

}  // namespace lacuna::sweep
