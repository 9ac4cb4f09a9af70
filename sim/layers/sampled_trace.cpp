#include "sim/layers/sampled_trace.h"

#include <string>
#include <vector>

#include "sim/config/input_error.h"
#include "sim/config/table.h"

namespace lacuna::layers {
namespace {

[[noreturn]] void refuse_key(const config::node& value) {
    refuse(
        "{}: {} cannot be given where check is sampled: every row of the weights and every vector of the "
        "activations is drawn by itself, from a distribution and a seed alone.",
        value.where.text(), config::name_of(value));
}

/// Refuses those keys of a map; is silent where there is no map.
void refuse_keys(const config::node* map, const std::vector<std::string>& keys) {
    if (map == nullptr) return;
    for (const std::string& key : keys)
        if (const config::node* value = map->find(key)) refuse_key(*value);
}

/// Of a key of a map, nullptr where it is absent.
const config::node* entry(const config::node* map, const std::string& key) {
    return map == nullptr ? nullptr : map->find(key);
}

bool says(const config::node& value, const std::string& text) {
    return value.type == config::node::kind::scalar && value.scalar == text;
}

}  // namespace

void check_is_drawn(const config::node& trace) {
    const config::node* weights = trace.find("weights");
    refuse_keys(weights, {"file", "scale", "shift"});
    if (const config::node* pattern = entry(weights, "pattern")) {
        if (!says(*pattern, "dense")) refuse_key(*pattern);
    }
    const config::node* activations = trace.find("activations");
    refuse_keys(activations, {"file", "from"});
    if (const config::node* density = entry(activations, "density")) {
        if (config::as_real(*density, {0, 1}) != 1) refuse_key(*density);
    }
    if (const config::node* bias = trace.find("bias")) {
        if (!says(*bias, "none")) refuse_key(*bias);
    }
}

void check_is_countable(const layer& gemm) {
    const std::uint64_t outputs = std::uint64_t{gemm.outputs} * gemm.batch;
    if (outputs <= sampled_gemm::most_macs / gemm.inputs) return;
    refuse("{}: m {}, n {} and k {} make more than the {} multiply-accumulates that a GEMM may have.",
           gemm.where, gemm.outputs, gemm.batch, gemm.inputs, sampled_gemm::most_macs);
}

}  // namespace lacuna::layers
