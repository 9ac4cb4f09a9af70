#include "sim/formats/files/onnx.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "sim/formats/files/onnx_tensor.h"
#include "tests/formats/onnx_file.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;
using onnx::TensorProto;
using values = std::vector<float>;
using indices = std::vector<std::uint32_t>;

class onnx_weights : public onnx_file {
  protected:
    values dense(const std::string& name) const { return std::get<values>(read_onnx(save(), name).values); }
    std::string refused(const std::string& name = "w") const {
        return refusal([&] { read_onnx(save(), name); });
    }
    std::string refused_list() const {
        return refusal([&] { onnx_tensors(save()); });
    }
    static void external(TensorProto& tensor, const std::string& key, const std::string& value) {
        tensor.set_data_location(TensorProto::EXTERNAL);
        tensor.add_external_data()->set_key(key);
        tensor.mutable_external_data()->rbegin()->set_value(value);
    }
};

TEST_F(onnx_weights, the_weights_of_layers_are_listed_in_the_order_of_the_nodes) {
    counting("bias", {4});
    counting("second", {2, 4});
    counting("first", {5, 2});
    counting("kernel", {2, 1, 3, 3});
    counting("unused", {1});
    sparse("few", {4, 3}, {2}, {1, 5});
    node("MatMul", {"x", "first"}, "a");
    node("Relu", {"a"}, "b");
    node("Gemm", {"b", "second", "bias"}, "c");
    node("MatMul", {"c", "few"}, "d");
    node("Conv", {"d", "kernel"}, "e");
    node("MatMul", {"e", "first"}, "f");  // a second use
    node("MatMul", {"f", "e"}, "g");      // no weights
    node("MatMul", {"first", "g"}, "h");
    const std::vector<tensor_entry> entries = onnx_tensors(save());
    ASSERT_EQ(entries.size(), 4u);
    EXPECT_EQ(entries[0].name, "first");
    EXPECT_EQ(entries[0].shape, (tensor_shape{5, 2}));
    EXPECT_EQ(entries[0].type, "f32");
    EXPECT_EQ(entries[0].stored, 10u);
    EXPECT_EQ(entries[1].name, "second");
    EXPECT_EQ(entries[2].name, "few");
    EXPECT_EQ(entries[2].shape, (tensor_shape{4, 3}));
    EXPECT_EQ(entries[2].stored, 2u);
    EXPECT_EQ(entries[3].name, "kernel");
    EXPECT_EQ(entries[3].shape, (tensor_shape{2, 1, 3, 3}));
    EXPECT_EQ(dense("second"), (values{1, 2, 3, 4, 5, 6, 7, 8}));
    EXPECT_EQ(dense("bias"), (values{1, 2, 3, 4}));
    EXPECT_EQ(read_onnx(save(), "kernel").shape, (tensor_shape{2, 1, 3, 3}));
}

TEST_F(onnx_weights, constant_nodes_are_weights_too) {
    onnx::NodeProto& dense_node = node("Constant", {}, "w");
    onnx::AttributeProto& value = *dense_node.add_attribute();
    value.set_name("value");
    shape(*value.mutable_t(), {1, 2}, TensorProto::FLOAT);
    value.mutable_t()->add_float_data(3);
    value.mutable_t()->add_float_data(4);
    onnx::NodeProto& sparse_node = node("Constant", {}, "s");
    onnx::AttributeProto& sparse_value = *sparse_node.add_attribute();
    sparse_value.set_name("sparse_value");
    *sparse_value.mutable_sparse_tensor() = sparse("unused", {2, 2}, {1}, {3});
    node("Identity", {"w"}, "same");
    node("MatMul", {"x", "same"}, "y");
    node("MatMul", {"y", "s"}, "z");
    const std::vector<tensor_entry> entries = onnx_tensors(save());
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].name, "w");
    EXPECT_EQ(entries[1].name, "s");
    EXPECT_EQ(dense("w"), (values{3, 4}));
    EXPECT_EQ(std::get<csr<float>>(read_onnx(save(), "s").values), (csr<float>{2, 2, {0, 0, 1}, {1}, {1}}));
    EXPECT_EQ(refused("same"), "m.onnx: the model holds no tensor 'same'; known are: unused, w, s.");
    EXPECT_EQ(refused("unuse"), "m.onnx: the model holds no tensor 'unuse' (did you mean 'unused'?).");
}

