#include "sim/sweep/work/worker_pool.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <csignal>
#include <deque>
#include <iterator>
#include <list>
#include <vector>

#include "sim/config/interruption.h"
#include "sim/sweep/work/worker.h"

namespace lacuna::sweep {

namespace {

using clock = worker::clock;
using std::chrono::milliseconds;

constexpr milliseconds longest_wait{200};
constexpr milliseconds longest_pause{5000};
constexpr milliseconds work_ahead{50};  // a worker has so much to do while the owner is busy
constexpr std::size_t most_ahead = 64;  // tasks: 8 bytes each, far less than a pipe holds

class pool {
  public:
    pool(const pool_options& options, const worker_function& work, const pool_listener& listener)
        : options_(options), work_(work), listener_(listener) {
        broken_pipe_ = std::signal(SIGPIPE, SIG_IGN);  // a worker that has ended is seen where it is read
    }
    ~pool() { std::signal(SIGPIPE, broken_pipe_); }

    void run() {
        for (clock::time_point last = clock::now();; last = clock::now()) {
            give_up_if_stopped();
            give_tasks();
            if (std::all_of(workers_.begin(), workers_.end(),
                            [](const worker& each) { return each.tasks().empty(); }))
                return;
            wait();
            give_up_if_stopped();
            // Where nobody heard them for so long, the whole program was stopped, and they with it.
            if (const clock::duration gap = clock::now() - last; gap > longest_pause)
                for (worker& each : workers_) each.forgive(gap);
            for (auto each = workers_.begin(); each != workers_.end();) {
                const bool lives = hear(*each);
                each = lives && !is_late(*each) ? std::next(each) : remove(each, lives);
            }
            listener_.in_between();
        }
    }

  private:
    std::optional<std::uint64_t> next_task() {
        if (!returned_.empty()) {
            const std::uint64_t task = returned_.front();
            returned_.pop_front();
            return task;
        }
        if (!has_more_) return std::nullopt;
        const std::optional<std::uint64_t> task = listener_.next();
        has_more_ = task.has_value();
        return task;
    }

    /// So many that a worker is not idle while the owner writes, and few where they are long, so that the
    /// last ones are spread over all workers.
    std::size_t tasks_ahead() const {
        if (ended_ == 0) return 2;
        const auto each = busy_ / ended_;
        const auto fit = each.count() == 0 ? most_ahead : static_cast<std::size_t>(work_ahead / each);
        return std::clamp<std::size_t>(fit, 1, most_ahead - 1) + 1;
    }

    void give_tasks() {
        const std::size_t ahead = tasks_ahead();
        for (worker& each : workers_) {
            // In one go, so that what follows one another stays with one worker.
            if (each.tasks().size() <= ahead / 2) give(each, ahead);
        }
        while (workers_.size() < options_.workers) {
            const std::optional<std::uint64_t> task = next_task();
            if (!task) return;
            workers_.emplace_back(options_.begin, work_, workers_);  // which the new one is not yet among
            workers_.back().give(*task);
            give(workers_.back(), ahead);
        }
    }
    void give(worker& to, std::size_t ahead) {
        while (to.tasks().size() < ahead) {
            const std::optional<std::uint64_t> task = next_task();
            if (!task || !to.give(*task)) return;
        }
    }

    void wait() {
        std::vector<pollfd> waiting;
        milliseconds at_most = longest_wait;
        for (const worker& each : workers_) {
            waiting.push_back({each.results(), POLLIN, 0});
            if (options_.time_limit.count() == 0 || each.tasks().empty()) continue;
            const auto left = std::chrono::duration_cast<milliseconds>(each.last_heard() +
                                                                       options_.time_limit - clock::now());
            at_most = std::clamp(left + milliseconds(1), milliseconds(0), at_most);
        }
        ::poll(waiting.data(), waiting.size(), static_cast<int>(at_most.count()));
    }

    /// False where the worker has ended.
    bool hear(worker& from) {
        const bool lives = from.read();
        while (const auto frame = from.take()) {
            const std::uint64_t task = from.tasks().front();
            if (frame->what == worker_frame::kind::message) {
                from.hear();
                listener_.received(task, frame->text);
                continue;
            }
            busy_ += clock::now() - from.since();
            ++ended_;
            from.next_task();
            if (frame->what == worker_frame::kind::finished) {
                listener_.finished(task);
            } else {
                listener_.failed(task, frame->text);
            }
        }
        return lives;
    }

    bool is_late(const worker& of) const {
        return options_.time_limit.count() != 0 && !of.tasks().empty() &&
               clock::now() - of.last_heard() > options_.time_limit;
    }

    /// The task that a worker was at has failed with it; those that it had not begun go to others.
    std::list<worker>::iterator remove(std::list<worker>::iterator which, bool is_late) {
        const std::deque<std::uint64_t> tasks = which->tasks();
        const std::string how = which->end(is_late);
        const auto next = workers_.erase(which);
        if (tasks.empty()) return next;
        returned_.insert(returned_.end(), tasks.begin() + 1, tasks.end());
        listener_.failed(tasks.front(),
                         is_late ? fmt::format("It took longer than the limit of {} s, and was ended.",
                                               static_cast<double>(options_.time_limit.count()) / 1000)
                                 : fmt::format("The process that ran it {}.", how));
        return next;
    }

    const pool_options& options_;
    const worker_function& work_;
    const pool_listener& listener_;
    std::list<worker> workers_;
    std::deque<std::uint64_t> returned_;
    bool has_more_ = true;
    clock::duration busy_{0};
    std::int64_t ended_ = 0;
    void (*broken_pipe_)(int);
};

}  // namespace

void run_pool(const pool_options& options, const worker_function& work, const pool_listener& listener) {
    pool(options, work, listener).run();
}

}  // namespace lacuna::sweep
