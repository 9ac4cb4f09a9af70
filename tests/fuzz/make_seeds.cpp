/// Writes sound files of the formats that are bytes, for the fuzz targets to begin with:
/// fuzz_seeds FOLDER makes FOLDER/TARGET/NAME. Formats that are text have theirs in tests/fuzz/seeds.
#include <fmt/format.h>
#include <google/protobuf/text_format.h>
#include <onnx/onnx_pb.h>

#include <boost/endian/conversion.hpp>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "sim/config/input_error.h"
#include "sim/config/whole_file.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/formats/files/npy.h"
#include "sim/formats/files/npy_bytes.h"
#include "sim/formats/files/npz.h"
#include "sim/formats/files/scipy_npz.h"
#include "tests/fuzz/network.h"
#include "tests/fuzz/npz_member_names.h"

namespace {

using namespace lacuna;
namespace fs = std::filesystem;
using formats::csr;
using formats::tensor;

const tensor dense{{2, 3}, std::vector<float>{1, 0, -2.5f, 0, 0, 1e-3f}};
const csr<float> sparse{3, 4, {0, 2, 2, 3}, {0, 3, 1}, {1, -2, 0.5f}};

class seeds {
  public:
    explicit seeds(fs::path folder) : folder_(std::move(folder)) {}

    /// Where to write a seed.
    fs::path at(const std::string& target, const std::string& name) const {
        fs::create_directories(folder_ / target);
        return folder_ / target / name;
    }
    void write(const std::string& target, const std::string& name, std::string_view bytes) const {
        config::write_whole_file(at(target, name), bytes);
    }

  private:
    fs::path folder_;
};

template <class Bits>
std::string little(Bits value) {
    std::string bytes(sizeof value, '\0');
    boost::endian::native_to_little_inplace(value);
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

std::string little(const std::vector<float>& values) {
    std::string bytes;
    for (const float value : values) {
        std::uint32_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        bytes += little(bits);
    }
    return bytes;
}

/// As fuzz::for_each_part() takes it apart.
std::string part(std::size_t number, const std::string& bytes) {
    return std::string(1, static_cast<char>(number)) + little(static_cast<std::uint16_t>(bytes.size())) +
           bytes;
}

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_npy_seeds(const seeds& out) {
    formats::write_npy(out.at("npy", "f4"), dense);
    formats::write_npy(out.at("npy", "scalar"), {{}, std::vector<float>{3}});
    const std::pair<const char*, std::size_t> types[] = {{"|b1", 1}, {"<i2", 2}, {">u4", 4}, {">f2", 2},
                                                         {"<f8", 8}, {"=i8", 8}, {"|u1", 1}};
    for (const auto& [type, bytes] : types)
        out.write("npy", type + 1, formats::npy_header_of(type, {2, 2}) + std::string(4 * bytes, '\x01'));
    std::string columns = formats::npy_header_of("<f4", {2, 3}) + little(std::get<0>(dense.values));
    const std::size_t order = columns.find("False");
    columns.replace(order, 5, "True ");
    out.write("npy", "columns", columns);
    out.write("npy", "version_2",
              std::string("\x93NUMPY\x02\x00", 8) + little(std::uint32_t{59}) +
                  "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }  \n" + little({1.5f}));
}

using members = std::vector<std::pair<std::string, std::string>>;

void write_members(const seeds& out, const std::string& name, const members& all) {
    std::string parts;
    for (const auto& [member, bytes] : all)
        for (std::size_t i = 0; i < fuzz::npz_member_names.size(); ++i)
            if (member == fuzz::npz_member_names[i]) parts += part(i, bytes);
    out.write("npz_members", name, parts);
}

std::string format_member(const std::string& name) {
    return formats::npy_header_of("|S" + std::to_string(name.size()), {}) + name;
}

void write_npz_seeds(const seeds& out) {
    using formats::npy_of;
    using numbers = std::vector<std::int32_t>;
    const auto list = [](const numbers& values) {
        return npy_of({static_cast<std::uint32_t>(values.size())}, values);
    };
    formats::write_npz(out.at("npz", "dense"), dense);
    formats::write_npz(out.at("npz", "sparse"), {{3, 4}, sparse});
    write_members(out, "array", {{"fc.npy", npy_of(dense, "")}});
    write_members(out, "csr", formats::scipy_members(sparse));
    const std::string shape = npy_of({2}, std::vector<std::int64_t>{4, 4});
    const std::string values = npy_of({2}, std::vector<float>{1, -1});
    write_members(out, "csc",
                  {{"format.npy", format_member("csc")},
                   {"shape.npy", shape},
                   {"data.npy", values},
                   {"indices.npy", list({1, 0})},
                   {"indptr.npy", list({0, 1, 1, 2, 2})}});
    write_members(out, "coo",
                  {{"format.npy", format_member("coo")},
                   {"shape.npy", shape},
                   {"data.npy", values},
                   {"row.npy", list({3, 0})},
                   {"col.npy", list({1, 2})}});
    write_members(out, "bsr",
                  {{"format.npy", format_member("bsr")},
                   {"shape.npy", shape},
                   {"data.npy", npy_of({2, 2, 2}, std::vector<float>{1, 0, 2, 3, 0, 4, 5, 0})},
                   {"indices.npy", list({1, 0})},
                   {"indptr.npy", list({0, 2, 2})}});
}

void write_safetensors_seeds(const seeds& out) {
    const auto file = [&](const std::string& name, const std::string& header, const std::string& data) {
        out.write("safetensors", name, little(std::uint64_t{header.size()}) + header + data);
    };
    file("one", R"({"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}})", std::string(24, '\x01'));
    file("three",
         R"({"__metadata__":{"format":"pt","\u00e9":"x"},"fc.weight":{"dtype":"BF16","shape":[2,2],)"
         R"("data_offsets":[0,8]},"fc.bias":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},)"
         R"("step":{"dtype":"I64","shape":[],"data_offsets":[12,20]}}  )",
         std::string(20, '\x02'));
    file("bytes",
         R"({"a":{"data_offsets":[2,4],"dtype":"BOOL","shape":[1,2]},"b":{"dtype":"U8","shape":[2],)"
         R"("data_offsets":[0,2]},"none":{"dtype":"F8_E4M3","shape":[0,3],"data_offsets":[4,4]}})",
         std::string(4, '\x01'));
}

