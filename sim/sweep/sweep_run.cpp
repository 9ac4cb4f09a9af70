#include "sim/sweep/sweep_run.h"

#include <fmt/format.h>

#include <deque>
#include <optional>
#include <set>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/sweep/digest.h"
#include "sim/sweep/folder_lock.h"
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
        try {
            for (const planned_point& first : file_.data_sets()) run_data(first);
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
    /// All that points with these layers and patterns still miss.
    void run_data(const planned_point& first) {
        std::optional<run::experiment> experiment;
        try {
            experiment = plan_.read_data(first.point);
        } catch (const input_error& error) {
            // Each value by itself can be, as the plan has seen: so it is what these points have of their
            // own.
            refuse_data(first.data, error.what());
            return;
        }
        const unit parts = unit_run::parts_of(*experiment);
        file_.set_parts(first.data, parts);
        if (all_ == 0) all_ = file_.points() * parts, done_ = file_.count_finished();
        for (unit part = 0; part < parts; ++part)
            if (!file_.missing(first.data, part, std::nullopt, 1).empty())
                run_part(*experiment, first.data, part);
    }

    void refuse_data(std::uint64_t data, const std::string& why) {
        file_.set_parts(data, 1);
        std::optional<planned_point> last;
        while (true) {
            const auto points = file_.missing(data, 0, last, points_at_once);
            if (points.empty()) return;
            last = points.back();
            for (const planned_point& each : points) {
                reports::row row;
                row.engine = name_of(engine::transaction);
                row.status = "refused";
                row.message = why;
                file_.add_row({each.point, 0, 0}, record_of(row));
                file_.finish(each.point, 0);
            }
        }
    }

    void run_part(const run::experiment& experiment, std::uint64_t data, unit part) {
        say(experiment.layers[unit_run::first_layer_of(experiment, part)].name);
        unit_run loaded(experiment, part);
        check_digest(data, part, loaded);

        std::map<std::uint64_t, std::map<std::uint64_t, record>> rows;  // of points at work
        std::optional<planned_point> last;
        std::deque<planned_point> next;
        pool_listener listener;
        listener.next = [&]() -> std::optional<std::uint64_t> {
            if (next.empty()) {
                const auto more = file_.missing(data, part, last, points_at_once);
                next.assign(more.begin(), more.end());
            }
            if (next.empty()) return std::nullopt;
            last = next.front();
            next.pop_front();
            return last->point;
        };
        listener.received = [&](std::uint64_t point, const std::string& message) {
            auto [row, of] = unpacked(message);
            rows[point][row] = std::move(of);
        };
        const auto finish = [&](std::uint64_t point) {
            for (const auto& [row, of] : rows[point]) file_.add_row({point, row, part}, of);
            file_.finish(point, part);
            rows.erase(point);
            ++done_;
        };
        listener.finished = finish;
        listener.failed = [&](std::uint64_t point, const std::string& why) {
            loaded.tell_failure(accelerators_of(point), "error", why,
                                [&](std::uint64_t row, const record& of) {
                                    rows[point].emplace(row, of);  // where it has not told that one itself
                                });
            finish(point);
        };
        listener.in_between = [&] {
            say(loaded.name());
            if (clock::now() - committed_ < between_commits) return;
            file_.commit();
            committed_ = clock::now();
        };
        const worker_function work = [&](std::uint64_t point, const send_message& send) {
            lock_.let_go();
            const row_listener tell = [&](std::uint64_t row, const record& of) { send(packed(row, of)); };
            std::vector<run::configured_accelerator> accelerators;
            try {
                accelerators = plan_.accelerators(point);
            } catch (const input_error& error) {
                loaded.tell_failure(plan_.accelerators_unset(), "refused", error.what(), tell);
                return;
            }
            loaded.run(accelerators, tell);
        };
        try {
            run_pool({options_.jobs, options_.time_limit}, work, listener);
        } catch (const interrupted&) {
            file_.commit();
            throw;
        }
        file_.commit();
    }

    void check_digest(std::uint64_t data, unit part, const unit_run& loaded) {
        const std::int64_t digest = digest_of(loaded.tasks());
        if (file_.remember(data, part, digest).value_or(digest) == digest) return;
        refuse(
            "{}: the data of layer {} is another than when this sweep began: a file that it comes from has "
            "changed; what is finished stays. --out names a folder for a new sweep.",
            file_.data().name(), loaded.name());
    }

    /// Of a point that failed: as the config has them where the point cannot have its own.
    std::vector<run::configured_accelerator> accelerators_of(std::uint64_t point) const {
        try {
            return plan_.accelerators(point);
        } catch (const input_error&) {
            return plan_.accelerators_unset();
        }
    }

    void say(const std::string& layer) {
        if (options_.progress) options_.progress(done_, all_, layer);
    }

    const plan& plan_;
    const sweep_options& options_;
    folder_lock lock_;
    sweep_file file_;
    clock::time_point committed_ = clock::now();
    std::uint64_t done_ = 0;  // parts of points
    std::uint64_t all_ = 0;
};

}  // namespace

sweep_outcome run_sweep(const run::config_document& config, const fs::path& folder,
                        const sweep_options& options) {
    const plan work(config);
    return sweep_at_work(work, made_folder(folder), options).run();
}

}  // namespace lacuna::sweep
