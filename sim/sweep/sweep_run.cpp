#include "sim/sweep/sweep_run.h"

#include <fmt/format.h>

#include <deque>
#include <optional>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/sweep/digest.h"
#include "sim/sweep/folder_lock.h"
#include "sim/sweep/point_work.h"
#include "sim/sweep/sweep_file.h"
#include "sim/sweep/unit_run.h"
#include "sim/sweep/worker_pool.h"

namespace lacuna::sweep {

namespace {

namespace fs = std::filesystem;
using clock = std::chrono::steady_clock;

constexpr std::size_t points_at_once = 1024;
constexpr std::chrono::milliseconds between_commits{500};

fs::path made_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) refuse("Cannot make the folder {}: {}.", folder.string(), error.message());
    return folder;
}

sweep_file begin_or_resume(const plan& work, const fs::path& folder, const sweep_options& options) {
    const definition asked = work.asked(options.part, options.version);
    if (!sweep_file::is_in(folder)) {
        sweep_file made = sweep_file::create(folder, asked);
        work.write(options.part, made);
        made.commit();
        return made;
    }
    if (!options.resume) {
        refuse("{}: there is a sweep in this folder; --resume goes on with it, --out names another folder.",
               folder.string());
    }
    sweep_file begun = sweep_file::open(folder, database::mode::read_write);
    const std::string changed = difference(begun.asked(), asked);
    if (!changed.empty()) {
        refuse(
            "{}: cannot go on: {} is another than when this sweep began; what is finished stays. --out names a folder for a new sweep.",
            folder.string(), changed);
    }
    if (begun.asked().shard != asked.shard) {
        refuse("{}: cannot go on: this folder has shard {} of the sweep, not {}.", folder.string(),
               begun.asked().shard, asked.shard);
    }
    if (options.retry_errors) begun.take_back("error");
    return begun;
}

class sweep_at_work {
  public:
    sweep_at_work(const plan& work, const fs::path& folder, const sweep_options& options)
        : plan_(work), options_(options), lock_(folder), file_(begin_or_resume(work, folder, options)) {}

    sweep_outcome run() {
        sweep_outcome outcome;
        done_ = file_.count_finished();
        try {
            for (const planned_point& first : file_.data_sets(options_.jobs)) run_data(first);
            run_small_sets();
        } catch (const interrupted&) {
            outcome.complete = false;
        }
        file_.close();
        outcome.points = file_.points();
        outcome.dropped = plan_.points().dropped();
        outcome.statuses = file_.statuses();
        outcome.first_error = file_.first_message("error");
        outcome.first_refusal = file_.first_message("refused");
        return outcome;
    }

  private:
    /// A point that a worker is at.
    struct point_at_work {
        std::uint64_t data = 0;
        std::map<std::uint64_t, std::pair<unit, record>> rows;  // by number
    };
    /// More points to do, behind one.
    using supply = std::function<std::vector<planned_point>(const std::optional<planned_point>& after)>;

    /// All that points with these layers and patterns still miss: their data is loaded here, once for all.
    void run_data(const planned_point& first) {
        give_up_if_stopped();
        std::optional<run::experiment> experiment;
        try {
            experiment = plan_.read_data(first.point);
        } catch (const input_error& error) {
            refuse_points(first.data, error.what());
            return;
        }
        const unit parts = parts_of(*experiment);
        file_.set_parts(first.data, parts);
        for (unit part = 0; part < parts; ++part) {
            const auto more = [&](const std::optional<planned_point>& after) {
                return file_.missing(first.data, part, after, points_at_once);
            };
            if (more(std::nullopt).empty()) continue;
            say(experiment->layers[part_place(*experiment, part).network.begin].name, parts);
            unit_run loaded(*experiment, part);
            check_digest(first.data, part, digest_of(loaded.tasks()), loaded.name());
            run_points(more, std::pair<unit, unit>(part, part + 1), loaded.name(),
                       [&](std::uint64_t point, const send_message& send) {
                           work_on_part(plan_, point, part, loaded, send);
                       });
        }
    }

    /// Points that share their data with so few others that each worker loads it for itself.
    void run_small_sets() {
        run_points(
            [&](const std::optional<planned_point>& after) {
                return file_.unfinished_of_small_sets(options_.jobs, after, points_at_once);
            },
            std::nullopt, "points with data of their own",
            [&](std::uint64_t point, const send_message& send) { work_on_point(plan_, point, send); });
    }