const char* const onnx_models[] = {
    // A multi-layer perceptron: Gemm, MatMul with an Add for its bias, Relu.
    R"(ir_version: 8 graph {
      initializer { name: "w" dims: 2 dims: 3 data_type: 1 float_data: [1, 0, 2, 0, 3, 0] }
      initializer { name: "b" dims: 2 data_type: 1 raw_data: "\000\000\200?\000\000\000@" }
      initializer { name: "v" dims: 2 dims: 2 data_type: 10 int32_data: [15360, 0, 16384, 15360] }
      initializer { name: "c" dims: 2 data_type: 1 float_data: [1, 2] }
      node { op_type: "Gemm" name: "fc1" input: ["x", "w", "b"] output: "y"
             attribute { name: "transB" type: INT i: 1 } attribute { name: "alpha" type: FLOAT f: 1 } }
      node { op_type: "Relu" input: "y" output: "z" }
      node { op_type: "MatMul" input: ["z", "v"] output: "p" }
      node { op_type: "Add" input: ["p", "c"] output: "q" }
      input { name: "x" type { tensor_type { elem_type: 1
              shape { dim { dim_param: "n" } dim { dim_value: 3 } } } } } output { name: "q" } })",
    // Convolution and what stands between: pooling, flattening, transposed and sparse constants.
    R"(ir_version: 8 graph {
      initializer { name: "k" dims: 2 dims: 1 dims: 3 dims: 3 data_type: 3
                    int32_data: [1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 2, 3, 0, 0, 0, -1, 0, 0] }
      sparse_initializer { values { name: "s" dims: 2 data_type: 1 float_data: [1, 2] }
                           indices { dims: 2 dims: 2 data_type: 7 int64_data: [0, 1, 1, 3] }
                           dims: 2 dims: 8 }
      node { op_type: "Conv" input: ["x", "k"] output: "c"
             attribute { name: "kernel_shape" type: INTS ints: [3, 3] }
             attribute { name: "pads" type: INTS ints: [1, 1, 1, 1] }
             attribute { name: "strides" type: INTS ints: [2, 2] }
             attribute { name: "dilations" type: INTS ints: [1, 1] }
             attribute { name: "group" type: INT i: 1 } }
      node { op_type: "MaxPool" input: "c" output: "m"
             attribute { name: "kernel_shape" type: INTS ints: [2, 2] }
             attribute { name: "auto_pad" type: STRING s: "SAME_UPPER" } }
      node { op_type: "Conv" input: ["m", "k2"] output: "d" attribute { name: "auto_pad" type: STRING s: "VALID" } }
      node { op_type: "Flatten" input: "c" output: "f" attribute { name: "axis" type: INT i: 1 } }
      node { op_type: "Transpose" input: "s" output: "t" attribute { name: "perm" type: INTS ints: [1, 0] } }
      node { op_type: "MatMul" input: ["f", "t"] output: "y" }
      input { name: "x" type { tensor_type { elem_type: 1 shape { dim { dim_value: 1 } dim { dim_value: 1 }
              dim { dim_value: 4 } dim { dim_value: 4 } } } } } output { name: "y" } })",
    // Constants of nodes, and data in a file of their own.
    R"(ir_version: 8 graph {
      initializer { name: "e" dims: 4 dims: 4 data_type: 1 data_location: EXTERNAL
                    external_data { key: "location" value: "weights.bin" }
                    external_data { key: "offset" value: "0" } external_data { key: "length" value: "64" } }
      node { op_type: "Constant" output: "n" attribute { name: "value" type: TENSOR
             t { dims: 4 dims: 1 data_type: 11 double_data: [1, 2, 0, 0.5] } } }
      node { op_type: "Constant" output: "o" attribute { name: "sparse_value" type: SPARSE_TENSOR
             sparse_tensor { values { dims: 1 data_type: 6 int32_data: 7 }
                             indices { dims: 1 data_type: 7 int64_data: 3 } dims: 4 dims: 1 } } }
      node { op_type: "MatMul" input: ["x", "e"] output: "y" }
      node { op_type: "Identity" input: "n" output: "i" }
      node { op_type: "MatMul" input: ["y", "i"] output: "z" }
      node { op_type: "MatMul" input: ["y", "o"] output: "u" } output { name: "z" } output { name: "u" } })"};

