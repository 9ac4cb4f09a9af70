#include "sim/sweep/work/worker_pool.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <map>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sim/config/interruption.h"

namespace lacuna::sweep {
namespace {

using std::chrono::milliseconds;

/// What the owner of a pool heard of the tasks 0 to n - 1.
struct heard {
    std::map<std::uint64_t, std::vector<std::string>> messages;
    std::map<std::uint64_t, int> finished;
    std::map<std::uint64_t, std::string> failed;
    std::uint64_t next = 0;

    pool_listener listener(std::uint64_t tasks) {
        pool_listener hears;
        hears.next = [this, tasks] { return next < tasks ? std::optional(next++) : std::nullopt; };
        hears.received = [this](std::uint64_t task, const std::string& message) {
            messages[task].push_back(message);
        };
        hears.finished = [this](std::uint64_t task) { ++finished[task]; };
        hears.failed = [this](std::uint64_t task, const std::string& why) {
            EXPECT_EQ(failed.count(task), 0u);
            failed[task] = why;
        };
        hears.in_between = [] {};
        return hears;
    }
};

TEST(worker_pool, every_task_is_done_once_and_its_messages_come_in_their_order) {
    const int here = 7;  // what the process holds, workers hold
    for (const std::size_t workers : {1u, 2u, 5u}) {
        heard all;
        run_pool(
            {workers, milliseconds(0)},
            [&](std::uint64_t task, const send_message& send) {
                for (std::uint64_t i = 0; i < task % 4; ++i) send(fmt::format("{}", here * task + i));
            },
            all.listener(500));
        EXPECT_EQ(all.finished.size(), 500u);
        EXPECT_TRUE(all.failed.empty());
        for (const auto& [task, times] : all.finished) {
            EXPECT_EQ(times, 1);
            EXPECT_EQ(all.messages[task].size(), task % 4);
            for (std::uint64_t i = 0; i < all.messages[task].size(); ++i)
                EXPECT_EQ(all.messages[task][i], fmt::format("{}", here * task + i));
        }
    }
}

TEST(worker_pool, a_message_may_be_longer_than_a_pipe_holds_and_empty) {
    heard all;
    run_pool(
        {2, milliseconds(0)},
        [](std::uint64_t task, const send_message& send) {
            send(std::string(task * 3'000'000, static_cast<char>('a' + task)));
        },
        all.listener(4));
    for (std::uint64_t task = 0; task < 4; ++task)
        EXPECT_EQ(all.messages[task].at(0), std::string(task * 3'000'000, static_cast<char>('a' + task)));
}

TEST(worker_pool, an_exception_fails_its_task_with_its_sentence) {
    heard all;
    run_pool(
        {1, milliseconds(0)},
        [](std::uint64_t task, const send_message&) {
            if (task == 1) throw std::runtime_error("No such thing.");
            if (task == 2) throw std::bad_alloc();
        },
        all.listener(4));
    EXPECT_EQ(all.failed,
              (std::map<std::uint64_t, std::string>{{1, "No such thing."}, {2, "It ran out of memory."}}));
    EXPECT_EQ(all.finished.size(), 2u);
}

TEST(worker_pool, a_worker_that_dies_costs_the_task_it_was_at_and_no_other) {
    for (const std::size_t workers : {1u, 3u}) {
        heard all;
        run_pool(
            {workers, milliseconds(0)},
            [](std::uint64_t task, const send_message& send) {
                send("begun");
                if (task % 10 == 3) ::raise(SIGKILL);
                if (task % 10 == 7) ::_exit(5);
                send("done");
            },
            all.listener(60));
        EXPECT_EQ(all.failed.size(), 12u);
        EXPECT_EQ(all.finished.size(), 48u);
        for (const auto& [task, why] : all.failed) EXPECT_EQ(all.messages[task].size(), 1u) << task;
        for (const auto& [task, times] : all.finished) EXPECT_EQ(all.messages[task].size(), 2u) << task;
        EXPECT_EQ(all.failed[7], "The process that ran it ended with exit code 5.");
        EXPECT_EQ(all.failed[3], "The process that ran it was ended by signal 9 (Killed).");
    }
}

TEST(worker_pool, a_task_that_takes_too_long_is_ended_and_others_go_on) {
    heard all;
    run_pool(
        {2, milliseconds(100)},
        [](std::uint64_t task, const send_message&) {
            while (task == 2 || task == 5) std::this_thread::sleep_for(milliseconds(10));
        },
        all.listener(10));
    EXPECT_EQ(all.finished.size(), 8u);
    EXPECT_EQ(all.failed, (std::map<std::uint64_t, std::string>{
                              {2, "It took longer than the limit of 0.1 s, and was ended."},
                              {5, "It took longer than the limit of 0.1 s, and was ended."}}));
}

TEST(worker_pool, a_stop_ends_all_at_once_and_leaves_no_process) {
    heard all;
    pool_listener hears = all.listener(1000);
    const auto begin = std::chrono::steady_clock::now();
    hears.in_between = [] { request_stop(); };
    EXPECT_THROW(run_pool(
                     {4, milliseconds(0)},
                     [](std::uint64_t, const send_message&) {
                         std::this_thread::sleep_for(std::chrono::seconds(100));
                     },
                     hears),
                 interrupted);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
    EXPECT_EQ(errno, ECHILD);
}

}  // namespace
}  // namespace lacuna::sweep
