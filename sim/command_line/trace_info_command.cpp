/// lacuna trace info: what is in a trace or a weight file, before anything is simulated.
#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <optional>

#include "sim/command_line/options.h"
#include "sim/command_line/trace_info_report.h"
#include "sim/command_line/trace_verbs.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/layers/trace.h"
#include "sim/reports/text_table.h"

namespace lacuna::command_line {

namespace {

namespace po = boost::program_options;
using document = nlohmann::ordered_json;

/// What is asked of which file.
struct request {
    formats::weight_file file;
    std::string tensor;
    std::string layer;
    bool transposed = false;
    std::optional<given_shape> shape;
    layers::storage_choices choices;
    bool to_json = false;
};

/// "4x4" as two numbers, each 1 to `most`.
given_shape shape_of(const std::string& option, const std::string& text, std::uint32_t most) {
    given_shape shape;
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, shape.outputs);
    const bool has_two = first.ec == std::errc() && first.ptr != end && *first.ptr == 'x';
    const auto second = has_two ? std::from_chars(first.ptr + 1, end, shape.inputs) : first;
    if (!has_two || second.ec != std::errc() || second.ptr != end || shape.outputs < 1 || shape.inputs < 1 ||
        shape.outputs > most || shape.inputs > most)
        refuse("{}: {} is no ROWSxCOLUMNS, such as 4x4, with 1 to {} of each.", option,
               config::in_quotes(text), most);
    return shape;
}

std::uint32_t number_of(const po::variables_map& values, const std::string& option, std::int64_t most) {
    const auto number = values[option].as<std::int64_t>();
    if (number < 1 || number > most) refuse("--{}: {} is not 1 to {}.", option, number, most);
    return static_cast<std::uint32_t>(number);
}

bool is_trace(const std::filesystem::path& file) {
    return file.extension() == ".yaml" || file.extension() == ".yml";
}

bool is_folder(const std::filesystem::path& file) {
    std::error_code error;
    return std::filesystem::is_directory(file, error);
}

/// Options for files of another kind would be passed over in silence.
void check(const request& asked, const po::variables_map& values) {
    const std::string file = asked.file.path.string();
    const auto refuse_given = [&](std::initializer_list<const char*> options, const char* what) {
        for (const char* option : options)
            if (values.count(option) != 0) refuse("{}: --{} is not for {}.", file, option, what);
    };
    if (is_folder(asked.file.path))
        refuse_given({"tensor", "network", "layer", "transposed"}, "EIE bank folders");
    else if (is_trace(asked.file.path))
        refuse_given({"tensor", "network", "shape", "transposed"}, "traces");
    else
        refuse_given({"layer"}, "weight files, whose tensors --tensor names");
}

request request_of(const po::variables_map& values) {
    const auto& files = values["file"].as<std::vector<std::string>>();
    if (files.size() != 1)
        refuse("lacuna trace info needs one trace, weight file or EIE bank folder (see --help).");
    request asked;
    asked.file = {files.front(), text_option(values, "network")};
    asked.tensor = text_option(values, "tensor");
    asked.layer = text_option(values, "layer");
    asked.transposed = values.count("transposed") != 0;
    constexpr std::uint32_t most_weights = 2147483647;
    if (values.count("shape") != 0)
        asked.shape = shape_of("--shape", text_option(values, "shape"), most_weights);
    const given_shape block = shape_of("--block", text_option(values, "block"), 65535);
    asked.choices = {static_cast<int>(number_of(values, "value-bits", 64)),
                     {block.outputs, block.inputs},
                     number_of(values, "pes", 65536),
                     number_of(values, "banks", 65536)};
    const std::string format = text_option(values, "format");
    if (format != "table" && format != "json")
        refuse("--format: {} is no format{}.", config::in_quotes(format),
               config::nearest_name_hint(format, {"table", "json"}));
    asked.to_json = format == "json";
    check(asked, values);
    return asked;
}

/// A file may be called by bytes that are not UTF-8, which JSON cannot hold.
void print(const document& all) {
    fmt::print("{}\n", all.dump(2, ' ', false, document::error_handler_t::replace));
}

void list_tensors(const request& asked, const std::vector<formats::tensor_entry>& entries) {
    if (asked.to_json) {
        document tensors = document::array();
        for (const formats::tensor_entry& entry : entries)
            tensors.push_back({{"name", entry.name},
                               {"shape", entry.shape},
                               {"type", entry.type},
                               {"stored_values", entry.stored}});
        print({{"file", asked.file.path.string()}, {"tensors", tensors}});
        return;
    }
    reports::text_table table;
    using align = reports::text_table::align;
    for (const char* heading : {"tensor", "shape", "type"}) table.column(heading, align::left);
    table.column("stored values");
    for (const formats::tensor_entry& entry : entries)
        table.row({config::shown(entry.name), formats::text_of(entry.shape), entry.type,
                   reports::with_commas(entry.stored)});
    fmt::print("{}\n\n{}\nOne of them is described with --tensor NAME.\n", asked.file.path.string(),
               table.text());
}

/// Prints subjects, each when it is computed, so that one alone is held.
class printer {
  public:
    explicit printer(const request& asked) : asked_(asked) {}

