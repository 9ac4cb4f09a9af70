/// Runs a sweep: every point of a config's space, on worker processes, into a database that a later call can
/// go on with.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "sim/run/experiment.h"
#include "sim/sweep/work/plan.h"

namespace lacuna::sweep {

struct sweep_options {
    std::size_t jobs = 1;
    std::chrono::milliseconds time_limit{0};  ///< of a row; 0: none
    bool resume = false;                      ///< goes on with what is in the folder
    bool retry_errors = false;                ///< and does again what ended with an error
    shard part;
    std::string version;
    /// Called now and then, with the number of parts of points that are finished and of all, those of earlier
    /// calls included.
    std::function<void(std::uint64_t done, std::uint64_t all, const std::string& what)> progress;
};

/// What the folder holds after a call.
struct sweep_outcome {
    bool complete = true;  ///< false where it was interrupted
    std::uint64_t points = 0;
    std::uint64_t dropped = 0;                      ///< points of a sample that conditions or repetition cost
    std::map<std::string, std::uint64_t> statuses;  ///< rows of each
    std::string first_error;  ///< what the first row says that ended with an error: a crash, a wrong product
    std::string first_refusal;  ///< and the first whose values cannot be together
};

/// Throws input_error: a config that is wrong, a folder that cannot be written or has another sweep, data
/// that changed since; what was finished before stays.
sweep_outcome run_sweep(const run::config_document& config, const std::filesystem::path& folder,
                        const sweep_options& options);

}  // namespace lacuna::sweep
