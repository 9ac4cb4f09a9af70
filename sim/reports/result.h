/// The result of `lacuna run`: one row for each accelerator, layer and pattern, with every figure the
/// simulator has of it.
///
/// README lists each field with its unit. A row that was not measured, such as a layer that did not fit, has
/// no figures, here and in every report; a measured row without a load balance or a limiting stall says null
/// in JSON.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/energy/bill.h"
#include "sim/statistics/registry.h"

namespace lacuna::reports {

/// How far outputs in the accelerator's arithmetic are from those of 32-bit floating point, from the same
/// weights and, in a network, from the network computed in floating point throughout.
struct deviation {
    double largest = 0;           ///< of one output, as a magnitude
    double root_mean_square = 0;  ///< of all outputs
    std::optional<double>
        relative;  ///< root mean square of the differences / of the outputs; none where these are 0
    double same_largest_output =
        1;  ///< share of vectors whose largest output is the same one: what a classifier says
};

/// An instruction stream and its speed, in the units in which such measurements are published.
struct stream_figures {
    std::string instruction;
    std::uint32_t warps = 1;
    std::uint32_t ilp = 1;
    std::uint64_t iterations = 1;
    double cycles_per_iteration = 0;        ///< all cycles / iterations, start-up included
    std::optional<double> macs_per_cycle;   ///< of mma: those of the dense matrices / cycles
    std::optional<double> bytes_per_cycle;  ///< of loads: into the registers of all lanes
};

/// What a simulation measured.
struct figures {
    std::uint64_t cycles = 0;
    std::uint64_t simulated_cycles = 0;
    std::uint64_t io_cycles = 0;  ///< spent loading and storing, beside `cycles`
    std::uint32_t input_passes = 1;
    std::uint32_t output_passes = 1;
    std::vector<std::string> limits_passed;  ///< parameters whose limit the layer passes as a whole
    double clock_mhz = 0;
    double time_us = 0;
    double utilization = 0;  ///< committed MACs / (cycles x MAC units)
    std::optional<double> load_balance;
    std::string limiting_stall;  ///< the largest stall of the boxes that hold the multipliers; empty where
                                 ///< none stalled

    std::uint64_t macs_dense = 0;
    std::optional<std::uint64_t> macs_effectual =
        0;                             ///< both operands non-zero; none where not all are known
    std::uint64_t macs_committed = 0;  ///< performed by the hardware
    std::uint64_t fillers = 0;         ///< multiplier slots spent on padding zeros
    bool multiplies() const { return macs_dense > 0; }  ///< loads do not
    std::optional<double> density_weights = 0;          ///< none where not all are known
    double density_activations = 0;

    std::uint64_t bytes_dense = 0;
    std::uint64_t bytes_values = 0;
    std::uint64_t bytes_indices = 0;

    std::vector<statistics::total> totals;
    std::vector<statistics::instance> instances;  ///< every box, where asked for
    std::optional<energy::bill> energy;           ///< where an energy table is named
    std::optional<deviation> from_float;          ///< where the arithmetic is another one
    std::optional<stream_figures> stream;         ///< where the layer is an instruction stream
    std::string check;  ///< "exact": every output compared with the reference; "sampled": some output tiles,
                        ///< of a stream those of some chains
    std::string violation;  ///< what was done about weights without the structure that the accelerator is
                            ///< made for: "dense", "prune"; empty where nothing was
};

struct row {
    std::string accelerator;         ///< as the config names it; of a variant "eie, pes 4"
    nlohmann::ordered_json variant;  ///< what a variant has of its own: {"pes": 4}; empty where there is none
    std::string model;
    std::string engine;
    std::string layer;
    std::string pattern;
    std::uint32_t batch = 1;
    std::string status = "ok";                 ///< or "does_not_fit", "not_run"
    std::string message;                       ///< why it is not ok
    std::optional<double> magnitude_kept = 1;  ///< none where not all weights were seen
    /// Of what the best unstructured mask keeps with as many weights; none where that is not known.
    std::optional<double> magnitude_kept_of_best = 1;
    std::optional<figures> measured;
    std::optional<double> reference_time_us;
    std::optional<double> reference_cycles_per_iteration;
    std::optional<double> reference_bytes_per_cycle;
    std::string reference_source;
    std::vector<std::string> notes;
};

struct result {
    std::string name;
    std::string version;
    bool complete = true;
    nlohmann::ordered_json config;  ///< the effective configuration, defaults filled in
    std::vector<std::pair<std::string, energy::hardware>>
        accelerators;  ///< by name: what pricing needs beside the counts
    std::vector<row> rows;
};

}  // namespace lacuna::reports