TEST_F(onnx_weights, every_type_reads_from_raw_bytes_and_from_its_field) {
    const auto ints = [](TensorProto& tensor, std::initializer_list<std::int32_t> numbers) {
        for (const std::int32_t number : numbers) tensor.add_int32_data(number);
    };
    const struct {
        int type;
        const char* name;
        std::string raw;
        std::function<void(TensorProto&)> fill;
        values expected;
    } cases[] = {
        {TensorProto::FLOAT,
         "f32",
         little(0.1f) + little(-0.0f),
         [](auto& t) { t.add_float_data(0.1f), t.add_float_data(-0.0f); },
         {0.1f, -0.0f}},
        {TensorProto::DOUBLE,
         "f64",
         little(0.1) + little(-2.0),
         [](auto& t) { t.add_double_data(0.1), t.add_double_data(-2); },
         {0.1f, -2}},
        {TensorProto::FLOAT16,
         "f16",
         little(std::uint16_t{0x3c00}) + little(std::uint16_t{0x8001}),
         [&](auto& t) {
             ints(t, {0x3c00, 0x8001});
         },
         {1, -0x1p-24f}},
        {TensorProto::BFLOAT16,
         "bf16",
         little(std::uint16_t{0x3fc0}) + little(std::uint16_t{0xff7f}),
         [&](auto& t) {
             ints(t, {0x3fc0, 0xff7f});
         },
         {1.5f, -0x1.fep127f}},
        {TensorProto::INT8,
         "s8",
         "\x80\x7f",
         [&](auto& t) {
             ints(t, {-128, 127});
         },
         {-128, 127}},
        {TensorProto::UINT8,
         "u8",
         "\x80\xff",
         [&](auto& t) {
             ints(t, {128, 255});
         },
         {128, 255}},
        {TensorProto::INT16,
         "s16",
         little(std::uint16_t{0x8000}) + little(std::uint16_t{2}),
         [&](auto& t) {
             ints(t, {-32768, 2});
         },
         {-32768, 2}},
        {TensorProto::UINT16,
         "u16",
         little(std::uint16_t{0x8000}) + little(std::uint16_t{2}),
         [&](auto& t) {
             ints(t, {32768, 2});
         },
         {32768, 2}},
        {TensorProto::INT32,
         "s32",
         little(0xffffffffu) + little(7u),
         [&](auto& t) {
             ints(t, {-1, 7});
         },
         {-1, 7}},
        {TensorProto::UINT32,
         "u32",
         little(0x80000000u) + little(7u),
         [](auto& t) { t.add_uint64_data(0x80000000u), t.add_uint64_data(7); },
         {0x1p31f, 7}},
        {TensorProto::INT64,
         "s64",
         little(~std::uint64_t{0}) + little(std::uint64_t{9}),
         [](auto& t) { t.add_int64_data(-1), t.add_int64_data(9); },
         {-1, 9}},
        {TensorProto::UINT64,
         "u64",
         little(~std::uint64_t{0}) + little(std::uint64_t{9}),
         [](auto& t) { t.add_uint64_data(~std::uint64_t{0}), t.add_uint64_data(9); },
         {0x1p64f, 9}},
        {TensorProto::BOOL,
         "bool",
         std::string("\0\1", 2),
         [&](auto& t) {
             ints(t, {0, 1});
         },
         {0, 1}},
    };
    for (const auto& [type, name, raw, fill, expected] : cases) {
        SCOPED_TRACE(name);
        graph().Clear();
        initializer("raw", {2}, type).set_raw_data(raw);
        fill(initializer("typed", {2}, type));
        external(initializer("outside", {2}, type), "location", "data.bin");
        write("data.bin", raw);
        node("MatMul", {"x", "raw"}, "y");
        EXPECT_EQ(onnx_tensors(save()).at(0).type, name);
        EXPECT_EQ(dense("raw"), expected);
        EXPECT_EQ(dense("typed"), expected);
        EXPECT_EQ(dense("outside"), expected);
    }
}

