/// A run that was asked to end before it is done: by a signal, at any time.
#pragma once

#include <stdexcept>

namespace lacuna {

/// The run was given up because request_stop() was called.
class interrupted : public std::runtime_error {
  public:
    interrupted() : std::runtime_error("interrupted") {}
};

/// Makes all work in the process that looks for it throw interrupted soon, and for good. Safe in a signal
/// handler.
void request_stop();

bool stop_requested();

/// Throws interrupted where a stop was requested. What can take longer than a tenth of a second calls it in
/// between.
void give_up_if_stopped();

}  // namespace lacuna
