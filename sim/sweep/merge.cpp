#include "sim/sweep/merge.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/quoted.h"
#include "sim/sweep/layer_figures.h"
#include "sim/sweep/part_reader.h"
#include "sim/sweep/shard_list.h"
#include "sim/sweep/unwritten_sweep.h"

namespace lacuna::sweep {

namespace {

namespace fs = std::filesystem;

struct source {
    explicit source(const fs::path& of)
        : folder(of), file(sweep_file::open(of, database::mode::read_only)), parts(file) {}

    fs::path folder;
    sweep_file file;
    part_reader parts;
};

value value_of(const record& row, const std::string& column) {
    const auto place = std::find(row.columns.begin(), row.columns.end(), column);
    return place == row.columns.end() ? value()
                                      : row.values[static_cast<std::size_t>(place - row.columns.begin())];
}

/// "layer 'fc6' on 'eie', 'as_is'".
std::string name_of(const record& row) {
    return fmt::format("layer {} on {}, {}", shown_value(value_of(row, "layer")),
                       shown_value(value_of(row, "accelerator")), shown_value(value_of(row, "pattern")));
}

class merging {
  public:
    merging(std::deque<source>& sources, sweep_file& to)
        : sources_(sources),
          to_(to),
          written_(to),
          is_done_(to.data().prepare("SELECT 1 FROM done WHERE part = ?1 AND point = ?2")) {}

    merged run() {
        for (source& each : sources_) add(each);
        united_.points = to_.points();
        united_.finished_points = to_.count_finished_points();
        return united_;
    }

  private:
    void add(source& from) {
        add_points(from);
        add_loaded(from);
        statement parts = from.file.data().prepare("SELECT data, parts FROM parts");
        while (parts.step())
            to_.set_parts(static_cast<std::uint64_t>(parts.integer(0)), static_cast<unit>(parts.integer(1)));
        statement done = from.file.data().prepare("SELECT point, part FROM done ORDER BY part, point");
        while (done.step())
            add_part(from, static_cast<std::uint64_t>(done.integer(0)), static_cast<unit>(done.integer(1)));
        to_.commit();
    }

    void add_points(source& from) {
        std::string columns = "point, data, encoding";
        for (const std::string& name : from.file.asked().parameters)
            columns += ", " + quoted_identifier(name);
        statement points = from.file.data().prepare("SELECT " + columns + " FROM points");
        while (points.step()) {
            std::vector<value> chosen;
            for (int c = 3; c < points.columns(); ++c) chosen.push_back(points.column(c));
            to_.add({static_cast<std::uint64_t>(points.integer(0)),
                     static_cast<std::uint64_t>(points.integer(1)), points.integer(2)},
                    chosen);
            give_up_if_stopped();
        }
    }

    void add_loaded(source& from) {
        statement loaded = from.file.data().prepare("SELECT data, part, digest FROM loaded");
        while (loaded.step()) {
            const auto data = static_cast<std::uint64_t>(loaded.integer(0));
            const auto part = static_cast<unit>(loaded.integer(1));
            const std::int64_t digest = loaded.integer(2);
            if (to_.remember(data, part, digest).value_or(digest) != digest) refuse_data(from, data, part);
        }
    }

    void add_part(source& from, std::uint64_t point, unit part) {
        give_up_if_stopped();
        const auto rows = from.parts.rows(point, part);
        if (is_done(point, part)) {
            check_equal(from, point, part, rows);
            ++united_.common_parts;
            return;
        }
        for (const auto& [row, of] : rows) to_.add_row({point, row, part}, of);
        to_.finish(point, part);
        constexpr std::uint64_t parts_a_commit = 65536;  // what is not committed stays in the log
        if (++added_ % parts_a_commit == 0) to_.commit();
    }

    bool is_done(std::uint64_t point, unit part) {
        is_done_.bind(1, part);
        is_done_.bind(2, point);
        const bool found = is_done_.step();
        is_done_.reset();
        return found;
    }

    void check_equal(const source& from, std::uint64_t point, unit part,
                     const std::map<std::uint64_t, record>& rows) {
        const auto others = written_.rows(point, part);
        const source& other = holder_of(point, part);
        for (const auto& [number, row] : rows) {
            const auto same = others.find(number);
            if (same == others.end()) refuse_rows(other, from, point, rows.size(), others.size());
            check_equal(other, from, point, same->second, row);
        }
        if (rows.size() != others.size()) refuse_rows(other, from, point, rows.size(), others.size());
    }

    static void check_equal(const source& a, const source& b, std::uint64_t point, const record& of_a,
                            const record& of_b) {
        if (of_a.columns == of_b.columns && of_a.values == of_b.values) return;
        for (const std::vector<std::string>* columns : {&of_a.columns, &of_b.columns}) {
            for (const std::string& column : *columns) {
                const value in_a = value_of(of_a, column);
                const value in_b = value_of(of_b, column);
                if (in_a == in_b) continue;
                refuse("{} and {} disagree on point {}, {}: {} is {} in the first and {} in the second.",
                       a.folder.string(), b.folder.string(), point, name_of(of_a), column, shown_value(in_a),
                       shown_value(in_b));
            }
        }
        refuse("{} and {} disagree on point {}, {}: they have different columns.", a.folder.string(),
               b.folder.string(), point, name_of(of_a));
    }

    [[noreturn]] static void refuse_rows(const source& a, const source& b, std::uint64_t point,
                                         std::size_t of_b, std::size_t of_a) {
        refuse("{} and {} disagree on point {}: a part of it has {} rows in the first and {} in the second.",
               a.folder.string(), b.folder.string(), point, of_a, of_b);
    }

    /// The folder whose rows of the part were taken.
    const source& holder_of(std::uint64_t point, unit part) {
        const auto found = std::find_if(sources_.begin(), sources_.end(), [&](source& each) {
            statement done = each.file.data().prepare("SELECT 1 FROM done WHERE part = ?1 AND point = ?2");
            done.bind(1, part);
            done.bind(2, point);
            return done.step();
        });
        return *found;
    }

    [[noreturn]] void refuse_data(source& from, std::uint64_t data, unit part) {
        const auto holder = std::find_if(sources_.begin(), sources_.end(), [&](source& each) {
            statement loaded = each.file.data().prepare("SELECT 1 FROM loaded WHERE data = ?1 AND part = ?2");
            loaded.bind(1, data);
            loaded.bind(2, part);
            return loaded.step();
        });
        std::string layer = "a layer";
        statement done = from.file.data().prepare(
            "SELECT point FROM done JOIN points USING (point) WHERE data = ?1 AND part = ?2 LIMIT 1");
        done.bind(1, data);
        done.bind(2, part);
        if (done.step()) {
            const auto rows = from.parts.rows(static_cast<std::uint64_t>(done.integer(0)), part);
            if (!rows.empty()) layer = "layer " + shown_value(value_of(rows.begin()->second, "layer"));
        }
        refuse("{} and {} cannot be united: {} held other data in one than in the other.",
               holder->folder.string(), from.folder.string(), layer);
    }

    std::deque<source>& sources_;
    sweep_file& to_;
    part_reader written_;
    statement is_done_;
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
    sweep_file to = sweep_file::create(made.folder(), asked);
    merged united = merging(sources, to).run();
    to.close();
    made.commit();
    return united;
}

}  // namespace lacuna::sweep