TEST_F(onnx_weights, other_types_are_listed_and_refused_by_name) {
    initializer("w", {2}, TensorProto::COMPLEX64).set_raw_data(std::string(16, '\0'));
    initializer("f8", {2}, 17).set_raw_data("ab");
    node("MatMul", {"w", "x"}, "y");
    node("MatMul", {"f8", "y"}, "z");
    EXPECT_EQ(onnx_tensors(save()).at(0).type, "COMPLEX64");
    EXPECT_EQ(onnx_tensors(save()).at(1).type, "17");
    EXPECT_EQ(refused(), "m.onnx: tensor 'w' is of type COMPLEX64, which Lacuna does not read.");
    EXPECT_EQ(refused("f8"), "m.onnx: tensor 'f8' is of type 17, which Lacuna does not read.");
}

TEST_F(onnx_weights, fewer_or_more_values_than_the_shape_asks_for_are_refused) {
    TensorProto& w = initializer("w", {2, 3});
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its shape asks for 6 values, but the model holds 0.");
    for (int i = 0; i < 7; ++i) w.add_float_data(1);
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its shape asks for 6 values, but the model holds 7.");
    w.set_raw_data(std::string(24, '\0'));
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its values stand in more than one place.");
    w.clear_float_data();
    EXPECT_EQ(dense("w"), values(6));
    for (std::size_t bytes : {0, 23, 25}) {
        w.set_raw_data(std::string(bytes, '\0'));
        EXPECT_EQ(
            refused(),
            fmt::format("m.onnx: tensor 'w': its shape asks for 24 bytes, but the model holds {}.", bytes));
    }
    w.mutable_segment();
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': it is one segment of several, which Lacuna does not read.");
}

TEST_F(onnx_weights, shapes_that_no_tensor_has_are_refused) {
    node("MatMul", {"x", "w"}, "y");
    initializer("w", {4, 0});
    EXPECT_EQ(onnx_tensors(save()).at(0).stored, 0u);
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': a tensor of 4 x 0 has no values.");
    graph().clear_initializer();
    initializer("w", {4, -1});
    EXPECT_EQ(refused(), "m.onnx: tensor 'w' has a dimension of -1.");
    EXPECT_EQ(refused_list(), refused());
    graph().clear_initializer();
    initializer("w", {std::int64_t{1} << 32});
    EXPECT_EQ(refused_list(), "m.onnx: tensor 'w': a dimension of 4294967296 is beyond 32 bits.");
    EXPECT_EQ(refused(),
              "m.onnx: tensor 'w': a tensor of 4294967296 has more than 2147483647 values, which is the most "
              "that Lacuna reads.");
    graph().clear_initializer();
    initializer("w", std::vector<std::int64_t>(65, 1));
    EXPECT_EQ(refused(), "m.onnx: tensor 'w' has more than 64 dimensions.");
}

TEST_F(onnx_weights, values_that_are_not_finite_or_beyond_their_type_are_refused_with_their_index) {
    TensorProto& w = initializer("w", {2});
    w.add_float_data(1);
    w.add_float_data(std::nanf(""));
    const std::string not_finite = "m.onnx: value 1 of tensor 'w' is no finite 32-bit float.";
    EXPECT_EQ(refused(), not_finite);
    w.clear_float_data();
    w.set_raw_data(little(1.0f) + little(-std::numeric_limits<float>::infinity()));
    EXPECT_EQ(refused(), not_finite);
    w.clear_raw_data();
    w.set_data_type(TensorProto::DOUBLE);
    w.add_double_data(0);
    w.add_double_data(1e39);
    EXPECT_EQ(refused(), not_finite);
    w.clear_double_data();
    w.set_data_type(TensorProto::FLOAT16);
    w.add_int32_data(0);
    w.add_int32_data(0x7c00);
    EXPECT_EQ(refused(), not_finite);
    w.set_int32_data(1, -1);
    EXPECT_EQ(refused(), "m.onnx: value 1 of tensor 'w' has the bit pattern -1, beyond its type f16.");
    w.set_data_type(TensorProto::INT8);
    w.set_int32_data(1, 128);
    EXPECT_EQ(refused(), "m.onnx: value 1 of tensor 'w' is 128, beyond its type s8.");
    w.set_data_type(TensorProto::BOOL);
    w.set_int32_data(1, 2);
    EXPECT_EQ(refused(), "m.onnx: value 1 of tensor 'w' is 2, beyond its type bool.");
}

