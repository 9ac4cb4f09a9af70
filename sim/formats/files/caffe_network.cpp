#include "sim/formats/files/caffe_network.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/caffe_fields.h"
#include "sim/formats/files/caffe_inputs.h"
#include "sim/formats/files/caffe_windows.h"

namespace lacuna::formats {
namespace {

/// A blob that a layer may read next.
struct made_blob {
    caffe_blob shape;
    std::optional<std::size_t> from;  ///< the layer with weights whose outputs it holds, one by one
    bool unchanged = false;           ///< as they are, or as ReLU leaves them
    bool rectified = false;           ///< behind a ReLU
};

/// Types that leave a blob's shape as it is. Those of the first list also keep each value apart from others,
/// so that a ReLU behind them is one of the layer before them; those of the second change no value of a
/// network that is not trained.
const std::set<std::string> keep_values = {"dropout", "batchnorm", "scale", "bias", "split"};
const std::set<std::string> change_nothing = {"dropout", "split"};
const std::set<std::string> keep_shape = {"relu", "prelu", "elu",  "sigmoid",   "tanh",    "absval", "power",
                                          "exp",  "log",   "bnll", "threshold", "softmax", "lrn",    "mvn"};

/// "Convolution" and the former CONVOLUTION as "convolution", INNER_PRODUCT as "innerproduct".
std::string plain(const std::string& type) {
    std::string plain;
    for (const char c : type)
        if (c != '_') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return plain;
}

/// Whether a layer's include and exclude rules leave it out of a network that is not trained.
bool for_training_alone(const caffe_fields& layer) {
    const auto names_test = [&](const caffe_fields& rule) {
        const std::string phase = rule.string("phase").value_or("");
        if (phase != "TRAIN" && phase != "TEST")
            refuse(
                "{}: a rule about when the layer is part of the network must name the phase TRAIN or TEST.",
                rule.where());
        return phase == "TEST";
    };
    bool included = !layer.has("include");
    for (const caffe_fields& rule : layer.messages("include")) included |= names_test(rule);
    for (const caffe_fields& rule : layer.messages("exclude")) included &= !names_test(rule);
    return !included;
}

/// Goes from layer to layer, in the order of the file, with the blobs made so far.
class follower {
  public:
    explicit follower(caffe_network& network) : network_(network) {}

    void add_inputs(const std::vector<caffe_input>& inputs) {
        for (const auto& [name, shape] : inputs) blobs_[name] = {shape, std::nullopt};
    }

    void add(const caffe_fields& layer) {
        if (for_training_alone(layer)) return;
        where_ =
            fmt::format("{}: layer {}", layer.where(), config::in_quotes(layer.string("name").value_or("")));
        const std::string written_type = layer.string("type").value_or(""), type = plain(written_type);
        if (type == "input") return add_inputs(inputs_of_layer(layer, where_));
        bottoms_.clear();
        for (const std::string& bottom : layer.strings("bottom")) bottoms_.push_back(made(bottom));
        const std::vector<std::string> tops = layer.strings("top");

        made_blob top;
        if (type == "convolution" || type == "innerproduct") {
            if (bottoms_.size() != 1 || tops.size() != 1)
                refuse("{}: a layer with weights reads one blob and makes one, not {} and {}.", where_,
                       bottoms_.size(), tops.size());
            top = weighted(layer, type == "convolution" ? caffe_layer::kind::convolution
                                                        : caffe_layer::kind::fully_connected);
        } else {
            const bool known = type == "pooling" || type == "concat" || type == "flatten" ||
                               type == "eltwise" || keep_values.count(type) || keep_shape.count(type);
            if (!known)
                refuse("{}: it has the type {}, whose output Lacuna cannot follow.", where_,
                       config::in_quotes(written_type));
            if (bottoms_.empty()) refuse("{}: it reads no blob.", where_);
            top = weightless(layer, type);
        }
        values_of(top.shape, where_);
        for (const std::string& blob : tops) blobs_[blob] = top;
    }

    /// After the last layer: only then is it known which layers have a ReLU.
    void link() {
        for (const auto& [taker, blob] : links_)
            if (blob.rectified == network_.layers[*blob.from].relu) network_.layers[taker].takes = blob.from;
    }

