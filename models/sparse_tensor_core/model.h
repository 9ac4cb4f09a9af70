/// The sparse tensor core as the registry names it.
#pragma once

#include "sim/accelerator/model.h"

namespace lacuna::sparse_tensor_core {

model description();

}  // namespace lacuna::sparse_tensor_core
