/// lacuna sweep run: simulates every point of a design space.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <thread>

#include "sim/command_line/options.h"
#include "sim/command_line/progress_bar.h"
#include "sim/command_line/sweep_verbs.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/reports/text_table.h"
#include "sim/sweep/work/sweep_run.h"

namespace lacuna::command_line {

namespace {

namespace po = boost::program_options;
using texts = std::vector<std::string>;
using clock = std::chrono::steady_clock;

constexpr std::uint32_t most_jobs = 1024;
constexpr std::uint32_t most_shards = 65536;

std::uint32_t whole_number(const std::string& text, std::uint32_t most, const std::string& what) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > most)
        refuse("{} must be a whole number from 1 to {}, but is {}.", what, most, config::in_quotes(text));
    return number;
}

sweep::shard read_shard(const std::string& text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos)
        refuse("--shard must be I/N, as in --shard 2/8, but is {}.", config::in_quotes(text));
    sweep::shard part;
    part.of = whole_number(text.substr(slash + 1), most_shards, "--shard: the number of shards");
    part.number = whole_number(text.substr(0, slash), part.of, "--shard: the shard");
    return part;
}

std::chrono::milliseconds read_time_limit(double seconds) {
    constexpr double longest = 1e6;
    if (!(seconds > 0) || seconds > longest)
        refuse("--time-limit must be above 0 and at most {} seconds, but is {}.", longest, seconds);
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
}

std::string duration(double seconds) {
    if (seconds < 60) return fmt::format("{:.0f} s", std::ceil(seconds));
    if (seconds < 3600) return fmt::format("{:.0f} min", std::ceil(seconds / 60));
    return fmt::format("{:.1f} h", seconds / 3600);
}

/// Says how long the rest will take, if what is left takes as long as what was done since the beginning.
class estimate {
  public:
    std::string text(std::uint64_t done, std::uint64_t all) {
        if (!first_) first_ = done;
        const double elapsed = std::chrono::duration<double>(clock::now() - begin_).count();
        if (done <= *first_ || elapsed < 1) return {};
        const double each = elapsed / static_cast<double>(done - *first_);
        return fmt::format(", {} left", duration(each * static_cast<double>(all - std::min(all, done))));
    }

  private:
    clock::time_point begin_ = clock::now();
    std::optional<std::uint64_t> first_;
};

std::string summary(const sweep::sweep_outcome& outcome, const std::string& folder) {
    std::string text = reports::counted(outcome.points, "point");
    if (outcome.dropped > 0)
        text += fmt::format(" ({} more of the sample came twice or were against a condition)",
                            reports::with_commas(outcome.dropped));
    std::uint64_t rows = 0;
    std::string by_status;
    for (const auto& [status, number] : outcome.statuses) {
        rows += number;
        by_status +=
            fmt::format("{}{} {}", by_status.empty() ? "" : ", ", reports::with_commas(number), status);
    }
    text += fmt::format(", {}{}{}: {}.\n", reports::counted(rows, "row"), by_status.empty() ? "" : " (",
                        by_status.empty() ? "" : by_status + ")", folder);
    if (!outcome.first_refusal.empty())
        text += fmt::format("The first that is refused: {}\n", outcome.first_refusal);
    if (!outcome.first_error.empty()) text += fmt::format("The first error: {}\n", outcome.first_error);
    return text;
}

int exit_code_of(const sweep::sweep_outcome& outcome) {
    if (!outcome.complete) return interrupted;
    const bool has_errors = outcome.statuses.count("error") > 0;
    return has_errors || outcome.statuses.count("ok") == 0 ? failed : right;
}

}  // namespace

int sweep_run(const texts& arguments) {
    po::options_description options("Options");
    options.add_options()  //
        ("out", po::value<std::string>()->value_name("DIR"),
         "the folder of the sweep; else results/NAME.sweep, NAME being that of the config's file")  //
        ("resume", "go on with the sweep that is in the folder, or begin one where there is none")  //
        ("retry-errors", "with --resume: do those points again that ended with an error")           //
        ("jobs", po::value<std::string>()->value_name("N"), "worker processes; else one a core")    //
        ("time-limit", po::value<double>()->value_name("SECONDS"),
         "the longest that one row of a point may take, the loading of its layer included; longer is an error of "
         "that row, and the sweep goes on")  //
        ("shard", po::value<std::string>()->default_value("1/1")->value_name("I/N"),
         "deal the points out into N parts and run part I alone, as on one of N machines; sweep merge unites "
         "them")  //
        ("set", po::value<texts>()->default_value({}, "")->value_name("KEY=VALUE"),
         "change one value of the config first, as run does; may be repeated")  //
        ("quiet", "no progress bar and no messages");
    const usage text{
        "lacuna sweep run CONFIG [options]",
        "Simulates every point of the config's section `sweep` with the engine transaction, whose counts are "
        "those of\n"
        "the clocked one: each row is that of lacuna run with the point's values given to --set. Results go "
        "into\n"
        "DIR/sweep.sqlite as they come. Ctrl-C, a crash or a power failure lose nothing that is finished; "
        "--resume goes on.\n"
        "Exit code: 0 right; 1 points with errors, or nothing that fits; 2 bad input; 130 interrupted.",
        "config"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;
    const auto& configs = (*values)["config"].as<texts>();
    if (configs.size() != 1)
        refuse("lacuna sweep run needs one config, such as configs/eie-figure-8.yaml (see --help).");

    sweep::sweep_options chosen;
    chosen.jobs = values->count("jobs") != 0
                      ? whole_number((*values)["jobs"].as<std::string>(), most_jobs, "--jobs")
                      : std::max(1u, std::thread::hardware_concurrency());
    if (values->count("time-limit") != 0)
        chosen.time_limit = read_time_limit((*values)["time-limit"].as<double>());
    chosen.resume = values->count("resume") != 0;
    chosen.retry_errors = values->count("retry-errors") != 0;
    if (chosen.retry_errors && !chosen.resume) refuse("--retry-errors goes with --resume (see --help).");
    chosen.part = read_shard((*values)["shard"].as<std::string>());
    chosen.version = LACUNA_VERSION;

    const run::config_document config(configs.front(), (*values)["set"].as<texts>());
    const std::string folder = values->count("out") != 0
                                   ? (*values)["out"].as<std::string>()
                                   : "results/" + config.file().stem().string() + ".sweep";
    if (folder.empty()) refuse("--out: the name of the folder is empty.");
    const bool quiet = values->count("quiet") != 0;
    sweep::sweep_outcome outcome;
    {
        progress_bar bar(!quiet);
        estimate left;
        chosen.progress = [&](std::uint64_t done, std::uint64_t all, const std::string& what) {
            bar.show(done, all, what + left.text(done, all));
        };
        outcome = sweep::run_sweep(config, folder, chosen);
    }
    if (!quiet) {
        fmt::print(stderr, "{}", summary(outcome, folder));
        if (!outcome.complete) fmt::print(stderr, "Interrupted; --resume goes on.\n");
    }
    return exit_code_of(outcome);
}

}  // namespace lacuna::command_line
