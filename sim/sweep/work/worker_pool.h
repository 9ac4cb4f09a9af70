/// Processes that do one task after another, and whose end -- a crash, a task that takes too long -- costs
/// that task alone.
///
/// A worker is forked from the process as it stands: what that has loaded, all workers share. Where one ends,
/// or is ended, the next is forked in its place.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace lacuna::sweep {

/// What a worker sends of a task: any bytes, as often as it likes.
using send_message = std::function<void(const std::string& message)>;

/// What a worker does of a task, in its own process. An exception fails the task with its sentence.
using worker_function = std::function<void(std::uint64_t task, const send_message& send)>;

struct pool_options {
    std::size_t workers = 1;
    std::chrono::milliseconds time_limit{0};  ///< without a message of a task; 0: none
    std::function<void()> begin = [] {};      ///< what a worker does before its first task
};

/// What the process that owns the workers hears, and says. Tasks end in any order; messages of one come in
/// their order, before its end.
struct pool_listener {
    std::function<std::optional<std::uint64_t>()> next;  ///< the next task; none when there is no other
    std::function<void(std::uint64_t task, const std::string& message)> received;
    std::function<void(std::uint64_t task)> finished;
    std::function<void(std::uint64_t task, const std::string& why)> failed;  ///< a sentence
    std::function<void()> in_between;  ///< called again and again, at least every 0.2 seconds
};

/// Does every task that the listener names. Throws interrupted where a stop was requested, std::system_error
/// where no process can be made, and what the listener throws; in any case no worker is left.
void run_pool(const pool_options& options, const worker_function& work, const pool_listener& listener);

}  // namespace lacuna::sweep
