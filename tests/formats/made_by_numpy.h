/// What NumPy and SciPy write and read, by way of made_by_numpy.py; only where Python has both.
#pragma once

#include <gtest/gtest.h>
#include <stdio.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

struct numpy_tensor {
    std::string file;  ///< without its folder
    tensor_entry entry;
    std::vector<float> values;  ///< row-major, zeros included
};

/// A Python that has NumPy and SciPy; empty where there is none.
inline std::string python_with_numpy() {
    for (const char* python : {"/usr/bin/python3", "python3"})
        if (std::system((std::string(python) + " -c 'import numpy, scipy.sparse' 2>/dev/null").c_str()) == 0)
            return python;
    return "";
}

/// The tensors that the script prints for these arguments.
inline std::vector<numpy_tensor> made_by_numpy(const std::string& python, const std::string& arguments) {
    const std::string command = "PYTHONIOENCODING=utf-8 PYTHONDONTWRITEBYTECODE=1 " + python +
                                " " LACUNA_SOURCE_DIR "/tests/formats/made_by_numpy.py " + arguments;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    std::string printed;
    char part[4096];
    for (std::size_t got; (got = fread(part, 1, sizeof part, pipe.get())) > 0;) printed.append(part, got);

    std::vector<numpy_tensor> tensors;
    std::istringstream lines(printed);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        numpy_tensor tensor;
        std::string shape, number;
        words >> tensor.file >> tensor.entry.name >> tensor.entry.type >> tensor.entry.stored >> shape;
        if (tensor.entry.name == "-") tensor.entry.name.clear();
        std::istringstream dimensions(shape == "-" ? "" : shape);
        while (std::getline(dimensions, number, 'x'))
            tensor.entry.shape.push_back(static_cast<std::uint32_t>(std::stoul(number)));
        while (words >> number) tensor.values.push_back(std::strtof(number.c_str(), nullptr));
        tensors.push_back(tensor);
    }
    return tensors;
}

/// All values of a tensor, row-major; an entry of a sparse one that is 0 fails the test.
inline std::vector<float> all_values(const tensor& values) {
    if (const auto* dense = std::get_if<std::vector<float>>(&values.values)) return *dense;
    const auto& sparse = std::get<csr<float>>(values.values);
    const coo<float> entries = decode(sparse);
    std::vector<float> dense(std::size_t{sparse.rows} * sparse.columns);
    for (std::size_t i = 0; i < entries.value.size(); ++i) {
        EXPECT_NE(entries.value[i], 0);
        dense[std::size_t{entries.row[i]} * sparse.columns + entries.column[i]] = entries.value[i];
    }
    return dense;
}

inline void expect_same_entry(const tensor_entry& one, const tensor_entry& other) {
    EXPECT_EQ(one.name, other.name);
    EXPECT_EQ(one.shape, other.shape);
    EXPECT_EQ(one.type, other.type);
    EXPECT_EQ(one.stored, other.stored);
}

}  // namespace lacuna::formats