TEST_F(onnx_weights, external_data_read_from_any_place_in_a_file_beside_the_model) {
    fs::create_directory(scratch_ / "data");
    const fs::path file = write("data/all.bin", "x" + little(1.0f) + little(2.0f) + little(3.0f));
    TensorProto& w = initializer("w", {2});
    external(w, "location", "./data/../data/all.bin");
    external(w, "offset", "5");
    EXPECT_EQ(dense("w"), (values{2, 3}));
    w.mutable_external_data(1)->set_value("1");
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its shape asks for 8 bytes, but the model holds 12.");
    external(w, "length", "8");
    EXPECT_EQ(dense("w"), (values{1, 2}));
    w.mutable_external_data(2)->set_value("12");
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its shape asks for 8 bytes, but the model holds 12.");
    w.mutable_external_data(2)->set_value("13");
    EXPECT_EQ(refused(),
              "data/all.bin, byte 13: the file ends before the 13 bytes from byte 1 that m.onnx: tensor 'w' "
              "has there.");
    w.mutable_external_data(2)->set_value("18446744073709551615");
    EXPECT_EQ(refused().substr(0, 22), "data/all.bin, byte 13:");
    w.mutable_external_data(1)->set_value("14");
    w.mutable_external_data(2)->set_value("0");
    EXPECT_EQ(refused().substr(0, 22), "data/all.bin, byte 13:");
    write("data/all.bin", "x" + little(1.0f) + little(std::nanf("")));
    w.mutable_external_data(1)->set_value("1");
    w.mutable_external_data(2)->set_value("8");
    EXPECT_EQ(refused(), "data/all.bin, byte 5: value 1 of tensor 'w' is no finite 32-bit float.");
    w.set_raw_data("12345678");
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its values stand in more than one place.");
}

TEST_F(onnx_weights, external_data_outside_the_folder_or_of_no_number_are_refused) {
    TensorProto& w = initializer("w", {2});
    external(w, "checksum", "unused");
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its external data have no location.");
    external(w, "location", "");
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its external data have no location.");
    w.mutable_external_data(1)->set_value("a\nb");
    EXPECT_EQ(refused(),
              "m.onnx: tensor 'w': the location 'a\\nb' of its external data has a control character.");
    for (const char* location : {"/etc/passwd", "..", "../w", "a/../../w", "//w"}) {
        w.mutable_external_data(1)->set_value(location);
        EXPECT_EQ(refused(),
                  fmt::format("m.onnx: tensor 'w': the location '{}' of its external data is outside "
                              "the model's folder.",
                              location));
    }
    w.mutable_external_data(1)->set_value("nowhere");
    EXPECT_EQ(refused(), "nowhere: there is no such file.");
    w.mutable_external_data(1)->set_value(".");
    EXPECT_EQ(refused(), ".: this is not a file that can be read.");
    external(w, "offset", "");
    for (const char* number : {"", "-1", "1.0", " 1", "1 ", "0x1", "18446744073709551616"}) {
        w.mutable_external_data(2)->set_value(number);
        EXPECT_EQ(refused(), fmt::format("m.onnx: tensor 'w': the offset of its external data is '{}', not a "
                                         "number of bytes.",
                                         number));
    }
    external(w, "offset", "0");
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its external data have two entries 'offset'.");
}

