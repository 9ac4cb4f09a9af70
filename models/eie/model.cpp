#include "models/eie/model.h"

#include "models/eie/parameters.h"

namespace lacuna::eie {

model description() {
    return {
        "eie",
        "EIE: unstructured zeros in weights and activations, compressed weights in on-chip SRAM, batch 1",
        "Han et al., ISCA 2016; timing of the authors' own cycle simulator",
        {engine::clocked, engine::transaction},
        "what the DMA is connected to; loading the next layer while one computes; sigmoid, tanh and the products of an LSTM's gates; "
        "the H-tree's wires; DRAM; convolutions but as a matrix-vector product for each output position",
        [] { return std::unique_ptr<model_parameters>(std::make_unique<parameters>()); },
    };
}

}  // namespace lacuna::eie
