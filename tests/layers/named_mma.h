/// An mma or mma.sp by its name, for tests.
#pragma once

#include <string>
#include <variant>

#include "sim/layers/instruction_stream.h"

namespace lacuna::layers::test {

inline formats::mma mma_named(const std::string& name) {
    return std::get<formats::mma>(instruction_named(name));
}

}  // namespace lacuna::layers::test