TEST_F(onnx_weights, sparse_initializers_read_as_rows_from_linear_and_from_two_dimensional_indices) {
    sparse("linear", {3, 4}, {4}, {0, 3, 4, 11});
    sparse("pairs", {3, 4}, {4, 2}, {0, 0, 0, 3, 1, 0, 2, 3});
    sparse("none", {3, 4}, {0}, {});
    const csr<float> expected = {3, 4, {0, 2, 3, 4}, {0, 3, 0, 3}, {1, 2, 3, 4}};
    for (const char* name : {"linear", "pairs"}) {
        const tensor read = read_onnx(save(), name);
        EXPECT_EQ(read.shape, (tensor_shape{3, 4}));
        EXPECT_EQ(std::get<csr<float>>(read.values), expected);
    }
    EXPECT_EQ(std::get<csr<float>>(read_onnx(save(), "none").values),
              (csr<float>{3, 4, {0, 0, 0, 0}, {}, {}}));
}

TEST_F(onnx_weights, sparse_initializers_of_other_than_two_dimensions_read_as_dense) {
    sparse("cube", {2, 1, 2}, {2, 3}, {0, 0, 1, 1, 0, 1});
    sparse("line", {4}, {1, 1}, {2});
    EXPECT_EQ(dense("cube"), (values{0, 1, 0, 2}));
    EXPECT_EQ(dense("line"), (values{0, 0, 1, 0}));
}

TEST_F(onnx_weights, sparse_initializers_with_raw_values_and_indices_read) {
    onnx::SparseTensorProto& w = sparse("w", {2, 2}, {1}, {});
    w.mutable_values()->clear_float_data();
    w.mutable_values()->set_raw_data(little(2.5f));
    w.mutable_indices()->set_raw_data(little(std::uint64_t{2}));
    EXPECT_EQ(std::get<csr<float>>(read_onnx(save(), "w").values),
              (csr<float>{2, 2, {0, 0, 1}, {0}, {2.5f}}));
    w.mutable_indices()->set_raw_data("1234567");
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its shape asks for 8 bytes, but the model holds 7.");
}

TEST_F(onnx_weights, sparse_initializers_whose_entries_are_no_matrix_are_refused) {
    const auto refused_of = [&](const std::vector<std::int64_t>& dims,
                                const std::vector<std::int64_t>& index_dims,
                                const std::vector<std::int64_t>& numbers) {
        graph().clear_sparse_initializer();
        sparse("w", dims, index_dims, numbers);
        return refused().substr(19);  // behind "m.onnx: tensor 'w':"
    };
    EXPECT_EQ(refused_of({2, 2}, {1}, {4}), " index 4 of entry 0 is outside the shape [2, 2].");
    EXPECT_EQ(refused_of({2, 2}, {1}, {-1}), " index -1 of entry 0 is outside the shape [2, 2].");
    EXPECT_EQ(refused_of({2, 9}, {1, 2}, {2, 0}), " index 2 of entry 0 is outside the shape [2, 9].");
    EXPECT_EQ(refused_of({2, 2}, {2}, {1, 1}),
              " entry 1 does not stand behind entry 0 in the order of its indices.");
    EXPECT_EQ(refused_of({2, 2}, {2, 2}, {1, 0, 0, 1}),
              " entry 1 does not stand behind entry 0 in the order of its indices.");
    EXPECT_EQ(refused_of({2, 2}, {2, 3}, {0, 0, 0, 0, 0, 0}),
              " its 2 entries in 2 dimensions have indices of the shape [2, 3].");
    EXPECT_EQ(refused_of({2, 2}, {2}, {1}), " its shape asks for 2 indices, but the model holds 1.");
    EXPECT_EQ(refused_of({1, 2}, {3}, {0, 1, 2}),
              " the shape [3] of its values is no list of at most 2 entries.");
    EXPECT_EQ(refused_of({0, 2}, {1}, {0}), " a tensor of 0 x 2 has no values.");
    graph().mutable_sparse_initializer(0)->set_dims(0, 2);
    graph().mutable_sparse_initializer(0)->mutable_indices()->set_data_type(TensorProto::INT32);
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its indices are of type s32, not s64.");
}

