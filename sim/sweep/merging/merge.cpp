#include "sim/sweep/merging/merge.h"

#include <algorithm>
#include <deque>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/sweep/merging/agreement.h"
#include "sim/sweep/merging/shard_list.h"
#include "sim/sweep/store/part_reader.h"
#include "sim/sweep/store/unwritten_sweep.h"

namespace lacuna::sweep {

namespace {

namespace fs = std::filesystem;

struct source {
    explicit source(const fs::path& of) : folder(of), file(of, database::mode::read_only), parts(file) {}

    fs::path folder;
    sweep_file file;
    part_reader parts;
};

class merging {
  public:
    merging(std::deque<source>& sources, sweep_file& to) : sources_(sources), to_(to), written_(to) {}

    merged run() {
        for (source& each : sources_) add(each);
        united_.points = to_.points().count();
        united_.finished_points = to_.progress().count_finished_points();
        return united_;
    }

  private:
    void add(source& from) {
        progress_table& of = from.file.progress();
        from.file.points().for_each([&](const planned_point& point, const std::vector<value>& values) {
            give_up_if_stopped();
            to_.points().add(point, values);
        });
        of.for_each_digest([&](std::uint64_t data, part_number part, std::int64_t digest) {
            if (to_.progress().remember(data, part, digest).value_or(digest) != digest)
                refuse_data(from, data, part);
        });
        of.for_each_parts(
            [&](std::uint64_t data, part_number parts) { to_.progress().set_parts(data, parts); });
        of.for_each_finished([&](std::uint64_t point, part_number part) { add_part(from, point, part); });
        to_.commit();
    }

    void add_part(source& from, std::uint64_t point, part_number part) {
        give_up_if_stopped();
        const auto rows = from.parts.rows(point, part);
        if (to_.progress().is_finished(point, part)) {
            check_agreement(point, holder_of(point, part).folder.string(), written_.rows(point, part),
                            from.folder.string(), rows);
            ++united_.common_parts;
            return;
        }
        for (const auto& [row, of] : rows) to_.results().add({point, row, part}, of);
        to_.progress().finish(point, part);
        constexpr std::uint64_t parts_a_commit = 65536;  // what is not committed stays in the log
        if (++added_ % parts_a_commit == 0) to_.commit();
    }

    /// The folder whose rows of the part were taken.
    const source& holder_of(std::uint64_t point, part_number part) {
        return *std::find_if(sources_.begin(), sources_.end(),
                             [&](source& each) { return each.file.progress().is_finished(point, part); });
    }

    [[noreturn]] void refuse_data(source& from, std::uint64_t data, part_number part) {
        const auto holder = std::find_if(sources_.begin(), sources_.end(), [&](source& each) {
            return each.file.progress().digest_of(data, part).has_value();
        });
        std::string layer = "a layer";
        if (const auto point = from.file.progress().finished_point_of(data, part)) {
            const auto rows = from.parts.rows(*point, part);
            if (!rows.empty()) layer = "layer " + shown_value(cell_of(rows.begin()->second, "layer"));
        }
        refuse("{} and {} cannot be united: {} held other data in one than in the other.",
               holder->folder.string(), from.folder.string(), layer);
    }

    std::deque<source>& sources_;
    sweep_file& to_;
    part_reader written_;
    merged united_;
    std::uint64_t added_ = 0;
};

definition united_definition(const std::deque<source>& sources) {
    definition all = sources.front().file.asked();
    std::vector<std::string> shards;
    for (const source& each : sources) {
        const std::string other = difference(all, each.file.asked());
        if (!other.empty())
            refuse("{} and {} are not of one sweep: they differ in {}.", sources.front().folder.string(),
                   each.folder.string(), other);
        shards.push_back(united_shards({each.file.asked().shard}, each.folder.string()));
    }
    all.shard = united_shards(shards, "shards");
    return all;
}

}  // namespace

merged merge(const std::vector<fs::path>& folders, const fs::path& out) {
    if (folders.empty()) refuse("Nothing is given to unite.");
    std::deque<source> sources;
    for (const fs::path& folder : folders) sources.emplace_back(folder);
    const definition asked = united_definition(sources);
    unwritten_sweep made(out);
    sweep_file to(made.folder(), asked);
    merged united = merging(sources, to).run();
    to.close();
    made.commit();
    return united;
}

}  // namespace lacuna::sweep
