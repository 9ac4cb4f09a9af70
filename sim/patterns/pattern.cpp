#include "sim/patterns/pattern.h"

namespace lacuna::patterns {

const std::vector<pattern_description>& known_patterns() {
    static const std::vector<pattern_description> patterns = {
        {"as_is", "as_is", "The weights as the layer's trace gives them, pruned or not.", "-"},
        {"dense", "dense", "The source values of the layer's trace, unpruned.", "-"},
        {"unstructured", "{unstructured: {density: 0.25}}",
         "Of n weights the round(n x (1 - density)) of least magnitude are zeros, wherever they stand; "
         "weights that tie "
         "with the greatest of these are zeros too.",
         "Han et al., Learning both Weights and Connections for Efficient Neural Networks, NeurIPS 2015; "
         "exact rule: "
         "MIT 6.5940, lab 1"},
    };
    return patterns;
}

}  // namespace lacuna::patterns
