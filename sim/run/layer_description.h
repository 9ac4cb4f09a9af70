/// What follows from the layers' data alone, and from their weights as the accelerator holds them: dense and
/// effectual multiply-accumulates, densities.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/formats/compressed_columns.h"
#include "sim/layers/workload.h"
#include "sim/reports/result.h"

namespace lacuna::run {

/// 0 of nothing.
double share(std::uint64_t part, std::uint64_t whole);

class layer_description {
  public:
    /// `held` are the product's weights, bias included.
    void add(const layers::product& product, const formats::csc<float>& held);
    /// Those of other products of the same layer.
    void add(const layer_description& products);
    /// Whose rows are all alike in how many non-zeros they hold, or nobody knows how many there are. None of
    /// its activations is 0.
    void add(const layers::sampled_gemm& gemm, const std::optional<std::uint64_t>& nonzeros_in_row);

    void fill(reports::figures& f) const;

  private:
    bool is_known_ = true;
    std::uint64_t stored_nonzeros_ = 0;
    std::uint64_t weights_ = 0;
    std::uint64_t nonzero_activations_ = 0;
    std::uint64_t activations_ = 0;
    std::uint64_t macs_dense_ = 0;
    std::uint64_t macs_effectual_ = 0;
};

}  // namespace lacuna::run
