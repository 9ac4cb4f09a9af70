/// The weights of a product: a matrix and its bias, the bias being one more column that multiplies a
/// constant 1.
///
/// outputs x (inputs + 1), the last column the bias, empty where there is none: so EIE treats it (Han et al.,
/// ISCA 2016, section III), and so any model can.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/formats/shared_weights.h"
#include "sim/layers/derivations.h"
#include "sim/layers/identity.h"

namespace lacuna::layers {

class affine_weights {
  public:
    /// Weights as real values, or as codes that share them. The last column is the bias.
    explicit affine_weights(formats::csc<float> values)
        : values_(std::make_shared<const formats::csc<float>>(std::move(values))) {}
    explicit affine_weights(formats::shared_weights shared)
        : values_(std::make_shared<const formats::csc<float>>(formats::shared_values(shared))),
          given_(std::move(shared)) {}

    std::uint32_t outputs() const { return values_->rows; }
    std::uint32_t inputs() const { return values_->columns - 1; }
    /// outputs x (inputs + 1)
    const formats::csc<float>& values() const { return *values_; }
    /// The same, for whoever may outlive these weights.
    std::shared_ptr<const formats::csc<float>> kept_values() const { return values_; }
    /// Stored entries, stored zeros and the bias included.
    std::uint64_t stored() const { return values_->stored(); }
    /// Stored entries of the bias column.
    std::uint64_t stored_bias() const { return values_->stored() - values_->column_begin[inputs()]; }

    /// The same weights as codes of at most `code_bits` bits: as given where they came with codes that fit,
    /// else shared by formats::share_weights, once for each width.
    const formats::shared_weights& shared(int code_bits) const {
        if (given_ && !is_shared_anew(code_bits)) return *given_;
        const auto known = shared_.find(code_bits);
        if (known != shared_.end()) return known->second;
        return shared_.emplace(code_bits, formats::share_weights(*values_, code_bits)).first->second;
    }

    /// The values that those codes stand for, outputs x (inputs + 1).
    std::shared_ptr<const formats::csc<float>> shared_values(int code_bits) const {
        if (given_ && !is_shared_anew(code_bits)) return values_;
        return derived<formats::csc<float>>(
            "values shared by codes of " + std::to_string(code_bits) + " bits",
            [&] { return formats::shared_values(shared(code_bits)); });
    }

    /// What `make` makes of these weights, kept under that name (layers/derivations.h).
    template <class Thing, class Make>
    std::shared_ptr<const Thing> derived(const std::string& name, Make make) const {
        return derived_.get<Thing>(name, make);
    }

    /// Whether shared(code_bits) replaces a codebook that the weights came with.
    bool is_shared_anew(int code_bits) const {
        return given_ && given_->codebook.size() > (std::size_t{1} << code_bits);
    }

    /// No other weights have it, but copies of these.
    std::uint64_t number() const { return identity_.number(); }

  private:
    // All are replaced together only, so that the identity tells contents apart.
    identity identity_;
    std::shared_ptr<const formats::csc<float>> values_;
    std::optional<formats::shared_weights> given_;
    mutable std::map<int, formats::shared_weights> shared_;  // by code bits
    mutable derivations derived_;
};

/// The rows divided evenly among so many groups, one below the other: each the weights of a product of its
/// own.
std::vector<affine_weights> divided(affine_weights weights, std::uint32_t groups);

}  // namespace lacuna::layers