  private:
    const made_blob& made(const std::string& blob) const {
        const auto found = blobs_.find(blob);
        if (found == blobs_.end())
            refuse("{}: it reads the blob {}, which nothing before it makes.", where_,
                   config::in_quotes(blob));
        return found->second;
    }

    made_blob weighted(const caffe_fields& fields, caffe_layer::kind is) {
        network_.layers.push_back(read_caffe_layer(fields, is, bottoms_[0].shape, where_));
        const caffe_layer& layer = network_.layers.back();
        if (bottoms_[0].unchanged) links_.push_back({network_.layers.size() - 1, bottoms_[0]});
        if (!names_.insert(layer.name).second)
            refuse("{}: another layer with weights has this name.", where_);
        return {layer.output, network_.layers.size() - 1, true};
    }

    made_blob weightless(const caffe_fields& layer, const std::string& type) {
        const caffe_blob& input = bottoms_[0].shape;
        if (keep_values.count(type)) {
            made_blob kept = bottoms_[0];
            kept.unchanged &= change_nothing.count(type) != 0;
            return kept;
        }
        if (type == "pooling") return {{input.channels, pooled_size(layer.message("pooling_param"))}, {}};
        if (type == "concat") return {concatenated(layer.message("concat_param")), {}};
        if (type == "flatten") {
            const caffe_fields parameters = layer.message("flatten_param");
            check_axis(parameters, "axis");
            if (parameters.has("end_axis"))
                refuse("{}: images are flattened whole, so end_axis has no place.", where_);
            return {{values_of(input, where_), {}}, {}};
        }
        if (type == "eltwise")
            for (const made_blob& bottom : bottoms_)
                if (!(bottom.shape == input)) refuse("{}: the blobs it reads differ in shape.", where_);
        if (type == "relu" && bottoms_[0].from &&
            !layer.message("relu_param").has_non_zero("negative_slope")) {
            network_.layers[*bottoms_[0].from].relu = true;
            return {input, bottoms_[0].from, bottoms_[0].unchanged, true};
        }
        return {input, {}};
    }

    height_width pooled_size(const caffe_fields& parameters) const {
        if (parameters.flag("global_pooling", false)) return {};
        const std::string rounding = parameters.string("round_mode").value_or("CEIL");
        if (rounding != "CEIL" && rounding != "FLOOR")
            refuse("{}: round_mode must be CEIL or FLOOR, but is {}.", where_, config::in_quotes(rounding));
        return pooled(bottoms_[0].shape.size, read_caffe_window(parameters, where_), rounding == "CEIL",
                      where_);
    }

    caffe_blob concatenated(const caffe_fields& parameters) const {
        check_axis(parameters, "axis");
        check_axis(parameters, "concat_dim");
        std::uint64_t channels = 0;
        for (const made_blob& bottom : bottoms_) {
            channels += bottom.shape.channels;
            if (!(bottom.shape.size == bottoms_[0].shape.size))
                refuse("{}: the blobs it reads differ in height or width.", where_);
        }
        return {checked_shape({channels}, where_)[0], bottoms_[0].shape.size};
    }

    void check_axis(const caffe_fields& parameters, std::string_view axis) const {
        if (parameters.number(axis, 1) != 1) refuse("{}: {} must be 1, the channels.", where_, axis);
    }

    caffe_network& network_;
    std::map<std::string, made_blob> blobs_;
    std::set<std::string> names_;                           ///< of layers with weights
    std::string where_;                                     ///< the layer at hand: "FILE:3: layer 'conv1'"
    std::vector<made_blob> bottoms_;                        ///< what it reads
    std::vector<std::pair<std::size_t, made_blob>> links_;  ///< layers with the unchanged outputs they read
};

}  // namespace

caffe_network read_caffe_network(const std::filesystem::path& file) {
    const prototxt text = read_prototxt(file);
    const caffe_fields fields(text);
    caffe_network network{file, fields.string("name").value_or(""), {}};
    follower follow(network);
    follow.add_inputs(inputs_of_file(fields));
    if (fields.has("layer") && fields.has("layers"))
        refuse("{}: the network has both layer and layers, but they are two ways to say the same.",
               fields.where());
    for (const caffe_fields& layer : fields.messages(fields.has("layers") ? "layers" : "layer"))
        follow.add(layer);
    follow.link();
    if (network.layers.empty())
        refuse("{}: the network has no layer of type Convolution or InnerProduct.", fields.where());
    return network;
}

}  // namespace lacuna::formats
