/// Unites the folders of one sweep that ran in parts, on several machines for example.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace lacuna::sweep {

struct merged {
    std::uint64_t points = 0;
    std::uint64_t finished_points = 0;
    std::uint64_t common_parts = 0;  ///< parts of points that several folders had, and agreed on
};

/// Writes the union of the sweeps into a folder, which is made, whole or not at all. The others stay as they
/// are. Throws input_error: folders of different sweeps, folders that disagree on a point, a folder `out`
/// that has a sweep, interrupted.
merged merge(const std::vector<std::filesystem::path>& folders, const std::filesystem::path& out);

}  // namespace lacuna::sweep
