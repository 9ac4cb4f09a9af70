#include "sim/sweep/work/collector.h"

#include "sim/config/input_error.h"
#include "sim/sweep/work/part_run.h"
#include "sim/sweep/work/point_work.h"

namespace lacuna::sweep {

void collector::begin(const planned_point& point, const std::optional<part_range>& parts) {
    at_work_[point.point] = {point.data, parts, {}};
}

void collector::hear(std::uint64_t point, message told) {
    point_at_work& of = at_work_[point];
    switch (told.what) {
        case message::kind::parts:
            to_.progress().set_parts(of.data, static_cast<part_number>(told.number));
            break;
        case message::kind::digest:
            check_digest(of.data, told.part, told.number, "");
            break;
        case message::kind::row:
            of.rows[static_cast<std::uint64_t>(told.number)] = {told.part, std::move(told.of)};
            break;
        case message::kind::refused:
            refuse_data(of, told.text);
            break;
    }
}

void collector::finish(std::uint64_t point) {
    const point_at_work& told = at_work_[point];
    const auto [begin, end] =
        told.parts ? *told.parts : part_range(0, to_.progress().parts_of_data(told.data));
    for (part_number part = begin; part < end; ++part) {
        if (to_.progress().is_finished(point, part)) continue;
        for (const auto& [row, of] : told.rows)
            if (of.first == part) to_.results().add({point, row, part}, of.second);
        to_.progress().finish(point, part);
        ++finished_;
    }
    at_work_.erase(point);
}

void collector::fail(std::uint64_t point, const std::string& why) {
    point_at_work& of = at_work_[point];
    try {
        const run::experiment experiment = plan_.read_data(point);
        to_.progress().set_parts(of.data, parts_of(experiment));
        const auto [begin, end] = of.parts ? *of.parts : part_range(0, parts_of(experiment));
        for (part_number part = begin; part < end; ++part) {
            tell_failure(experiment, part, accelerators_or_unset(plan_, point), "error", why,
                         [&, part = part](std::uint64_t row, const record& untold) {
                             of.rows.emplace(row, std::make_pair(part, untold));
                         });
        }
    } catch (const input_error& error) {
        refuse_data(of, error.what());
    }
    finish(point);
}

void collector::refuse_point(const planned_point& point, const std::string& why) {
    begin(point, std::nullopt);
    refuse_data(at_work_[point.point], why);
    finish(point.point);
}

void collector::refuse_data(point_at_work& of, const std::string& why) {
    if (!has_tried_again_) plan_.check_values();
    has_tried_again_ = true;
    reports::row row;
    row.engine = name_of(engine::transaction);
    row.status = "refused";
    row.message = why;
    of.rows[0] = {0, record_of(row)};
    to_.progress().set_parts(of.data, 1);
}

void collector::check_digest(std::uint64_t data, part_number part, std::int64_t digest,
                             const std::string& layer) {
    if (to_.progress().remember(data, part, digest).value_or(digest) == digest) return;
    refuse(
        "{}: the data of {} is another than when this sweep began: a file that it comes from has "
        "changed; what is finished stays. --out names a folder for a new sweep.",
        to_.data().name(), layer.empty() ? "a layer" : "layer " + layer);
}

}  // namespace lacuna::sweep
