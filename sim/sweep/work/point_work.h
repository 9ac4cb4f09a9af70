/// What a worker of a sweep does of a point, and tells its owner.
#pragma once

#include <cstdint>

#include "sim/sweep/work/message.h"
#include "sim/sweep/work/part_run.h"
#include "sim/sweep/work/plan.h"
#include "sim/sweep/work/worker_pool.h"

namespace lacuna::sweep {

/// One part of it, whose data is loaded.
void work_on_part(const plan& of, std::uint64_t point, part_number part, part_run& loaded,
                  const send_message& send);

/// All of it, from the loading of its data: for points that share theirs with few others.
void work_on_point(const plan& of, std::uint64_t point, const send_message& send);

/// The accelerators of a point; those of the config where the point cannot have its own.
std::vector<run::configured_accelerator> accelerators_or_unset(const plan& of, std::uint64_t point);

}  // namespace lacuna::sweep
