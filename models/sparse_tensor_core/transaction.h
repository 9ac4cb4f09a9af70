/// The sparse tensor core's transaction engine: the counts of the clocked model, to the last one, from the
/// structure of the work.
///
/// Events are instructions: an issue fixes when its collector, its accumulators, its loads are free again.
/// The state of a sub-core relative to the present repeats after a few iterations; whole periods are then
/// counted at once.
#pragma once

#include "models/sparse_tensor_core/parameters.h"
#include "sim/accelerator/accelerator.h"

namespace lacuna::sparse_tensor_core {

class transaction final : public accelerator {
  public:
    explicit transaction(const parameters& p);

    outcome run(const layers::workload& work) override;
    formats::csc<float> stored_weights(const layers::affine_weights& weights) const override;
    numerics arithmetic() const override { return parameters_.computes(); }
    std::string multiplier_boxes() const override { return "subcore"; }

  private:
    parameters parameters_;
};

}  // namespace lacuna::sparse_tensor_core
