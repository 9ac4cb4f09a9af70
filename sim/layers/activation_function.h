/// What a layer applies to its outputs.
#pragma once

namespace lacuna::layers {

enum class activation_function { none, relu };

}  // namespace lacuna::layers
