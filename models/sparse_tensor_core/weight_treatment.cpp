#include "models/sparse_tensor_core/weight_treatment.h"

#include <fmt/format.h>

#include <cmath>

#include "sim/config/input_error.h"
#include "sim/patterns/structured.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::operand_type;
using formats::structured_sparsity;

double magnitude_of(const formats::csc<float>& weights, std::uint32_t columns) {
    double sum = 0;
    for (std::uint32_t i = 0; i < weights.column_begin[columns]; ++i)
        sum += std::abs(static_cast<double>(weights.value[i]));
    return sum;
}

weight_treatment prune(operand_type type, const layers::affine_weights& weights, std::uint64_t violations) {
    const structured_sparsity& sparsity = formats::sparsity_of(type);
    weight_treatment treatment{true, "prune", 1, {}, {}};
    auto pruned = patterns::structured(type, weights.values(), weights.inputs());
    treatment.magnitude_kept =
        magnitude_of(pruned, weights.inputs()) / magnitude_of(weights.values(), weights.inputs());
    treatment.pruned = std::make_shared<const formats::csc<float>>(std::move(pruned));
    const std::uint64_t groups =
        std::uint64_t{weights.outputs()} * (weights.inputs() / static_cast<std::uint32_t>(sparsity.group));
    treatment.note = fmt::format(
        "Pruned to {} sparsity: {} of {} groups had more non-zeros than they may keep; {:.2f} % of their "
        "magnitude was kept.",
        sparsity.name, violations, groups, 100 * treatment.magnitude_kept);
    return treatment;
}

weight_treatment treat(const layers::affine_weights& weights, const parameters& p) {
    const operand_type type = p.computes().type;
    const structured_sparsity& sparsity = formats::sparsity_of(type);
    if (patterns::has_structure(type, weights.values(), weights.inputs())) return {true, {}, 1, {}, {}};

    const bool whole_groups = weights.inputs() % static_cast<std::uint32_t>(sparsity.group) == 0;
    patterns::structure_violations violations;
    if (whole_groups) {
        violations = patterns::violations_of(type, weights.values(), weights.inputs());
    } else {
        violations.first = fmt::format(
            "The weights have {} column{}, but {} sparsity of {} needs a multiple of {}.", weights.inputs(),
            weights.inputs() == 1 ? "" : "s", sparsity.name, formats::name_of(type), sparsity.group);
    }
    if (p.on_violation == "dense")
        return {false, "dense", 1, "Multiplied by mma, not mma.sp: " + violations.first, {}};
    if (!whole_groups) refuse("{} on_violation: dense multiplies such weights by mma.", violations.first);
    if (p.on_violation == "error") {
        refuse(
            "{} on_violation: dense multiplies such weights by mma, on_violation: prune keeps the largest "
            "of each group.",
            violations.first);
    }
    return prune(type, weights, violations.groups);
}

}  // namespace

std::shared_ptr<const weight_treatment> treatment_of(const layers::affine_weights& weights,
                                                     const parameters& p) {
    if (p.instructions == "mma") return std::make_shared<const weight_treatment>();
    const auto name =
        fmt::format("sparse tensor core, {}, on_violation {}: treatment", p.type, p.on_violation);
    return weights.derived<weight_treatment>(name, [&] { return treat(weights, p); });
}

formats::csc<float> stored_weights(const layers::affine_weights& weights, const parameters& p) {
    if (p.on_violation != "prune") return weights.values();
    const auto treatment = treatment_of(weights, p);
    return treatment->pruned ? *treatment->pruned : weights.values();
}

}  // namespace lacuna::sparse_tensor_core
