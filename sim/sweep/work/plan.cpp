#include "sim/sweep/work/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/quoted.h"
#include "sim/sweep/work/digest.h"

namespace lacuna::sweep {

namespace {

bool is_below(const std::string& key, const std::string& root) {
    return key == root || key.compare(0, root.size() + 1, root + ".") == 0;
}

bool is_of_data(const parameter& of) {
    return std::any_of(of.keys.begin(), of.keys.end(), [](const std::string& key) {
        return is_below(key, "layers") || is_below(key, "patterns");
    });
}

std::vector<std::string> assignments_of(const parameter& of, std::size_t index) {
    std::vector<std::string> all;
    for (const std::string& key : of.keys) all.push_back(key + "=" + of.texts[index]);
    return all;
}

space read_section(const run::config_document& config) {
    if (config.sweep() == nullptr) {
        refuse(
            "{}: a sweep needs the key 'sweep', which names parameters and their values (README, section 'Sweeps').",
            config.file().string());
    }
    return read_space(*config.sweep());
}

void check_transaction(const run::configured_accelerator& configured, const std::filesystem::path& file) {
    const std::vector<engine>& available = configured.kind->engines;
    if (std::find(available.begin(), available.end(), engine::transaction) != available.end()) return;
    refuse("{}: sweeps are run by the engine 'transaction', which the model {} of accelerator {} has not.",
           file.string(), configured.kind->name, configured.name);
}

/// What points of one encoding have in common, as a number: equal texts give equal ones, and other texts need
/// not give others, since it only says in which order points are run.
std::int64_t encoding_of(const std::vector<run::configured_accelerator>& accelerators) {
    boost::crc_32_type crc;
    for (const run::configured_accelerator& each : accelerators) {
        const std::string text = each.parameters->encoding();
        crc.process_bytes(text.data(), text.size());
    }
    return static_cast<std::int64_t>(crc.checksum());
}

}  // namespace

std::string shard::text() const {
    return fmt::format("{}/{}", number, of);
}

plan::plan(const run::config_document& config)
    : config_(config), space_(read_section(config)), base_(config.read()) {
    for (const run::configured_accelerator& each : base_.accelerators) check_transaction(each, config.file());
    for (const parameter& each : space_.parameters()) is_of_data_.push_back(is_of_data(each));
    for (const run::configured_accelerator& each : base_.accelerators)
        if (each.energy) energy_tables_[each.energy->file] = each.energy->where.file;
    check_values();
}

void plan::check_values() const {
    for (const parameter& each : space_.parameters()) {
        for (const std::string& key : each.keys) {
            if (is_below(key, "accelerators") || is_below(key, "layers") || is_below(key, "patterns"))
                continue;
            refuse("{}: the parameter {} sets {}, which is none of accelerators, layers and patterns.",
                   each.where.text(), each.name, config::in_quotes(key));
        }
        for (std::size_t i = 0; i < each.texts.size(); ++i) {
            give_up_if_stopped();
            try {
                if (is_of_data(each)) config_.read(assignments_of(each, i));
                for (const auto& accelerator : config_.accelerators(assignments_of(each, i), false))
                    if (accelerator.energy)
                        energy_tables_[accelerator.energy->file] = accelerator.energy->where.file;
            } catch (const input_error& error) {
                refuse("{}: the parameter {} has a value that cannot be: {}", each.where.text(), each.name,
                       error.what());
            }
        }
    }
}

definition plan::asked(const shard& part, const std::string& version) const {
    definition all;
    all.name = base_.name;
    all.version = version;
    all.config = base_.effective;
    all.energy = nlohmann::ordered_json::object();
    for (const auto& [name, file] : energy_tables_) all.energy[name] = digest_of_file(file);
    all.space = space_.written();
    for (const parameter& each : space_.parameters()) all.parameters.push_back(each.name);
    all.shard = part.text();
    return all;
}

run::experiment plan::read_data(std::uint64_t point) const {
    std::vector<std::string> all;
    const std::vector<std::size_t> indices = space_.indices_of(point);
    for (std::size_t p = 0; p < indices.size(); ++p) {
        if (!is_of_data_[p]) continue;
        for (std::string& each : assignments_of(space_.parameters()[p], indices[p]))
            all.push_back(std::move(each));
    }
    return config_.read(all);
}

std::vector<run::configured_accelerator> plan::accelerators_unset() const {
    return config_.accelerators({});
}

std::vector<run::configured_accelerator> plan::accelerators(std::uint64_t point) const {
    return config_.accelerators(space_.assignments_of(point));
}

planned_point plan::planned(std::uint64_t point) const {
    planned_point at;
    at.point = point;
    const std::vector<std::size_t> indices = space_.indices_of(point);
    for (std::size_t p = 0; p < indices.size(); ++p)
        if (is_of_data_[p]) at.data = at.data * space_.parameters()[p].texts.size() + indices[p];
    try {
        at.encoding = encoding_of(accelerators(point));
    } catch (const input_error&) {  // the point's own error, which its rows say
    }
    return at;
}

void plan::write(const shard& part, sweep_file& to) const {
    bool is_empty = true;
    std::vector<value> shown(space_.parameters().size());
    space_.for_each_point([&](std::uint64_t ordinal, std::uint64_t point) {
        if (!part.has(ordinal)) return;
        give_up_if_stopped();
        const std::vector<std::size_t> indices = space_.indices_of(point);
        for (std::size_t p = 0; p < indices.size(); ++p) shown[p] = space_.parameters()[p].shown[indices[p]];
        to.points().add(planned(point), shown);
        is_empty = false;
    });
    if (is_empty) refuse("{}: no point is in shard {}.", space_.where().text(), part.text());
}

}  // namespace lacuna::sweep
