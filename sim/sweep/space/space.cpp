#include "sim/sweep/space/space.h"

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/table.h"
#include "sim/sweep/space/grid_walk.h"
#include "sim/sweep/sql/condition.h"

namespace lacuna::sweep {
namespace {

using json = nlohmann::ordered_json;

constexpr std::uint64_t largest_grid = std::uint64_t{1} << 62;

std::uint64_t size_of(const std::vector<parameter>& parameters, const config::place& where) {
    std::uint64_t size = 1;
    for (const parameter& each : parameters) {
        if (each.texts.size() > largest_grid / size) {
            refuse("{}: the grid of all values has more than 2^62 points; give fewer values.", where.text());
        }
        size *= each.texts.size();
    }
    return size;
}

[[noreturn]] void refuse_many(const config::place& where, const std::string& have) {
    refuse(
        "{}: {}, but a sweep runs at most {}; add conditions, or a sample such as "
        "{{latin_hypercube: 1000, seed: 1}}.",
        where.text(), have, most_points);
}

std::vector<std::pair<std::string, config::place>> read_where(const config::node* where) {
    std::vector<std::pair<std::string, config::place>> texts;
    if (where == nullptr) return texts;
    if (where->type != config::node::kind::sequence) return {{config::as_text(*where), where->where}};
    for (const config::node& each : config::as_sequence(*where))
        texts.emplace_back(config::as_text(each), each.where);
    return texts;
}

}  // namespace

std::vector<std::size_t> space::indices_of(std::uint64_t point) const {
    std::vector<std::size_t> indices(parameters_.size());
    for (std::size_t i = parameters_.size(); i-- > 0; point /= parameters_[i].texts.size())
        indices[i] = static_cast<std::size_t>(point % parameters_[i].texts.size());
    return indices;
}

std::vector<std::string> space::assignments_of(std::uint64_t point) const {
    const std::vector<std::size_t> indices = indices_of(point);
    std::vector<std::string> assignments;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        for (const std::string& key : parameters_[i].keys)
            assignments.push_back(key + "=" + parameters_[i].texts[indices[i]]);
    }
    return assignments;
}

void space::for_each_point(const std::function<void(std::uint64_t, std::uint64_t)>& call) const {
    if (sample_.type == sample::kind::grid) return for_each_of_grid(call);
    for (std::size_t i = 0; i < drawn_.points.size(); ++i) call(i, drawn_.points[i]);
}

void space::for_each_of_grid(const std::function<void(std::uint64_t, std::uint64_t)>& call) const {
    if (where_texts_.empty() && size_ > most_points)
        refuse_many(where_, fmt::format("the grid has {} points", size_));
    std::uint64_t ordinal = 0;
    for_each_allowed([&](std::uint64_t point) {
        if (ordinal == most_points) {
            refuse_many(where_, fmt::format("the conditions allow more of the {} points of the grid", size_));
        }
        call(ordinal++, point);
        return true;
    });
}

std::uint64_t space::count() const {
    if (sample_.type != sample::kind::grid) return drawn_.points.size();
    if (where_texts_.empty() && size_ <= most_points) return size_;
    std::uint64_t points = 0;
    for_each_of_grid([&](std::uint64_t, std::uint64_t) { ++points; });
    return points;
}

conditions space::compiled_conditions() const {
    std::vector<std::string> names;
    for (const parameter& each : parameters_) names.push_back(each.name);
    conditions all(std::move(names));
    for (const auto& [text, where] : where_texts_) all.add(text, where);
    return all;
}

void space::for_each_allowed(const std::function<bool(std::uint64_t)>& call) const {
    conditions all = compiled_conditions();
    walk_grid(parameters_, all, where_, call);
}

void space::draw() {
    if (sample_.type == sample::kind::grid) return;
    conditions all = compiled_conditions();
    grid points;
    for (const parameter& each : parameters_) points.values.push_back(each.texts.size());
    points.size = size_;
    points.all_allowed = all.empty();
    points.allowed = [&](std::uint64_t point) {
        if (all.empty()) return true;
        const std::vector<std::size_t> indices = indices_of(point);
        for (std::size_t i = 0; i < indices.size(); ++i) all.set(i, parameters_[i].shown[indices[i]]);
        std::size_t failed = 0;
        return all.hold(0, failed);
    };
    points.for_each_allowed = [&](const auto& call) { for_each_allowed(call); };
    drawn_ = sample_.type == sample::kind::random ? draw_random(sample_, points)
                                                  : draw_latin_hypercube(sample_, points);
}

json space::written() const {
    json all = {{"parameters", json::object()}, {"where", json::array()}, {"sample", "grid"}};
    for (const parameter& each : parameters_)
        all["parameters"][each.name] = {{"keys", each.keys}, {"values", each.texts}};
    for (const auto& [text, where] : where_texts_) all["where"].push_back(text);
    if (sample_.type == sample::kind::random) all["sample"] = {{"random", sample_.points}};
    if (sample_.type == sample::kind::latin_hypercube) all["sample"] = {{"latin_hypercube", sample_.points}};
    if (sample_.type != sample::kind::grid) all["sample"]["seed"] = sample_.seed;
    return all;
}

space read_space(const config::node& sweep) {
    config::table map(sweep, "the section 'sweep'");
    const config::node& parameters = map.required("parameters");
    const config::node* const where = map.optional("where");
    const config::node* const sample = map.optional("sample");
    map.finish();
    space read;
    read.where_ = sweep.where;
    read.parameters_ = read_parameters(parameters);
    read.size_ = size_of(read.parameters_, parameters.where);
    read.where_texts_ = read_where(where);
    read.compiled_conditions();  // refuses now what it would refuse later
    if (sample != nullptr) read.sample_ = read_sample(*sample);
    read.draw();
    return read;
}

}  // namespace lacuna::sweep
