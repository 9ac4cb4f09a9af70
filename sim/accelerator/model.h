/// A kind of accelerator, as configs name it: its parameters, and how one is built.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/accelerator/accelerator.h"
#include "sim/config/parameters.h"

namespace lacuna {

/// A set of values for the parameters of one model.
class model_parameters {
  public:
    virtual ~model_parameters() = default;

    /// The parameters, bound to this object's fields.
    virtual config::parameter_list list() = 0;

    /// Refuses combinations that the single ranges allow but the hardware does not. `where` begins the
    /// sentence.
    virtual void check(const std::string& where) const = 0;

    /// Megahertz.
    virtual double clock_mhz() const = 0;

    /// An accelerator with these parameters. All of a process are built before the first one runs.
    virtual std::unique_ptr<accelerator> build(const std::string& name) const = 0;
};

/// One registered model.
struct model {
    std::string name;                  ///< as configs write it
    std::string summary;               ///< one line
    std::string source;                ///< what it models
    std::vector<std::string> engines;  ///< "clocked", ...
    std::unique_ptr<model_parameters> (*parameters)();
};

/// Every model that this program has; models/registry.cpp defines it.
const std::vector<model>& models();

}  // namespace lacuna
