/// Reading the shape of a convolution from its trace.
#pragma once

#include "sim/config/table.h"
#include "sim/layers/convolution.h"

namespace lacuna::layers {

/// The keys channels, height, width, outputs and kernel, and stride, dilation (1 unless given), padding (0)
/// and groups (1). What has two dimensions is one number for both or [rows, columns]; padding may be [above,
/// left, below, right] too. Throws input_error with file:line.
convolution read_convolution(config::table& trace);

}  // namespace lacuna::layers
