/// The prototxt of the network whose .net files are fuzzed: a layer with codes of 8 bits, and one of 4.
#pragma once

namespace lacuna::fuzz {

inline constexpr const char* network =
    "input: 'data' input_dim: 1 input_dim: 2 input_dim: 3 input_dim: 3\n"
    "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'a'\n"
    "        convolution_param { num_output: 2 kernel_size: 3 } }\n"
    "layer { name: 'fc2' type: 'InnerProduct' bottom: 'a' top: 'b' inner_product_param { num_output: 3 } }\n";

}  // namespace lacuna::fuzz
