/// EIE as the registry names it.
#pragma once

#include "sim/accelerator/model.h"

namespace lacuna::eie {

model description();

}  // namespace lacuna::eie
