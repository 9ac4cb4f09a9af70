/// A simulated accelerator: computes a workload, and counts what that took.
///
/// A model counts; it never prices, prints, reads files or parses YAML. Each of its engines is such a class:
/// `clocked` is the top module of its SystemC hierarchy, `transaction` computes the same counts from the
/// structure of the work.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "sim/formats/arithmetic.h"
#include "sim/formats/tensor_core_arithmetic.h"
#include "sim/layers/workload.h"
#include "sim/statistics/registry.h"

namespace lacuna {

/// The layer exceeds a limit of the accelerator: the sentence names the limit. A result of its own, not an
/// error.
class does_not_fit : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Bytes that the weights of a layer take.
struct storage {
    std::uint64_t dense = 0;    ///< uncompressed, at the width of the accelerator's operands
    std::uint64_t values = 0;   ///< as stored: values or codes, padding included, and tables that decode them
    std::uint64_t indices = 0;  ///< as stored: positions, pointers, metadata
};

/// How an accelerator multiplies and accumulates: one product after the other, or in blocks.
using numerics = std::variant<formats::arithmetic, formats::tensor_core_arithmetic>;

/// Tells every arithmetic from those that compute otherwise.
std::string name_of(const numerics& how);

/// Weights as an accelerator stores them, outputs x (inputs + 1).
using held_weights = std::shared_ptr<const formats::csc<float>>;

/// What a run brought, beside the counters in the accelerator's registry.
struct outcome {
    std::vector<layers::outputs> outputs;  ///< one a product; none where not all were computed
    /// Then those that were, in tiles that do not overlap: one list a product, or that of the sampled GEMM.
    std::vector<std::vector<layers::output_tile>> tiles;
    /// Of an instruction stream: for each of layers::checked_chains() the bit patterns that its last
    /// checked instruction left: D, m x n row-major; or the registers of a load, lane by lane.
    std::vector<std::vector<std::uint32_t>> registers;
    std::uint64_t shared_memory_bytes = 0;  ///< that a stream of loads reads from, and at whose end it wraps
    std::uint64_t cycles = 0;
    /// One by one, by any of its parts: fewer than cycles where a proven steady state was skipped; of parts
    /// that are alike one is simulated.
    std::uint64_t simulated_cycles = 0;
    std::uint64_t committed_macs = 0;  ///< multiply-accumulates performed on stored, non-padding weights
    std::uint64_t fillers = 0;         ///< multiplier slots spent on padding zeros
    std::uint64_t mac_units = 0;
    /// How many parts of the accelerator do what its registry knows as one: a box's cycles, busy and stalled,
    /// are so many times those that elapsed.
    std::uint64_t alike_parts = 1;
    std::optional<double>
        load_balance;  ///< 1 where every unit always had work, as the model's source defines it
    storage bytes;

    /// Of weights that lack the structure an accelerator is made for: what was done about it ("dense",
    /// "prune"); empty where nothing was.
    std::string violation;
    /// Sums of |w| of all products before pruning for that structure and after it, biases apart.
    double magnitude_before = 0;
    double magnitude_after = 0;
    bool is_magnitude_known = true;  ///< or not all weights were seen

    // Bringing the layer into the accelerator, where its model has that apart from computing.

    std::uint64_t io_cycles = 0;      ///< spent loading and storing, beside `cycles`
    std::uint32_t input_passes = 1;   ///< parts that the inputs were divided into, one loaded after the other
    std::uint32_t output_passes = 1;  ///< the same of the outputs
    std::vector<std::string> limits_passed;  ///< parameters whose limit the layer passes as a whole

    std::vector<std::string>
        notes;  ///< sentences for the reader of the result: a limit passed, a source pruned twice
};

class accelerator {
  public:
    accelerator() = default;
    accelerator(const accelerator&) = delete;
    accelerator& operator=(const accelerator&) = delete;
    virtual ~accelerator() = default;

    /// Computes one workload from reset to quiescence; may be called again, and then gives what a fresh
    /// accelerator would, but where a product follows the one before. Throws does_not_fit, input_error (a
    /// layer that the parameters forbid), kernel::deadlock, interrupted.
    virtual outcome run(const layers::workload& work) = 0;

    /// The weights as this accelerator stores them (shared, say), before arithmetic() makes operands of them:
    /// what its outputs are checked against. Not null; of the same weights the same object, where it is still
    /// kept with them.
    virtual held_weights stored_weights(const layers::affine_weights& weights) const = 0;

    /// How it multiplies and accumulates.
    virtual numerics arithmetic() const { return formats::arithmetic(); }

    /// The boxes that hold the multipliers, without indices ("pe"): their stalls are what limits the run.
    virtual std::string multiplier_boxes() const = 0;

    const statistics::registry& statistics() const { return statistics_; }

  protected:
    statistics::registry statistics_;
};

}  // namespace lacuna
