/// What a worker of a sweep does of a point, and tells its owner.
#pragma once

#include <cstdint>

#include "sim/sweep/message.h"
#include "sim/sweep/plan.h"
#include "sim/sweep/unit_run.h"
#include "sim/sweep/worker_pool.h"

namespace lacuna::sweep {

/// One part of it, whose data is loaded.
void work_on_part(const plan& of, std::uint64_t point, unit part, unit_run& loaded, const send_message& send);

/// All of it, from the loading of its data: for points that share theirs with few others.
void work_on_point(const plan& of, std::uint64_t point, const send_message& send);

/// The accelerators of a point; those of the config where the point cannot have its own.
std::vector<run::configured_accelerator> accelerators_or_unset(const plan& of, std::uint64_t point);

}  // namespace lacuna::sweep