void write_onnx_seeds(const seeds& out) {
    int number = 0;
    for (const char* text : onnx_models) {
        onnx::ModelProto model;
        if (!google::protobuf::TextFormat::ParseFromString(text, &model))
            refuse("ONNX model {} is malformed.", number);
        out.write("onnx", fmt::format("model{}", number++), model.SerializeAsString());
    }
}

/// Of fuzz::network: conv1 has 36 weights, fc2 six.
void write_net_seeds(const seeds& out) {
    const auto codebook = [](int bits) {
        std::vector<float> values;
        for (int i = 0; i < 1 << bits; ++i) values.push_back(static_cast<float>(i) / 4);
        return little(values);
    };
    std::string net = little(std::uint32_t{4}) + little(std::uint32_t{3});
    net += codebook(8) + little({0.5f, -1}) + std::string("\x08\x00\xff\x01", 4) + "\xf2\x30";
    net += codebook(4) + little({1, 2, 3}) + "\x4c\x01" + std::string("\x20\x00", 2);
    out.write("net", "both_layers", net);
}

void write_bank_seeds(const seeds& out) {
    const formats::shared_weights weights{{3, 5, {0, 1, 1, 2, 2, 3}, {0, 2, 1}, {1, 2, 1}}, {0, 0.5f, -1}};
    const fs::path folder = out.at("eie_bank_folder", "banks");
    for (const std::uint32_t pes : {1u, 2u}) {
        formats::write_eie_bank_folder(folder, weights, pes, {1, 0, 2, 0});
        std::string parts = little(weights.codes.rows) + little(weights.codes.columns - 1);
        parts += part(0, content(folder / "arithm.dat")) + part(1, content(folder / "act.dat"));
        for (std::uint32_t pe = 0; pe < pes; ++pe) {
            parts += part(2 + 2 * pe, content(folder / "ptr" / fmt::format("ptr{}.dat", pe)));
            parts += part(3 + 2 * pe, content(folder / "spm" / fmt::format("spm{}.dat", pe)));
        }
        fs::remove_all(folder);
        out.write("eie_bank_folder", fmt::format("pes{}", pes), parts);
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        fmt::print(stderr, "fuzz_seeds: name the folder to write to.\n");
        return 2;
    }
    try {
        const seeds out(arguments[1]);
        write_npy_seeds(out);
        write_npz_seeds(out);
        write_safetensors_seeds(out);
        write_onnx_seeds(out);
        write_net_seeds(out);
        write_bank_seeds(out);
    } catch (const std::exception& error) {
        fmt::print(stderr, "fuzz_seeds: {}\n", error.what());
        return 1;
    }
    return 0;
}