    void print_subject(info_subject subject) {
        const described_subject all = describe(std::move(subject), asked_.choices);
        if (asked_.to_json) {
            subjects_.push_back(document_of(all));
            return;
        }
        const std::string& name = all.subject.name;
        text_ += fmt::format("{}{}{}\n\n{}", text_.empty() ? "" : "\n\n", asked_.file.path.string(),
                             name.empty() ? "" : ": " + config::shown(name), text_of(all));
    }

    /// Nothing is printed before all is computed, so that bad input leaves no part of an answer behind.
    void finish(const char* subjects) const {
        if (asked_.to_json)
            print({{"file", asked_.file.path.string()}, {"pes", asked_.choices.pes}, {subjects, subjects_}});
        else
            fmt::print("{}", text_);
    }

  private:
    const request& asked_;
    document subjects_ = document::array();
    std::string text_;
};

void describe_trace(const request& asked) {
    const std::vector<layers::layer> all = layers::read_trace(asked.file.path);
    printer out(asked);
    std::vector<std::string> names;
    bool found = false;
    for (const layers::layer& layer : all) {
        names.push_back(layer.name);
        if (!asked.layer.empty() && layer.name != asked.layer) continue;
        out.print_subject(subject_of(layer));
        found = true;
    }
    if (!found)
        refuse("--layer: {} has no layer {}{}.", asked.file.path.string(), config::in_quotes(asked.layer),
               config::nearest_name_hint(asked.layer, names));
    out.finish("layers");
}

void describe_weights(const request& asked) {
    printer out(asked);
    if (is_folder(asked.file.path)) {
        out.print_subject(subject_of_banks(asked.file.path, asked.shape));
        out.finish("tensors");
        return;
    }
    const std::vector<formats::tensor_entry> entries = formats::tensors_in(asked.file);
    if (asked.tensor.empty() && entries.size() > 1) {
        list_tensors(asked, entries);
        return;
    }
    out.print_subject(subject_of(asked.file, asked.tensor, asked.transposed, asked.shape));
    out.finish("tensors");
}

}  // namespace

int trace_info(const std::vector<std::string>& arguments) {
    po::options_description options("Options");
    options.add_options()  //
        ("tensor", po::value<std::string>()->value_name("NAME"),
         "the tensor to describe; without it a file of several lists them")  //
        ("layer", po::value<std::string>()->value_name("NAME"),
         "the layer of a trace to describe; without it all are")  //
        ("network", po::value<std::string>()->value_name("PROTOTXT"),
         "the network whose layers a .net file holds")  //
        ("shape", po::value<std::string>()->value_name("ROWSxCOLUMNS"),
         "outputs x inputs, where the file does not say: a mask (.txt) or an EIE bank folder")  //
        ("transposed", "the file has inputs x outputs")                                         //
        ("pes", po::value<std::int64_t>()->default_value(64)->value_name("N"),
         "processing elements that the rows are dealt to, row r to PE r mod N, as in EIE")  //
        ("value-bits", po::value<std::int64_t>()->default_value(16)->value_name("N"),
         "bits of a value in the storage table, 1 to 64")  //
        ("block", po::value<std::string>()->default_value("4x4")->value_name("ROWSxCOLUMNS"),
         "blocks of BSR in the storage table")  //
        ("banks", po::value<std::int64_t>()->default_value(4)->value_name("N"),
         "banks of a row of the bank-balanced format in the storage table")  //
        ("format", po::value<std::string>()->default_value("table")->value_name("FORMAT"), "table or json");
    const usage text{
        "lacuna trace info FILE [options]",
        "Describes the weights of every layer of a trace (.yaml), of a tensor in a weight file (.npy, .npz,\n"
        ".mtx, .smtx, .safetensors, .onnx, .net, .txt), or of an EIE bank folder: how many are not 0, how\n"
        "evenly these fall on rows, columns and processing elements, which sparsity patterns they already\n"
        "have, and what they take in memory in every format.\n\n"
        "A row of the weights is an output, a column an input. The greatest load over the mean (imbalance)\n"
        "is how much longer than on average the busiest takes, which the others wait for.\n"
        "Exit code: 0 right; 2 bad input.",
        "file"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;
    const request asked = request_of(*values);
    if (is_trace(asked.file.path))
        describe_trace(asked);
    else
        describe_weights(asked);
    return right;
}

}  // namespace lacuna::command_line
