#include "sim/layers/written_trace.h"

#include <fmt/format.h>

#include <cstdlib>
#include <sstream>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/yaml_text.h"

namespace lacuna::layers {
namespace {

namespace fs = std::filesystem;

/// The folder without links in it, so that ".." leads where it seems to; the name as it is.
fs::path resolved(const fs::path& path) {
    std::error_code error;
    const fs::path full = fs::absolute(path);
    const fs::path named = full.has_filename() ? full : full.parent_path();
    const fs::path folder = fs::weakly_canonical(named.parent_path(), error);
    return (error ? named.parent_path() : folder) / named.filename();
}

/// Below the folder of real layers, where there is one.
fs::path below_data(const fs::path& path) {
    const char* const folder = std::getenv("LACUNA_DATA");
    if (folder == nullptr || *folder == '\0') return {};
    std::error_code error;
    const fs::path data = fs::weakly_canonical(fs::absolute(folder), error);
    const fs::path below = error ? fs::path{} : path.lexically_relative(data);
    return below.empty() || *below.begin() == ".." ? fs::path{} : below;
}

const char* name_of(distribution values) {
    return values == distribution::normal    ? "normal"
           : values == distribution::uniform ? "uniform"
                                             : "half_normal";
}

class layer_writer {
  public:
    layer_writer(const layer& what, const fs::path& trace) : what_(what), trace_(trace) {}

    std::vector<std::string> lines() {
        add("layer", text(what_.name, "the name of a layer"));
        what_.convolved ? add_convolution(*what_.convolved) : add_matrix();
        if (what_.batch != 1) add("batch", std::to_string(what_.batch));
        add("weights", weights());
        add("activations", activations());
        add("bias", bias());
        add("activation_function", what_.function == activation_function::relu ? "relu" : "none");
        if (!what_.source.empty()) add("source", text(what_.source, "the source of a layer"));
        return lines_;
    }

  private:
    void add(const char* key, const std::string& value) {
        lines_.push_back(fmt::format("{}: {}", key, value));
    }

    static std::string text(const std::string& value, const char* what) {
        return config::yaml_text(value, fmt::format("{} ({})", what, config::in_quotes(value)));
    }

    void add_matrix() {
        add("kind", "fully_connected");
        add("inputs", std::to_string(what_.inputs));
        add("outputs", std::to_string(what_.outputs));
    }

    void add_convolution(const convolution& shape) {
        const auto pair = [](extent of) { return fmt::format("[{}, {}]", of.height, of.width); };
        const extent before = shape.padding_before, after = shape.padding_after;
        const bool even = before.height == after.height && before.width == after.width;
        add("kind", "convolution");
        add("channels", std::to_string(shape.channels));
        add("height", std::to_string(shape.image.height));
        add("width", std::to_string(shape.image.width));
        add("outputs", std::to_string(shape.filters));
        add("kernel", pair(shape.kernel));
        add("stride", pair(shape.stride));
        add("padding",
            even ? pair(before)
                 : fmt::format("[{}, {}, {}, {}]", before.height, before.width, after.height, after.width));
        if (shape.dilation.height != 1 || shape.dilation.width != 1) add("dilation", pair(shape.dilation));
        if (shape.groups != 1) add("groups", std::to_string(shape.groups));
    }

    std::string file(const tensor_source& from) const {
        std::string written = "{file: " + written_path(from.file.path, trace_);
        if (!from.file.network.empty()) written += ", network: " + written_path(from.file.network, trace_);
        if (!from.tensor.empty()) written += ", tensor: " + text(from.tensor, "the name of a tensor");
        if (from.transposed) written += ", transposed: true";
        if (from.values)
            written +=
                fmt::format(", values: {{distribution: {}, seed: {}}}", name_of(*from.values), from.seed);
        return written + "}";
    }

    static std::string map(const linear_map& values) {
        std::string written;
        if (values.scale != 1) written += fmt::format(", scale: {}", values.scale);
        if (values.shift != 0) written += fmt::format(", shift: {}", values.shift);
        return written;
    }

    std::string weights() const {
        if (const auto* read = std::get_if<tensor_source>(&what_.weights)) return file(*read);
        const auto& drawn = std::get<generated_source>(what_.weights);
        return fmt::format("{{distribution: {}, seed: {}, pattern: {}{}}}", name_of(drawn.values), drawn.seed,
                           drawn.pattern.written().dump(), map(drawn.map));
    }

    std::string activations() const {
        if (what_.follows()) return "{from: previous}";
        if (const auto* read = std::get_if<tensor_source>(&what_.activations)) return file(*read);
        const auto& drawn = std::get<generated_activations>(what_.activations);
        const std::string values = drawn.values == distribution::half_normal
                                       ? ""
                                       : fmt::format("distribution: {}, ", name_of(drawn.values));
        return fmt::format("{{{}density: {}, seed: {}}}", values, drawn.density, drawn.seed);
    }

    std::string bias() const {
        if (const auto* read = std::get_if<tensor_source>(&what_.bias)) return file(*read);
        const auto* drawn = std::get_if<generated_bias>(&what_.bias);
        if (drawn == nullptr) return "none";
        return fmt::format("{{distribution: {}, seed: {}{}}}", name_of(drawn->values), drawn->seed,
                           map(drawn->map));
    }

    const layer& what_;
    fs::path trace_;
    std::vector<std::string> lines_;
};

}  // namespace

std::string written_path(const fs::path& path, const fs::path& trace) {
    const fs::path named = resolved(path);
    const fs::path below = below_data(named);
    std::string written =
        (below.empty() ? named.lexically_relative(resolved(trace).parent_path()) : below).string();
    if (written.find("${") != std::string::npos)
        refuse("{}: no trace can name a path with '${{' in it.", config::shown(path.string()));
    if (!below.empty())
        written = "${LACUNA_DATA}/" + written;
    else if (written.front() == '$')
        written = "./" + written;
    return config::yaml_text(written, config::shown(path.string()));
}

std::string written_trace(const std::vector<layer>& layers, const fs::path& file,
                          const std::string& comment) {
    std::string all;
    std::istringstream comment_lines(comment);
    for (std::string line; std::getline(comment_lines, line);) all += "# " + config::shown(line) + "\n";
    const bool is_list = layers.size() != 1;
    if (is_list) all += "layers:\n";
    for (const layer& each : layers) {
        const char* before = is_list ? "  - " : "";
        for (const std::string& line : layer_writer(each, file).lines()) {
            all += before + line + "\n";
            before = is_list ? "    " : "";
        }
    }
    return all;
}

}  // namespace lacuna::layers
