#include "sim/accelerator/model.h"

#include <stdexcept>

#include "sim/config/input_error.h"

namespace lacuna {

std::string name_of(engine which) {
    switch (which) {
        case engine::clocked:
            return "clocked";
        case engine::transaction:
            return "transaction";
    }
    throw std::logic_error("an engine of no known name");
}

void check_activations(const model_parameters& parameters,
                       const std::vector<std::vector<float>>& activations) {
    const std::string reason = parameters.refuses_negative_activations();
    if (reason.empty()) return;
    for (std::size_t v = 0; v < activations.size(); ++v) {
        for (std::size_t i = 0; i < activations[v].size(); ++i) {
            if (activations[v][i] >= 0) continue;
            refuse("Activation {} of vector {} is {}, but {}", i, v, activations[v][i], reason);
        }
    }
}

}  // namespace lacuna
