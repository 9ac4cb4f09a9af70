/// A folder of EIE banks made from raw words, so that each of them can be wrong.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "tests/command_line/program.h"

namespace lacuna::tests {

/// Little-endian bytes of words.
inline std::string bytes(const std::vector<std::uint32_t>& words) {
    std::string text;
    for (const std::uint32_t word : words)
        for (int shift = 0; shift < 32; shift += 8) text += static_cast<char>(word >> shift & 0xFF);
    return text;
}

inline std::string bytes(const std::vector<float>& values) {
    std::vector<std::uint32_t> words(values.size());
    std::memcpy(words.data(), values.data(), 4 * values.size());
    return bytes(words);
}

/// 4 outputs x 3 inputs on 2 PEs; column 3 is padding, column 4 the bias. Good as it stands.
struct bank_folder {
    std::vector<std::uint32_t> pointers[2] = {{0, 1, 2, 2, 2, 3}, {0, 2, 2, 2, 2, 2}};
    std::vector<std::uint32_t> entries[2] = {{1, 0, 2, 1, 3, 0}, {4, 0, 5, 0}};  // code, run, code, run, ...
    std::vector<float> codebook = {0, 1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7};
    std::vector<float> activations = {1, 0.5f, 2};

    static constexpr const char* layer =
        "layer: banks\n"
        "inputs: 3\n"
        "outputs: 4\n"
        "weights: {file: banks}\n"
        "activations: {file: banks/act.dat}\n";

    void write(const temporary_folder& folder) const {
        for (int pe = 0; pe < 2; ++pe) {
            folder.write("banks/ptr/ptr" + std::to_string(pe) + ".dat", bytes(pointers[pe]));
            folder.write("banks/spm/spm" + std::to_string(pe) + ".dat", bytes(entries[pe]));
        }
        folder.write("banks/arithm.dat", bytes(codebook));
        folder.write("banks/act.dat", bytes(activations));
    }
};

}  // namespace lacuna::tests
