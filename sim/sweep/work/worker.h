/// A forked process that takes tasks from one pipe and sends what it has of them through another.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <list>
#include <optional>
#include <string>

#include "sim/sweep/work/worker_frame.h"
#include "sim/sweep/work/worker_pool.h"

namespace lacuna::sweep {

class worker {
  public:
    using clock = std::chrono::steady_clock;

    /// Forks. The process keeps none of the pipes of the other workers. Throws std::system_error.
    worker(const std::function<void()>& begin, const worker_function& work, const std::list<worker>& others);
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;
    /// Kills the process where it still runs.
    ~worker();

    /// Where results come from; to be waited for with poll().
    int results() const { return results_; }

    /// Hands it one more task, after those it has. Whether that worked: else the process has ended.
    bool give(std::uint64_t task);
    /// Tasks given and not ended, the one that is being done first.
    std::deque<std::uint64_t>& tasks() { return tasks_; }
    const std::deque<std::uint64_t>& tasks() const { return tasks_; }
    /// Since when it does the first of them, and when it last told something of it.
    clock::time_point since() const { return since_; }
    clock::time_point last_heard() const { return heard_; }
    void hear() { heard_ = clock::now(); }
    /// Time in which nobody heard it does not count.
    void forgive(clock::duration time) { heard_ += time; }
    /// The first of its tasks has ended, and the next has begun.
    void next_task();

    /// Reads what has come. False where the process has ended and everything it sent was read.
    bool read() { return received_.read(results_); }
    /// The next whole frame of what was read.
    std::optional<worker_frame> take() { return received_.take(); }

    /// Kills it, or waits for its end; says how it ended: "was ended by signal 11 (Segmentation fault)".
    std::string end(bool kill);

  private:
    [[noreturn]] static void serve(const worker_function& work, int tasks, int results) noexcept;

    pid_t process_ = -1;
    int given_ = -1;    // its tasks, to write
    int results_ = -1;  // to read
    std::deque<std::uint64_t> tasks_;
    clock::time_point since_;
    clock::time_point heard_;
    frame_receiver received_;
};

}  // namespace lacuna::sweep
