/// Every accelerator model of this program: one line each.
#include "models/eie/model.h"
#include "models/sparse_tensor_core/model.h"
#include "sim/accelerator/model.h"

namespace lacuna {

const std::vector<model>& models() {
    static const std::vector<model> all = {
        eie::description(),
        sparse_tensor_core::description(),
    };
    return all;
}

}  // namespace lacuna
