/// What a worker and its owner tell each other, as bytes in two pipes: tasks go one way, frames the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace lacuna::sweep {

/// Part of a task's result, or its end.
struct worker_frame {
    enum class kind : std::uint8_t { message, finished, failed };
    kind what = kind::message;
    std::string text;  ///< the message, or why it failed
};

/// Whether that worked: else nobody reads any more. SIGPIPE must be ignored.
bool send_task(int to, std::uint64_t task);
bool send_frame(int to, worker_frame::kind what, const std::string& text);

/// Waits for the next; none at their end.
std::optional<std::uint64_t> receive_task(int from);

/// Puts frames together from the pieces in which they come.
class frame_receiver {
  public:
    /// Reads what has come, without waiting. False at the end of all.
    bool read(int from);
    /// The next whole frame of what was read.
    std::optional<worker_frame> take();

  private:
    std::string received_;
    std::size_t taken_ = 0;  // of what was received
};

}  // namespace lacuna::sweep