    /// Lets workers do all points of a supply: one part of each, or, where none is named, all.
    void run_points(const supply& more, const std::optional<std::pair<unit, unit>>& parts,
                    const std::string& name, const worker_function& work) {
        std::map<std::uint64_t, point_at_work> at_work;
        std::optional<planned_point> last;
        std::deque<planned_point> next;
        pool_listener listener;
        listener.next = [&]() -> std::optional<std::uint64_t> {
            if (next.empty()) {
                const auto found = more(last);
                next.assign(found.begin(), found.end());
            }
            if (next.empty()) return std::nullopt;
            last = next.front();
            next.pop_front();
            at_work[last->point].data = last->data;
            return last->point;
        };
        listener.received = [&](std::uint64_t point, const std::string& bytes) {
            hear(unpacked(bytes), at_work[point]);
        };
        const auto finish = [&](std::uint64_t point) {
            const point_at_work& done = at_work[point];
            const auto [begin, end] =
                parts ? *parts : std::pair<unit, unit>(0, file_.parts_of_data(done.data));
            for (unit part = begin; part < end; ++part) {
                if (file_.is_finished(point, part)) continue;
                for (const auto& [row, of] : done.rows)
                    if (of.first == part) file_.add_row({point, row, part}, of.second);
                file_.finish(point, part);
                ++done_;
            }
            at_work.erase(point);
        };
        listener.finished = finish;
        listener.failed = [&](std::uint64_t point, const std::string& why) {
            add_failure(point, parts, why, at_work[point]);
            finish(point);
        };
        listener.in_between = [&] {
            say(name, 0);
            if (clock::now() - committed_ < between_commits) return;
            file_.commit();
            committed_ = clock::now();
        };
        try {
            run_pool({options_.jobs, options_.time_limit, [&] { lock_.let_go(); }}, work, listener);
        } catch (const interrupted&) {
            file_.commit();
            throw;
        }
        file_.commit();
    }

    void hear(message told, point_at_work& of) {
        switch (told.what) {
            case message::kind::parts:
                file_.set_parts(of.data, static_cast<unit>(told.number));
                break;
            case message::kind::digest:
                check_digest(of.data, told.part, told.number, "");
                break;
            case message::kind::row:
                of.rows[static_cast<std::uint64_t>(told.number)] = {told.part, std::move(told.of)};
                break;
            case message::kind::refused:
                refuse_data(told.text, of);
                break;
        }
    }

    /// The rows of a point that its worker could not tell.
    void add_failure(std::uint64_t point, const std::optional<std::pair<unit, unit>>& parts,
                     const std::string& why, point_at_work& to) {
        std::optional<run::experiment> experiment;
        try {
            experiment = plan_.read_data(point);
        } catch (const input_error& error) {
            refuse_data(error.what(), to);
            return;
        }
        file_.set_parts(to.data, parts_of(*experiment));
        const auto [begin, end] = parts ? *parts : std::pair<unit, unit>(0, parts_of(*experiment));
        for (unit part = begin; part < end; ++part) {
            tell_failure(*experiment, part, accelerators_or_unset(plan_, point), "error", why,
                         [&, part = part](std::uint64_t row, const record& of) {
                             to.rows.emplace(row, std::make_pair(part, of));
                         });
        }
    }

    /// Points whose layers and patterns cannot be together have one row that says so. Where single values
    /// cannot be either, which the plan has tried, something has changed since: that ends the sweep.
    void refuse_data(const std::string& why, point_at_work& of) {
        if (!has_tried_again_) plan_.check_values();
        has_tried_again_ = true;
        reports::row row;
        row.engine = name_of(engine::transaction);
        row.status = "refused";
        row.message = why;
        of.rows[0] = {0, record_of(row)};
        file_.set_parts(of.data, 1);
    }

    void refuse_points(std::uint64_t data, const std::string& why) {
        std::optional<planned_point> last;
        while (true) {
            const auto points = file_.missing(data, 0, last, points_at_once);
            if (points.empty()) return;
            last = points.back();
            for (const planned_point& each : points) {
                give_up_if_stopped();
                point_at_work refused;
                refused.data = data;
                refuse_data(why, refused);
                file_.add_row({each.point, 0, 0}, refused.rows[0].second);
                file_.finish(each.point, 0);
                ++done_;
            }
            file_.commit();
        }
    }

    void check_digest(std::uint64_t data, unit part, std::int64_t digest, const std::string& layer) {
        if (file_.remember(data, part, digest).value_or(digest) == digest) return;
        refuse(
            "{}: the data of {} is another than when this sweep began: a file that it comes from has "
            "changed; what is finished stays. --out names a folder for a new sweep.",
            file_.data().name(), layer.empty() ? "a layer" : "layer " + layer);
    }

    /// `parts` of a point, where they are known: it is taken to be the same of all points.
    void say(const std::string& what, unit parts) {
        if (parts > 0) all_ = std::max(all_, file_points() * parts);
        if (options_.progress) options_.progress(done_, std::max({all_, done_, file_points()}), what);
    }
    std::uint64_t file_points() {
        if (points_ == 0) points_ = file_.points();
        return points_;
    }

    const plan& plan_;
    const sweep_options& options_;
    folder_lock lock_;
    sweep_file file_;
    clock::time_point committed_ = clock::now();
    bool has_tried_again_ = false;
    std::uint64_t done_ = 0;  // parts of points
    std::uint64_t all_ = 0;
    std::uint64_t points_ = 0;
};

}  // namespace

sweep_outcome run_sweep(const run::config_document& config, const fs::path& folder,
                        const sweep_options& options) {
    const plan work(config);
    return sweep_at_work(work, made_folder(folder), options).run();
}

}  // namespace lacuna::sweep
