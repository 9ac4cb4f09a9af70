/// The database of a sweep: what was asked (table `sweep`), its points, how far it is, and the results of
/// what is finished. Written in transactions to a write-ahead log, so that a finished part of a point is
/// there whole or not at all, whatever happens.
#pragma once

#include <filesystem>
#include <string>

#include "sim/sweep/store/batch.h"
#include "sim/sweep/store/definition.h"
#include "sim/sweep/store/point_table.h"
#include "sim/sweep/store/progress_table.h"
#include "sim/sweep/store/result_table.h"

namespace lacuna::sweep {

constexpr const char* file_name = "sweep.sqlite";

class sweep_file {
  public:
    /// Opens the database of a folder. Throws input_error where there is none. Opened read-only, it stays as
    /// it is at this moment, whatever a sweep at work writes into it.
    sweep_file(const std::filesystem::path& folder, database::mode how);
    /// Makes one without points; until commit() the folder has no sweep.
    sweep_file(const std::filesystem::path& folder, const definition& asked);
    sweep_file(const sweep_file&) = delete;
    sweep_file& operator=(const sweep_file&) = delete;

    /// Whether a sweep was begun in the folder: its definition and points stand in it.
    static bool is_in(const std::filesystem::path& folder);

    database& data() { return database_; }
    const definition& asked() const { return asked_; }
    point_table& points() { return points_; }
    progress_table& progress() { return progress_; }
    result_table& results() { return results_; }

    /// Takes back the parts of points in which a row has that status, rows and all.
    void take_back(const std::string& status);

    /// Makes permanent what was added; called rarely, since it waits for the disk.
    void commit() { writing_.commit(); }
    /// The last commit; then the database is one file, which can be read where nothing can be written.
    void close();

  private:
    void make();
    void read();

    database database_;
    definition asked_;
    batch writing_{database_};
    point_table points_{writing_, asked_.parameters};
    progress_table progress_{writing_};
    result_table results_{writing_};
};

}  // namespace lacuna::sweep
