/// The database that a call of `lacuna sweep run` works on: a new one, or one that it goes on with.
#pragma once

#include <filesystem>
#include <memory>

#include "sim/sweep/store/sweep_file.h"
#include "sim/sweep/work/plan.h"
#include "sim/sweep/work/sweep_run.h"

namespace lacuna::sweep {

/// Of a folder that exists. Throws input_error: it cannot be written, it has another sweep, or one that is
/// not to be gone on with.
std::unique_ptr<sweep_file> opened_sweep(const plan& work, const std::filesystem::path& folder,
                                         const sweep_options& options);

}  // namespace lacuna::sweep
