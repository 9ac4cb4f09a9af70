#include "sim/config/interruption.h"

#include <csignal>

namespace lacuna {

namespace {

volatile std::sig_atomic_t stop = 0;

}  // namespace

void request_stop() {
    stop = 1;
}

bool stop_requested() {
    return stop != 0;
}

void give_up_if_stopped() {
    if (stop != 0) throw interrupted();
}

}  // namespace lacuna
