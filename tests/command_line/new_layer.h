/// Layers that `lacuna trace` writes, for its tests: made, run, and looked into.
#pragma once

#include <string>
#include <vector>

#include "sim/formats/files/weight_file.h"
#include "tests/command_line/refusal.h"

namespace lacuna::tests {

/// `lacuna trace ARGUMENTS...` in the folder, which must exit 0.
inline finished trace(std::vector<std::string> arguments, const temporary_folder& folder) {
    arguments.insert(arguments.begin(), "trace");
    const finished run = lacuna(arguments, folder.path());
    EXPECT_EQ(run.code, 0) << run.err;
    return run;
}

inline std::string refusal_of_trace(std::vector<std::string> arguments, const temporary_folder& folder) {
    arguments.insert(arguments.begin(), "trace");
    return refusal_of(arguments, folder);
}

/// A config of EIE with 16 PEs, without limits, for these traces.
inline std::string eie_config(const std::string& traces) {
    return "name: new layers\naccelerators:\n  eie: {model: eie, parameters: {pes: 16, capacity: unbounded}}\n"
           "layers: [" +
           traces + "]\n";
}

/// The rows of their runs by the transaction engine.
inline nlohmann::ordered_json rows_of(const std::string& traces, const temporary_folder& folder) {
    folder.write("config.yaml", eie_config(traces));
    return result_of({"config.yaml", "--engine", "transaction"}, folder.path())["runs"];
}

/// All values of a tensor in a file, row-major.
inline std::vector<float> values_of(const temporary_folder& folder, const std::string& file) {
    const formats::tensor read = formats::read_tensor({folder.path() / file}, "");
    if (const auto* dense = std::get_if<std::vector<float>>(&read.values)) return *dense;
    const auto& sparse = std::get<formats::csr<float>>(read.values);
    std::vector<float> values(std::size_t{sparse.rows} * sparse.columns, 0.0f);
    for (std::uint32_t row = 0; row < sparse.rows; ++row)
        for (std::uint32_t i = sparse.row_begin[row]; i < sparse.row_begin[row + 1]; ++i)
            values[std::size_t{row} * sparse.columns + sparse.column[i]] = sparse.value[i];
    return values;
}

}  // namespace lacuna::tests
