#include "sim/sweep/work/sweep_run.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/whole_file.h"
#include "sim/sweep/store/folder_lock.h"
#include "sim/sweep/work/collector.h"
#include "sim/sweep/work/digest.h"
#include "sim/sweep/work/opened_sweep.h"
#include "sim/sweep/work/part_run.h"
#include "sim/sweep/work/point_work.h"
#include "sim/sweep/work/worker_pool.h"

namespace lacuna::sweep {

namespace {

namespace fs = std::filesystem;
using clock = std::chrono::steady_clock;

constexpr std::size_t points_at_once = 1024;
constexpr std::chrono::milliseconds between_commits{500};

class sweep_at_work {
  public:
    sweep_at_work(const plan& work, const fs::path& folder, const sweep_options& options)
        : plan_(work),
          options_(options),
          lock_(folder),
          file_(opened_sweep(work, folder, options)),
          collector_(work, *file_),
          points_(file_->points().count()) {}

    sweep_outcome run() {
        sweep_outcome outcome;
        try {
            for (const planned_point& first : file_->points().data_sets(options_.jobs)) run_data(first);
            run_small_sets();
        } catch (const interrupted&) {
            outcome.complete = false;
        }
        file_->close();
        outcome.points = points_;
        outcome.dropped = plan_.points().dropped();
        outcome.statuses = file_->results().statuses();
        outcome.first_error = file_->results().first_message("error");
        outcome.first_refusal = file_->results().first_message("refused");
        return outcome;
    }

  private:
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
        const part_number parts = parts_of(*experiment);
        file_->progress().set_parts(first.data, parts);
        all_ = std::max(all_, points_ * parts);  // taken to be as many of all points
        for (part_number part = 0; part < parts; ++part) {
            const supply more = [&](const std::optional<planned_point>& after) {
                return file_->progress().missing(first.data, part, after, points_at_once);
            };
            if (more(std::nullopt).empty()) continue;
            say(experiment->layers[part_place(*experiment, part).network.begin].name);
            part_run loaded(*experiment, part);
            collector_.check_digest(first.data, part, digest_of(loaded.tasks()), loaded.name());
            run_points(more, collector::part_range(part, part + 1), loaded.name(),
                       [&](std::uint64_t point, const send_message& send) {
                           work_on_part(plan_, point, part, loaded, send);
                       });
        }
    }

    /// Points whose data cannot be.
    void refuse_points(std::uint64_t data, const std::string& why) {
        std::optional<planned_point> last;
        while (true) {
            const auto points = file_->progress().missing(data, 0, last, points_at_once);
            if (points.empty()) return;
            last = points.back();
            for (const planned_point& each : points) {
                give_up_if_stopped();
                collector_.refuse_point(each, why);
            }
            file_->commit();
        }
    }

    /// Points that share their data with so few others that each worker loads it for itself.
    void run_small_sets() {
        run_points(
            [&](const std::optional<planned_point>& after) {
                return file_->progress().missing_of_small_sets(options_.jobs, after, points_at_once);
            },
            std::nullopt, "points with data of their own",
            [&](std::uint64_t point, const send_message& send) { work_on_point(plan_, point, send); });
    }

    /// Lets workers do all points of a supply: some parts of each, or, where none are named, all.
    void run_points(const supply& more, const std::optional<collector::part_range>& parts,
                    const std::string& name, const worker_function& work) {
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
            collector_.begin(*last, parts);
            return last->point;
        };
        listener.received = [&](std::uint64_t point, const std::string& bytes) {
            collector_.hear(point, unpacked(bytes));
        };
        listener.finished = [&](std::uint64_t point) { collector_.finish(point); };
        listener.failed = [&](std::uint64_t point, const std::string& why) { collector_.fail(point, why); };
        listener.in_between = [&] {
            say(name);
            if (clock::now() - committed_ < between_commits) return;
            file_->commit();
            committed_ = clock::now();
        };
        try {
            run_pool({options_.jobs, options_.time_limit, [&] { lock_.let_go(); }}, work, listener);
        } catch (const interrupted&) {
            file_->commit();
            throw;
        }
        file_->commit();
    }

    void say(const std::string& what) const {
        const std::uint64_t done = collector_.finished();
        if (options_.progress) options_.progress(done, std::max({all_, done, points_}), what);
    }

    const plan& plan_;
    const sweep_options& options_;
    folder_lock lock_;
    std::unique_ptr<sweep_file> file_;
    collector collector_;
    clock::time_point committed_ = clock::now();
    std::uint64_t points_ = 0;
    std::uint64_t all_ = 0;  // parts of points, as far as they are known
};

}  // namespace

sweep_outcome run_sweep(const run::config_document& config, const fs::path& folder,
                        const sweep_options& options) {
    const plan work(config);
    config::make_folder(folder);
    return sweep_at_work(work, folder, options).run();
}

}  // namespace lacuna::sweep