TEST_F(onnx_weights, sparse_initializers_that_claim_what_no_file_holds_are_refused) {
    const auto most = static_cast<std::int64_t>(most_unheld);
    sparse("w", {most + 1, 2}, {1}, {0});
    EXPECT_EQ(
        refused(),
        "m.onnx: tensor 'w': a sparse tensor of 67108865 x 2 has more than 67108864 rows, which is the most "
        "that Lacuna reads of one.");
    graph().clear_sparse_initializer();
    sparse("w", {1, most + 1, 1}, {1}, {0});
    EXPECT_EQ(
        refused(),
        "m.onnx: tensor 'w': a sparse tensor of 1 x 67108865 x 1 has more than 67108864 values, which is "
        "the most that Lacuna reads of one.");
    graph().clear_sparse_initializer();
    sparse("w", {1, 2147483647}, {1}, {2147483646});
    EXPECT_EQ(std::get<csr<float>>(read_onnx(save(), "w").values).column, indices{2147483646});
    graph().mutable_sparse_initializer(0)->mutable_values()->set_dims(0, 2147483647);
    EXPECT_EQ(refused(), "m.onnx: tensor 'w': its shape asks for 2147483647 values, but the model holds 1.");
}

TEST_F(onnx_weights, tensors_of_one_name_are_refused) {
    counting("w", {1});
    sparse("w", {1, 1}, {1}, {0});
    EXPECT_EQ(refused(), "m.onnx: the model holds two tensors 'w'.");
}

TEST_F(onnx_weights, files_that_are_no_model_are_refused) {
    const auto refused_file = [&](const std::string& bytes) {
        const fs::path file = write("w", bytes);
        return refusal([&] { onnx_tensors(file); });
    };
    const std::string no_graph = "w, byte 0: this is no ONNX model: the file holds no graph.";
    EXPECT_EQ(refused_file(""), no_graph);
    EXPECT_EQ(refused_file(onnx::ModelProto().SerializeAsString()), no_graph);
    const std::string no_buffer =
        "w, byte 0: this is no ONNX model: the file is truncated, or no protocol buffer of that form.";
    EXPECT_EQ(refused_file("This is a text.\n"), no_buffer);
    EXPECT_EQ(refused_file("\x89PNG\r\n\x1a\n"), no_buffer);
    EXPECT_EQ(refused_file(std::string("\x3a\x05", 2)),
              no_buffer);  // a graph of 5 bytes, none of which follows
    std::string groups;    // nested without end
    for (int i = 0; i < 100000; ++i) groups += '\x0b';
    EXPECT_EQ(refused_file(groups), no_buffer);
    EXPECT_EQ(refusal([&] { onnx_tensors(scratch_ / "nowhere"); }), "nowhere: there is no such file.");
    const fs::path huge = write("huge", "");
    fs::resize_file(huge, std::uintmax_t{1} << 31);
    EXPECT_EQ(
        refusal([&] { onnx_tensors(huge); }),
        "huge, byte 2147483647: an ONNX model has at most 2147483647 bytes, but this file has 2147483648.");
    EXPECT_TRUE(onnx_tensors(write("w", std::string("\x3a\x00", 2))).empty());  // an empty graph
}

TEST_F(onnx_weights, one_tensor_of_huge_external_data_costs_what_it_holds) {
    const fs::path data = write("data.bin", "");
    fs::resize_file(data, std::uintmax_t{8} << 30);
    TensorProto& w = initializer("w", {2});
    external(w, "location", "data.bin");
    external(w, "offset", "6442450944");
    external(w, "length", "8");
    const auto peak = [] {
        rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;  // KiB
    };
    const fs::path file = save();
    const long before = peak();
    EXPECT_EQ(std::get<values>(read_onnx(file, "w").values), values(2));
    EXPECT_LT(peak() - before, 16 * 1024);
}

