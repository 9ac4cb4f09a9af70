/// ONNX models made in memory, piece by piece, for tests of their reader.
#pragma once

#include <onnx/onnx_pb.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "tests/formats/weight_file.h"

namespace lacuna::formats {

class onnx_file : public weight_file_test {
  protected:
    onnx_file() { model_.set_ir_version(8); }

    onnx::GraphProto& graph() { return *model_.mutable_graph(); }

    onnx::TensorProto& initializer(const std::string& name, const std::vector<std::int64_t>& dims,
                                   int type = onnx::TensorProto::FLOAT) {
        onnx::TensorProto& tensor = *graph().add_initializer();
        tensor.set_name(name);
        shape(tensor, dims, type);
        return tensor;
    }

    /// An initializer of f32 that says 1, 2, 3, ...
    onnx::TensorProto& counting(const std::string& name, const std::vector<std::int64_t>& dims) {
        onnx::TensorProto& tensor = initializer(name, dims);
        std::int64_t count = 1;
        for (const std::int64_t dimension : dims) count *= dimension;
        for (std::int64_t i = 1; i <= count; ++i) tensor.add_float_data(static_cast<float>(i));
        return tensor;
    }

    /// With one value for each entry: 1, 2, 3, ...
    onnx::SparseTensorProto& sparse(const std::string& name, const std::vector<std::int64_t>& dims,
                                    const std::vector<std::int64_t>& index_dims,
                                    const std::vector<std::int64_t>& indices) {
        onnx::SparseTensorProto& tensor = *graph().add_sparse_initializer();
        for (const std::int64_t dimension : dims) tensor.add_dims(dimension);
        tensor.mutable_values()->set_name(name);
        shape(*tensor.mutable_values(), {index_dims.at(0)}, onnx::TensorProto::FLOAT);
        for (std::int64_t i = 1; i <= index_dims[0]; ++i)
            tensor.mutable_values()->add_float_data(static_cast<float>(i));
        shape(*tensor.mutable_indices(), index_dims, onnx::TensorProto::INT64);
        for (const std::int64_t index : indices) tensor.mutable_indices()->add_int64_data(index);
        return tensor;
    }

    onnx::NodeProto& node(const std::string& operation, std::initializer_list<const char*> inputs,
                          const std::string& output) {
        onnx::NodeProto& node = *graph().add_node();
        node.set_op_type(operation);
        for (const char* input : inputs) node.add_input(input);
        node.add_output(output);
        return node;
    }

    static void set(onnx::NodeProto& node, const std::string& name, const std::vector<std::int64_t>& value) {
        onnx::AttributeProto& attribute = *node.add_attribute();
        attribute.set_name(name);
        attribute.set_type(onnx::AttributeProto::INTS);
        for (const std::int64_t number : value) attribute.add_ints(number);
    }
    static void set(onnx::NodeProto& node, const std::string& name, int value) {
        onnx::AttributeProto& attribute = *node.add_attribute();
        attribute.set_name(name);
        attribute.set_type(onnx::AttributeProto::INT);
        attribute.set_i(value);
    }
    static void set(onnx::NodeProto& node, const std::string& name, float value) {
        onnx::AttributeProto& attribute = *node.add_attribute();
        attribute.set_name(name);
        attribute.set_type(onnx::AttributeProto::FLOAT);
        attribute.set_f(value);
    }
    static void set(onnx::NodeProto& node, const std::string& name, const char* value) {
        onnx::AttributeProto& attribute = *node.add_attribute();
        attribute.set_name(name);
        attribute.set_type(onnx::AttributeProto::STRING);
        attribute.set_s(value);
    }

    static void shape(onnx::TensorProto& tensor, const std::vector<std::int64_t>& dims, int type) {
        for (const std::int64_t dimension : dims) tensor.add_dims(dimension);
        tensor.set_data_type(type);
    }

    /// A dimension of 0 becomes a variable.
    static void describe(onnx::ValueInfoProto& value, const std::string& name,
                         const std::vector<std::int64_t>& dims) {
        value.set_name(name);
        onnx::TypeProto::Tensor& type = *value.mutable_type()->mutable_tensor_type();
        type.set_elem_type(onnx::TensorProto::FLOAT);
        type.mutable_shape();
        for (const std::int64_t dimension : dims) {
            if (dimension == 0)
                type.mutable_shape()->add_dim()->set_dim_param("n");
            else
                type.mutable_shape()->add_dim()->set_dim_value(dimension);
        }
    }

    std::filesystem::path save() const { return write("m.onnx", model_.SerializeAsString()); }

    onnx::ModelProto model_;
};

}  // namespace lacuna::formats
