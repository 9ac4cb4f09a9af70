/// The activation vectors of a product, with what was derived from them.
///
/// They are replaced as a whole or not at all, and what was derived goes with those that it was derived from:
/// nothing stale can be found.
#pragma once

#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/layers/derivations.h"

namespace lacuna::layers {

class activation_vectors {
  public:
    using vectors = std::vector<std::vector<float>>;

    activation_vectors() = default;
    activation_vectors(vectors values) : values_(std::move(values)) {}  // NOLINT: they are those vectors
    activation_vectors(std::initializer_list<std::vector<float>> values) : values_(values) {}

    operator const vectors&() const { return values_; }  // NOLINT
    std::size_t size() const { return values_.size(); }
    bool empty() const { return values_.empty(); }
    const std::vector<float>& operator[](std::size_t vector) const { return values_[vector]; }
    const std::vector<float>& front() const { return values_.front(); }
    const std::vector<float>& back() const { return values_.back(); }
    vectors::const_iterator begin() const { return values_.begin(); }
    vectors::const_iterator end() const { return values_.end(); }

    friend bool operator==(const activation_vectors& a, const activation_vectors& b) {
        return a.values_ == b.values_;
    }
    friend bool operator!=(const activation_vectors& a, const activation_vectors& b) { return !(a == b); }

    /// Puts others in their place. Where these are the same, to the bit, what was derived from them is kept.
    void replace(vectors values) {
        if (!are(values)) *this = activation_vectors(std::move(values));
    }

    /// What `make` makes of these vectors, kept under that name (layers/derivations.h).
    template <class Thing, class Make>
    std::shared_ptr<const Thing> derived(const std::string& name, Make make) const {
        return derived_.get<Thing>(name, make);
    }

  private:
    bool are(const vectors& others) const {
        if (others.size() != values_.size()) return false;
        for (std::size_t v = 0; v < others.size(); ++v) {
            const std::size_t size = values_[v].size();
            if (others[v].size() != size) return false;
            if (size > 0 && std::memcmp(others[v].data(), values_[v].data(), size * sizeof(float)) != 0)
                return false;
        }
        return true;
    }

    vectors values_;
    mutable derivations derived_;
};

}  // namespace lacuna::layers
