/// The program: finds the verb, and turns what goes wrong into one sentence and an exit code.
#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <system_error>
#include <systemc>

#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/run/reference_product.h"

namespace {

using namespace lacuna;

struct verb {
    std::string name;
    std::string summary;
    int (*call)(const std::vector<std::string>&);
};

const std::vector<verb>& verbs() {
    static const std::vector<verb> all = {
        {"run", "simulate configs and report cycles, time, utilization, stalls and energy",
         command_line::run},
        {"sweep", "simulate every point of a design space: run, export, pareto, merge", command_line::sweep},
        {"validate", "check configs, traces and data without simulating", command_line::validate},
        {"compare", "set saved results side by side: ratios of cycles, time, energy and utilization",
         command_line::compare},
        {"energy", "price the counts of a saved result with an energy table, without simulating",
         command_line::energy},
        {"trace", "look at layers, and bring or make your own: info, import, generate, prune",
         command_line::trace},
        {"list", "models, patterns, formats, statistics, energy: everything configs and results can name",
         command_line::list},
    };
    return all;
}

void print_help() {
    fmt::print(
        "Usage: lacuna VERB [arguments]\n\n"
        "Lacuna simulates accelerators for sparse neural networks cycle by cycle. It answers: what does this "
        "hardware do\n"
        "with these zeros? A config names accelerators, layers and sparsity patterns; try lacuna run "
        "configs/eie.yaml.\n\n");
    for (const verb& each : verbs()) fmt::print("  {:<10} {}\n", each.name, each.summary);
    fmt::print("\nlacuna VERB --help explains a verb; lacuna --version prints the version.\n");
}

int dispatch(const std::vector<std::string>& arguments) {
    std::vector<std::string> names;
    for (const verb& each : verbs()) names.push_back(each.name);
    if (arguments.empty())
        refuse("lacuna needs a verb: {} (see lacuna --help).", config::list_of_names(names));
    if (arguments[0] == "--help" || arguments[0] == "-h") {
        print_help();
        return command_line::right;
    }
    if (arguments[0] == "--version") {
        fmt::print("lacuna {}\n", LACUNA_VERSION);
        return command_line::right;
    }
    for (const verb& each : verbs()) {
        if (each.name == arguments[0]) return each.call({arguments.begin() + 1, arguments.end()});
    }
    refuse("{} is no verb of lacuna{}.", config::in_quotes(arguments[0]),
           config::nearest_name_hint(arguments[0], names));
}

/// One line, whatever a file or an argument is called.
int report(std::string what, int code) {
    for (char& c : what)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    fmt::print(stderr, "lacuna: {}\n", what);
    return code;
}

/// A full disk behind standard output must not pass for a result.
int with_output_written(int code) {
    if (std::fflush(stdout) != 0) refuse("Cannot write to standard output: {}.", std::strerror(errno));
    return code;
}

/// The first signal ends the run as soon as the work looks for it, the second the program.
void stop_on_interrupt(int signal) {
    std::signal(signal, SIG_DFL);
    request_stop();
}

}  // namespace

int sc_main(int argc, char* argv[]) {
    std::signal(SIGINT, stop_on_interrupt);
    std::signal(SIGTERM, stop_on_interrupt);
    try {
        return with_output_written(dispatch({argv + 1, argv + argc}));
    } catch (const input_error& error) {
        return report(error.what(), command_line::bad_input);
    } catch (const interrupted&) {
        return command_line::interrupted;
    } catch (const std::system_error& error) {
        return report(error.what(), command_line::bad_input);
    } catch (const std::bad_alloc&) {
        return report("out of memory.", command_line::failed);
    } catch (const std::exception& error) {
        return report(error.what(), command_line::failed);
    }
}

int main(int argc, char* argv[]) {
    ::setenv("SC_COPYRIGHT_MESSAGE", "DISABLE", 0);  // SystemC's banner, on every start
    return sc_core::sc_elab_and_sim(argc, argv);
}
