#include "sim/run/layer_description.h"

#include <algorithm>

#include "sim/run/reference_product.h"

namespace lacuna::run {

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void layer_description::add(const layers::product& product, const formats::csc<float>& held) {
    const std::uint64_t bias = product.weights.stored_bias();
    const auto matrix_end = held.value.begin() + held.column_begin[held.columns - 1];
    stored_nonzeros_ += static_cast<std::uint64_t>(matrix_end - held.value.begin() -
                                                   std::count(held.value.begin(), matrix_end, 0.0f));
    const std::uint64_t size = std::uint64_t{product.weights.outputs()} * product.weights.inputs();
    weights_ += size;
    macs_dense_ += (size + (bias ? product.weights.outputs() : 0)) * product.activations.size();
    macs_effectual_ += effectual_macs(held, product.activations);
    for (const std::vector<float>& vector : product.activations) {
        activations_ += vector.size();
        nonzero_activations_ +=
            vector.size() - static_cast<std::uint64_t>(std::count(vector.begin(), vector.end(), 0.0f));
    }
}

void layer_description::add(const layer_description& products) {
    stored_nonzeros_ += products.stored_nonzeros_;
    weights_ += products.weights_;
    nonzero_activations_ += products.nonzero_activations_;
    activations_ += products.activations_;
    macs_dense_ += products.macs_dense_;
    macs_effectual_ += products.macs_effectual_;
}

void layer_description::add(const layers::sampled_gemm& gemm,
                            const std::optional<std::uint64_t>& nonzeros_in_row) {
    is_known_ = nonzeros_in_row.has_value();
    macs_dense_ = gemm.macs();
    macs_effectual_ = gemm.outputs() * nonzeros_in_row.value_or(0);
    stored_nonzeros_ = gemm.m * nonzeros_in_row.value_or(0);
    weights_ = std::uint64_t{gemm.m} * gemm.k;
    activations_ = nonzero_activations_ = std::uint64_t{gemm.n} * gemm.k;
}

void layer_description::fill(reports::figures& f) const {
    f.macs_dense = macs_dense_;
    f.macs_effectual.reset();
    f.density_weights.reset();
    if (is_known_) f.macs_effectual = macs_effectual_;
    if (is_known_) f.density_weights = share(stored_nonzeros_, weights_);
    f.density_activations = share(nonzero_activations_, activations_);
}

}  // namespace lacuna::run
