/// Parameters of a core that is never built: what the tests of this folder need to link.
#include "models/sparse_tensor_core/parameters.h"

namespace lacuna::sparse_tensor_core {

std::unique_ptr<accelerator> parameters::build(const std::string&, engine) const {
    return nullptr;
}

}  // namespace lacuna::sparse_tensor_core
