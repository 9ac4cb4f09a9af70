/// A kind of accelerator, as configs name it: its parameters, and how one is built.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/accelerator/accelerator.h"
#include "sim/config/parameters.h"
#include "sim/statistics/box.h"

namespace lacuna {

/// How a model is run.
enum class engine {
    clocked,      ///< every box, cycle by cycle
    transaction,  ///< the same counts from the structure of the work
};

/// "clocked", "transaction".
std::string name_of(engine which);

/// A set of values for the parameters of one model.
class model_parameters {
  public:
    virtual ~model_parameters() = default;

    /// The parameters, bound to this object's fields.
    virtual config::parameter_list list() = 0;

    /// Refuses values and combinations that the single ranges allow but the hardware does not; `map` is what
    /// list() has read, for the places of sentences. The defaults pass.
    virtual void check(const config::node& map) const = 0;

    /// Why the accelerator cannot be given negative activations, and what helps: a part of a sentence; empty
    /// where it can.
    virtual std::string refuses_negative_activations() const = 0;

    /// Why the accelerator cannot run instruction streams: a part of a sentence; empty where it can.
    virtual std::string refuses_instruction_streams() const { return "it executes no instructions"; }

    /// Why the accelerator cannot run GEMMs of which some output tiles are checked: a part of a sentence;
    /// empty where it can.
    virtual std::string refuses_sampled_gemms() const {
        return "it computes every output, from operands that it holds";
    }

    /// Megahertz.
    virtual double clock_mhz() const = 0;

    /// Every sort of box that such an accelerator has, with the sizes that its energy and area depend on;
    /// each registered action is one of these boxes'.
    virtual std::vector<statistics::box> boxes() const = 0;

    /// Names the parameters that what is derived from a layer depends on -- its encoding, its outputs --
    /// beside the layer itself: design points of one encoding share what they derive from a layer, where they
    /// run it one after the other. Empty where nothing is shared.
    virtual std::string encoding() const { return {}; }

    /// An accelerator with these parameters, run by one of the model's engines. All clocked ones of a process
    /// are built before the first one runs.
    virtual std::unique_ptr<accelerator> build(const std::string& name, engine which) const = 0;
};

/// Refuses activations (batch vectors) that an accelerator with these parameters cannot be given.
void check_activations(const model_parameters& parameters,
                       const std::vector<std::vector<float>>& activations);

/// One registered model.
struct model {
    std::string name;     ///< as configs write it
    std::string summary;  ///< one line
    std::string source;   ///< what it models
    std::vector<engine> engines;
    std::string not_modelled;  ///< what the hardware has that it leaves out, separated by "; "
    std::unique_ptr<model_parameters> (*parameters)();
};

/// Every model that this program has; models/registry.cpp defines it.
const std::vector<model>& models();

}  // namespace lacuna
