#include "sim/sweep/work/point_work.h"

#include "sim/config/input_error.h"
#include "sim/sweep/work/digest.h"

namespace lacuna::sweep {

namespace {

void send_number(message::kind what, part_number part, std::int64_t number, const send_message& send) {
    message told;
    told.what = what;
    told.part = part;
    told.number = number;
    send(packed(told));
}

row_listener rows_of(part_number part, const send_message& send) {
    return [part, &send](std::uint64_t row, const record& of) {
        send(packed({message::kind::row, part, static_cast<std::int64_t>(row), of, {}}));
    };
}

}  // namespace

void work_on_part(const plan& of, std::uint64_t point, part_number part, part_run& loaded,
                  const send_message& send) {
    std::vector<run::configured_accelerator> accelerators;
    try {
        accelerators = of.accelerators(point);
    } catch (const input_error& error) {
        tell_failure(loaded.experiment(), part, of.accelerators_unset(), "refused", error.what(),
                     rows_of(part, send));
        return;
    }
    loaded.run(accelerators, rows_of(part, send));
}

void work_on_point(const plan& of, std::uint64_t point, const send_message& send) {
    std::optional<run::experiment> experiment;
    try {
        experiment = of.read_data(point);
    } catch (const input_error& error) {
        send(packed({message::kind::refused, 0, 0, {}, error.what()}));
        return;
    }
    const part_number parts = parts_of(*experiment);
    send_number(message::kind::parts, 0, parts, send);
    for (part_number part = 0; part < parts; ++part) {
        part_run loaded(*experiment, part);
        send_number(message::kind::digest, part, digest_of(loaded.tasks()), send);
        work_on_part(of, point, part, loaded, send);
    }
}

std::vector<run::configured_accelerator> accelerators_or_unset(const plan& of, std::uint64_t point) {
    try {
        return of.accelerators(point);
    } catch (const input_error&) {
        return of.accelerators_unset();
    }
}

}  // namespace lacuna::sweep
