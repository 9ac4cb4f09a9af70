#include "sim/sweep/store/unwritten_sweep.h"

#include <unistd.h>

#include <string>

#include "sim/config/input_error.h"
#include "sim/config/whole_file.h"
#include "sim/sweep/store/sweep_file.h"

namespace lacuna::sweep {

namespace fs = std::filesystem;

namespace {

/// A log without its database would pass for one of the new database.
void check_empty(const fs::path& folder) {
    std::error_code error;
    for (const char* rest : {"", "-wal", "-shm", "-journal"}) {
        const fs::path file = folder / (std::string(file_name) + rest);
        if (fs::exists(fs::symlink_status(file, error)))
            refuse("{}: there is a sweep in this folder already ({}).", folder.string(),
                   file.filename().string());
    }
}

bool is_missing(const fs::path& folder) {
    std::error_code error;
    return !fs::exists(folder, error);
}

/// The folder, once it exists.
const fs::path& made(const fs::path& folder) {
    config::make_folder(folder);
    return folder;
}

}  // namespace

unwritten_sweep::unwritten_sweep(const fs::path& place)
    : place_(place),
      is_new_(is_missing(place)),
      beside_(place / fmt::format(".{}-{}.tmp", file_name, ::getpid())),
      lock_(made(place)) {
    check_empty(place_);
    config::make_folder(beside_);
}

unwritten_sweep::~unwritten_sweep() {
    std::error_code ignored;
    fs::remove_all(beside_, ignored);
    lock_.reset();                                            // and its file
    if (is_new_ && !committed_) fs::remove(place_, ignored);  // only where it is empty
}

void unwritten_sweep::commit() {
    const fs::path file = beside_ / file_name;
    // The log goes when all of it is in the database.
    if (fs::exists(file.string() + "-wal"))
        refuse("{}: the sweep could not be written to its end.", place_.string());
    std::error_code error;
    fs::rename(file, place_ / file_name, error);
    if (error) refuse("Cannot write {}: {}.", (place_ / file_name).string(), error.message());
    committed_ = true;
}

}  // namespace lacuna::sweep
