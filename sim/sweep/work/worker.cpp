#include "sim/sweep/work/worker.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <new>
#include <system_error>

#include "sim/config/interruption.h"

namespace lacuna::sweep {

namespace {

constexpr pid_t no_process = -1;

/// No signal stops this process between a look at what was requested and a fork that would inherit it.
class blocked_signals {
  public:
    blocked_signals() {
        sigset_t blocked;
        ::sigemptyset(&blocked);
        for (const int each : {SIGINT, SIGTERM}) ::sigaddset(&blocked, each);
        ::sigprocmask(SIG_BLOCK, &blocked, &before_);
    }
    ~blocked_signals() { let_through(); }
    blocked_signals(const blocked_signals&) = delete;
    blocked_signals& operator=(const blocked_signals&) = delete;

    void let_through() const { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

  private:
    sigset_t before_;
};

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

/// To an owner that has gone there is nothing more to say.
void tell(int to, worker_frame::kind what, const std::string& text) {
    if (!send_frame(to, what, text)) ::_exit(1);
}

}  // namespace

worker::worker(const std::function<void()>& begin, const worker_function& work,
               const std::list<worker>& others)
    : since_(clock::now()), heard_(since_) {
    int tasks[2];
    int results[2];
    if (::pipe2(tasks, O_CLOEXEC) != 0) fail("a pipe to a worker");
    if (::pipe2(results, O_CLOEXEC) != 0) {
        const int error = errno;
        ::close(tasks[0]);
        ::close(tasks[1]);
        errno = error;
        fail("a pipe to a worker");
    }
    const pid_t owner = ::getpid();
    const blocked_signals until_the_fork_is_done;
    process_ = stop_requested() ? no_process : ::fork();
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a sweep that is killed leaves nobody behind
        if (::getppid() != owner) ::_exit(1);
        // What a terminal or a batch system sends to all: the owner ends the workers.
        for (const int each : {SIGINT, SIGTERM, SIGPIPE}) ::signal(each, SIG_IGN);
        until_the_fork_is_done.let_through();
        ::close(tasks[1]);
        ::close(results[0]);
        for (const worker& other : others) {
            ::close(other.given_);
            ::close(other.results_);
        }
        begin();
        serve(work, tasks[0], results[1]);
    }
    const int error = errno;
    ::close(tasks[0]);
    ::close(results[1]);
    given_ = tasks[1];
    results_ = results[0];
    if (process_ < 0) {
        ::close(given_);
        ::close(results_);
        give_up_if_stopped();
        errno = error;
        fail("a process for a worker");
    }
    ::fcntl(results_, F_SETFL, O_NONBLOCK);
}

worker::~worker() {
    if (process_ > 0) end(true);
}

void worker::serve(const worker_function& work, int tasks, int results) noexcept {
    while (const auto task = receive_task(tasks)) {
        try {
            work(*task, [&](const std::string& text) { tell(results, worker_frame::kind::message, text); });
            tell(results, worker_frame::kind::finished, {});
        } catch (const interrupted&) {
            ::_exit(1);  // before the signals were blocked
        } catch (const std::bad_alloc&) {
            tell(results, worker_frame::kind::failed, "It ran out of memory.");
        } catch (const std::exception& error) {
            tell(results, worker_frame::kind::failed, error.what());
        }
    }
    ::_exit(0);
}

bool worker::give(std::uint64_t task) {
    if (tasks_.empty()) since_ = heard_ = clock::now();
    tasks_.push_back(task);
    return send_task(given_, task);
}

void worker::next_task() {
    tasks_.pop_front();
    since_ = heard_ = clock::now();
}

std::string worker::end(bool kill) {
    if (kill) ::kill(process_, SIGKILL);
    ::close(given_);
    ::close(results_);
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    if (WIFSIGNALED(status)) {
        const int signal = WTERMSIG(status);
        return fmt::format("was ended by signal {} ({})", signal, ::strsignal(signal));
    }
    return fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

}  // namespace lacuna::sweep
