#include "sim/sweep/work/opened_sweep.h"

#include "sim/config/input_error.h"

namespace lacuna::sweep {

namespace {

namespace fs = std::filesystem;

std::unique_ptr<sweep_file> begun(const plan& work, const fs::path& folder, const definition& asked,
                                  const shard& part) {
    auto made = std::make_unique<sweep_file>(folder, asked);
    work.write(part, *made);
    made->commit();
    return made;
}

void check_same(const definition& begun, const definition& asked, const fs::path& folder) {
    const std::string changed = difference(begun, asked);
    if (!changed.empty()) {
        refuse(
            "{}: cannot go on: {} is another than when this sweep began; what is finished stays. --out names a folder for a new sweep.",
            folder.string(), changed);
    }
    if (begun.shard != asked.shard) {
        refuse("{}: cannot go on: this folder has shard {} of the sweep, not {}.", folder.string(),
               begun.shard, asked.shard);
    }
}

}  // namespace

std::unique_ptr<sweep_file> opened_sweep(const plan& work, const fs::path& folder,
                                         const sweep_options& options) {
    const definition asked = work.asked(options.part, options.version);
    if (!sweep_file::is_in(folder)) return begun(work, folder, asked, options.part);
    if (!options.resume) {
        refuse("{}: there is a sweep in this folder; --resume goes on with it, --out names another folder.",
               folder.string());
    }
    auto opened = std::make_unique<sweep_file>(folder, database::mode::read_write);
    check_same(opened->asked(), asked, folder);
    if (options.retry_errors) opened->take_back("error");
    return opened;
}

}  // namespace lacuna::sweep
