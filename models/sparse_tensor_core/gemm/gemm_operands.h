/// Where the operands of a GEMM come from: a product that is there, or one that is drawn as it is needed.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <utility>

#include "models/sparse_tensor_core/accumulator_coding.h"
#include "models/sparse_tensor_core/activation_operands.h"
#include "models/sparse_tensor_core/gemm/gemm_sample.h"
#include "models/sparse_tensor_core/instruction_operands.h"
#include "models/sparse_tensor_core/weight_operands.h"
#include "sim/layers/sampled_gemm.h"
#include "sim/layers/workload.h"

namespace lacuna::sparse_tensor_core {

class gemm_operands {
  public:
    gemm_operands() = default;
    gemm_operands(const gemm_operands&) = delete;
    gemm_operands& operator=(const gemm_operands&) = delete;
    virtual ~gemm_operands() = default;

    /// Those of the instruction number `index` along k of a tile; `to` has room for them.
    virtual void read(const tile_place& tile, std::uint64_t index, layers::mma_operands& to) = 0;
    /// The bias of an output, 0 beyond the matrix.
    virtual float bias(std::uint64_t row) const = 0;

    // Set once, by the constructors.

    std::uint32_t m = 0, n = 0, k = 0;
    std::uint64_t seed = 0;  ///< of a sample of its tiles
    accumulator_coding sums;
};

/// Weights and activations that are there.
class product_operands final : public gemm_operands {
  public:
    product_operands(const layers::product& product, std::shared_ptr<const weight_operands> weights,
                     const formats::mma& instruction);

    void read(const tile_place& tile, std::uint64_t index, layers::mma_operands& to) override;
    float bias(std::uint64_t row) const override { return row < m ? weights_->bias[row] : 0; }

  private:
    formats::mma instruction_;
    std::shared_ptr<const weight_operands> weights_;
    std::shared_ptr<const activation_operands> activations_;
};

/// Rows and columns that are drawn, and pruned for mma.sp, in strips: a piece along k (sampled_gemm.h) of the
/// 16 rows or 8 columns of a tile. The strips read last are kept.
class drawn_operands final : public gemm_operands {
  public:
    drawn_operands(const layers::sampled_gemm& gemm, const formats::mma& instruction);

    void read(const tile_place& tile, std::uint64_t index, layers::mma_operands& to) override;
    float bias(std::uint64_t) const override { return 0; }

  private:
    /// The strips of a matrix that were read last: about as many values.
    template <class Strip>
    class kept_strips {
      public:
        using name = std::pair<std::uint64_t, std::uint64_t>;  // row or column of tiles, piece
        static constexpr std::uint64_t most_values = std::uint64_t{1} << 22;

        template <class Make>
        const Strip& get(const name& which, std::uint64_t values, Make make) {
            const auto known = places_.find(which);
            if (known != places_.end()) {
                strips_.splice(strips_.begin(), strips_, known->second);
                return known->second->strip;
            }
            strips_.push_front({which, values, make()});
            places_[which] = strips_.begin();
            for (values_ += values; values_ > most_values && strips_.size() > 1;) {
                values_ -= strips_.back().values;
                places_.erase(strips_.back().which);
                strips_.pop_back();
            }
            return strips_.front().strip;
        }

      private:
        struct entry {
            name which;
            std::uint64_t values;
            Strip strip;
        };
        std::list<entry> strips_;  // the one read last first
        std::map<name, typename std::list<entry>::iterator> places_;
        std::uint64_t values_ = 0;
    };

    weight_operands draw_weights(std::uint64_t row_tile, std::uint64_t piece) const;
    packed_codes draw_activations(std::uint64_t column_tile, std::uint64_t piece) const;
    std::uint32_t first_of(std::uint64_t piece) const;
    std::uint32_t end_of(std::uint64_t piece) const;

    layers::sampled_gemm gemm_;
    formats::mma instruction_;
    operand_coding weights_coding_, activations_coding_;
    kept_strips<weight_operands> weights_;
    kept_strips<packed_codes> activations_;
};

}  // namespace lacuna::sparse_tensor_core