/// By how much a process of its own grows while it lists the tensors of a file, in MiB.
int growth_of_listing(const fs::path& file) {
    const auto peak = [] {
        rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss / 1024;
    };
    const pid_t child = fork();
    if (child == 0) {
        const long before = peak();
        onnx_tensors(file);
        _exit(static_cast<int>(std::min(peak() - before, 255L)));
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
    return WEXITSTATUS(status);
}

TEST_F(onnx_weights, other_names_of_a_tensor_cost_no_copies_of_its_own) {
    const std::string longest(1024, 'n');
    counting(longest, {1});
    std::string last = longest;
    for (int i = 0; i < 80000; ++i) {  // 80 MB of names, were each to have its own
        const std::string next = fmt::format("{}", i);
        node("Identity", {last.c_str()}, next);
        last = next;
    }
    node("MatMul", {"x", last.c_str()}, "y");
    const auto growth = [&](const std::string& name) {
        graph().mutable_initializer(0)->set_name(name);
        graph().mutable_node(0)->set_input(0, name);
        const fs::path file = save();
        EXPECT_EQ(onnx_tensors(file).at(0).name, name);
        return growth_of_listing(file);
    };
    const int of_short_name = growth("n");
    EXPECT_LT(growth(longest) - of_short_name, 16);
    graph().mutable_initializer(0)->set_name(longest + "n");
    EXPECT_EQ(refused_list(),
              fmt::format("m.onnx: the name of tensor '{}...' has 1025 bytes, but Lacuna reads "
                          "names of at most 1024.",
                          longest.substr(0, 120)));
}

class damaged_onnx : public onnx_weights {
  protected:
    damaged_onnx() {
        counting("dense", {2, 3});
        initializer("raw", {2, 1, 1, 1}).set_raw_data(little(1.0f) + little(2.0f));
        sparse("few", {3, 2}, {2}, {1, 4});
        TensorProto& outside = initializer("outside", {1});
        external(outside, "location", "data.bin");
        external(outside, "length", "4");
        write("data.bin", little(7.0f));
        describe(*graph().add_input(), "x", {1, 2, 8, 8});
        onnx::NodeProto& conv = node("Conv", {"x", "raw"}, "a");
        set(conv, "strides", {2, 2});
        set(conv, "pads", {0, 1, 0, 1});
        set(conv, "auto_pad", "NOTSET");
        set(node("MaxPool", {"a"}, "b"), "kernel_shape", {2, 2});
        set(node("Concat", {"b", "b"}, "c"), "axis", 1);
        node("Identity", {"dense"}, "same");
        set(node("Transpose", {"same"}, "turned"), "perm", {1, 0});
        set(node("Gemm", {"c", "turned", "outside"}, "d"), "transB", 1);
        node("MatMul", {"d", "few"}, "e");
    }

    /// Reads everything there is; only an input_error may come of it.
    void read_all(const fs::path& file) const {
        try {
            const onnx_model model(file);
            for (const char* name : {"dense", "raw", "few", "outside"}) {
                try {
                    model.read(name);
                } catch (const input_error&) {
                }
            }
            model.tensors();
            model.layers();
        } catch (const input_error& error) {
            EXPECT_EQ(std::string(error.what()).find(file.string()), 0u) << error.what();
        }
    }
};

TEST_F(damaged_onnx, a_model_cut_off_anywhere_is_refused_or_reads_as_something) {
    const std::string whole = model_.SerializeAsString();
    EXPECT_EQ(onnx_layers(save()).size(), 3u);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        SCOPED_TRACE(length);
        const fs::path file = write("w", whole.substr(0, length));
        EXPECT_EQ(refusal([&] { onnx_tensors(file); }).substr(0, 36), "w, byte 0: this is no ONNX model: th");
    }
}

TEST_F(damaged_onnx, flipped_bits_read_as_something_or_are_refused) {
    const std::string whole = model_.SerializeAsString();
    for (std::uint32_t seed = 0; seed < 1500; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        std::string bytes = whole;
        for (int flips = random(1, 3); flips > 0; --flips) {
            char& byte = bytes[static_cast<std::size_t>(random(0, static_cast<int>(bytes.size()) - 1))];
            byte = static_cast<char>(byte ^ (1 << random(0, 7)));
        }
        read_all(write("w", bytes));
    }
}

}  // namespace
}  // namespace lacuna::formats
