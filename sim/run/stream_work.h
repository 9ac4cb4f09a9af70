/// What an instruction stream asks for, and how fast that was done: the figures of a row.
#pragma once

#include "sim/layers/instruction_stream.h"
#include "sim/reports/result.h"

namespace lacuna::run {

/// Fills the stream's figures, products, densities, and how it was checked; the row has its cycles already.
/// Throws interrupted.
void describe_stream(const layers::instruction_stream& stream, reports::figures& f);

}  // namespace lacuna::run
