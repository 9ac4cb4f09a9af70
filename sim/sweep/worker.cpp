#include "sim/sweep/worker.h"

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

constexpr std::size_t header = 1 + sizeof(std::uint32_t);  // of a frame: its kind, and the length of its text

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

/// Whether all bytes were written. A pipe without a reader is no signal here: see serve() and give().
bool write_all(int to, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(to, bytes, size);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

/// False at the end of the tasks.
bool read_task(int from, std::uint64_t& task) {
    char* to = reinterpret_cast<char*>(&task);
    for (std::size_t got = 0; got < sizeof task;) {
        const ssize_t more = ::read(from, to + got, sizeof task - got);
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) return false;
        got += static_cast<std::size_t>(more);
    }
    return true;
}

void send_frame(int to, worker_frame::kind what, const std::string& text) {
    std::string frame(header, '\0');
    const auto size = static_cast<std::uint32_t>(text.size());
    frame[0] = static_cast<char>(what);
    std::memcpy(&frame[1], &size, sizeof size);
    frame += text;
    if (!write_all(to, frame.data(), frame.size())) ::_exit(1);  // nobody listens any more
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
    std::uint64_t task = 0;
    while (read_task(tasks, task)) {
        try {
            work(task,
                 [&](const std::string& text) { send_frame(results, worker_frame::kind::message, text); });
            send_frame(results, worker_frame::kind::finished, {});
        } catch (const interrupted&) {
            ::_exit(1);  // before the signals were blocked
        } catch (const std::bad_alloc&) {
            send_frame(results, worker_frame::kind::failed, "It ran out of memory.");
        } catch (const std::exception& error) {
            send_frame(results, worker_frame::kind::failed, error.what());
        }
    }
    ::_exit(0);
}

bool worker::give(std::uint64_t task) {
    if (tasks_.empty()) since_ = heard_ = clock::now();
    tasks_.push_back(task);
    return write_all(given_, reinterpret_cast<const char*>(&task), sizeof task);
}

void worker::next_task() {
    tasks_.pop_front();
    since_ = heard_ = clock::now();
}

bool worker::read() {
    if (taken_ == received_.size()) {
        received_.clear();
        taken_ = 0;
    }
    char bytes[65536];
    while (true) {
        const ssize_t got = ::read(results_, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return true;  // no more at present
        if (got == 0) return false;
        received_.append(bytes, static_cast<std::size_t>(got));
        if (received_.size() > (std::size_t{1} << 22)) return true;  // enough for now
    }
}

bool worker::take(worker_frame& frame) {
    if (received_.size() - taken_ < header) return false;
    std::uint32_t size = 0;
    std::memcpy(&size, received_.data() + taken_ + 1, sizeof size);
    if (received_.size() - taken_ - header < size) return false;
    frame.what = static_cast<worker_frame::kind>(received_[taken_]);
    frame.text.assign(received_, taken_ + header, size);
    taken_ += header + size;
    return true;
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
