#include "models/sparse_tensor_core/weight_treatment.h"

#include <fmt/format.h>

#include <cmath>

#include "sim/config/input_error.h"
#include "sim/formats/structured_sparse.h"
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
    weight_treatment treatment{true, "prune"};
    auto pruned = patterns::structured(type, weights.values(), weights.inputs());
    treatment.magnitude_after = magnitude_of(pruned, weights.inputs());
    treatment.pruned = std::make_shared<const formats::csc<float>>(std::move(pruned));
    const std::uint64_t groups =
        std::uint64_t{weights.outputs()} * (weights.inputs() / static_cast<std::uint32_t>(sparsity.group));
    treatment.note = fmt::format(
        "Pruned to {} sparsity: {} of {} groups had more non-zeros than they may keep; {:.2f} % of their "
        "magnitude was kept.",
        sparsity.name, violations, groups,
        100 * treatment.magnitude_after / magnitude_of(weights.values(), weights.inputs()));
    return treatment;
}

bool makes_whole_groups(operand_type type, std::uint32_t inputs) {
    return inputs % static_cast<std::uint32_t>(formats::sparsity_of(type).group) == 0;
}

std::string no_whole_groups(operand_type type, std::uint32_t inputs) {
    const structured_sparsity& sparsity = formats::sparsity_of(type);
    return fmt::format("The weights have {} column{}, but {} sparsity of {} needs a multiple of {}.", inputs,
                       inputs == 1 ? "" : "s", sparsity.name, formats::name_of(type), sparsity.group);
}

/// What on_violation has done about weights of so many inputs, where that is not to prune them; `first` names
/// the first violation.
std::optional<weight_treatment> treat_unpruned(const std::string& first, std::uint32_t inputs,
                                               const parameters& p) {
    if (p.on_violation == "dense")
        return weight_treatment{false, "dense", "Multiplied by mma, not mma.sp: " + first};
    if (!makes_whole_groups(p.computes().type, inputs))
        refuse("{} on_violation: dense multiplies such weights by mma.", first);
    if (p.on_violation == "error") {
        refuse(
            "{} on_violation: dense multiplies such weights by mma, on_violation: prune keeps the largest "
            "of each group.",
            first);
    }
    return std::nullopt;
}

weight_treatment treat(const layers::affine_weights& weights, const parameters& p) {
    const operand_type type = p.computes().type;
    if (patterns::has_structure(type, weights.values(), weights.inputs())) return {true};

    patterns::structure_violations violations;
    if (makes_whole_groups(type, weights.inputs())) {
        violations = patterns::violations_of(type, weights.values(), weights.inputs());
    } else {
        violations.first = no_whole_groups(type, weights.inputs());
    }
    if (auto unpruned = treat_unpruned(violations.first, weights.inputs(), p)) return *unpruned;
    return prune(type, weights, violations.groups);
}

}  // namespace

weight_treatment treatment_of(const layers::sampled_gemm& gemm, const parameters& p) {
    if (p.instructions == "mma") return {};
    const operand_type type = p.computes().type;
    const structured_sparsity& sparsity = formats::sparsity_of(type);
    const std::string first = makes_whole_groups(type, gemm.k)
                                  ? formats::too_many_non_zeros(type, (1u << sparsity.group) - 1, 0, 0)
                                  : no_whole_groups(type, gemm.k);
    if (auto unpruned = treat_unpruned(first, gemm.k, p)) return *unpruned;
    weight_treatment treatment{true, "prune"};
    treatment.is_magnitude_known = false;
    treatment.note = fmt::format(
        "Pruned to {} sparsity: each of {} groups had more non-zeros than it may keep; what part of their "
        "magnitude was kept is not known, since not all are drawn.",
        sparsity.name, std::uint64_t{gemm.m} * (gemm.k / static_cast<std::uint32_t>(sparsity.group)));
    return treatment;
}

std::shared_ptr<const weight_treatment> treatment_of(const layers::affine_weights& weights,
                                                     const parameters& p) {
    if (p.instructions == "mma") return std::make_shared<const weight_treatment>();
    const auto name =
        fmt::format("sparse tensor core, {}, on_violation {}: treatment", p.type, p.on_violation);
    return weights.derived<weight_treatment>(name, [&] {
        weight_treatment treatment = treat(weights, p);
        treatment.magnitude_before = magnitude_of(weights.values(), weights.inputs());
        if (!treatment.pruned) treatment.magnitude_after = treatment.magnitude_before;
        return treatment;
    });
}

held_weights stored_weights(const layers::affine_weights& weights, const parameters& p) {
    if (p.on_violation != "prune") return weights.kept_values();
    const auto treatment = treatment_of(weights, p);
    return treatment->pruned ? treatment->pruned : weights.kept_values();
}

}  // namespace lacuna::sparse_tensor_core
