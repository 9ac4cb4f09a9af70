/// A sweep's folder, written row by row through sweep_file, without simulating anything.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "sim/sweep/store/sweep_file.h"

using cells = std::vector<std::pair<std::string, lacuna::sweep::value>>;

inline lacuna::sweep::value whole(std::int64_t number) {
    return number;
}

/// A sweep over `pes` and `slots`, of one network with one pattern unless said otherwise.
class small_sweep {
  public:
    explicit small_sweep(const std::filesystem::path& folder, const std::string& shard = "1/1",
                         const std::string& version = "1.0", lacuna::sweep::part_number parts = 1)
        : file_(made(folder), definition_of(shard, version)) {
        file_.progress().set_parts(0, parts);
    }

    void point(std::uint64_t number, std::int64_t pes, std::int64_t slots) {
        file_.points().add({number, 0, 0}, {pes, slots});
    }

    /// A row of layer `layer` on eie, with more cells.
    void row(std::uint64_t point, std::uint64_t number, const std::string& layer, const cells& more,
             const std::string& status = "ok", const std::string& accelerator = "eie",
             lacuna::sweep::part_number part = 0) {
        lacuna::sweep::record of;
        const auto add = [&](const std::string& name, lacuna::sweep::value held) {
            of.columns.push_back(name);
            of.values.push_back(std::move(held));
        };
        add("accelerator", accelerator);
        add("layer", layer);
        add("pattern", "as_is");
        add("status", status);
        for (const auto& [name, held] : more) add(name, held);
        file_.results().add({point, number, part}, of);
    }

    void finish(std::uint64_t point, lacuna::sweep::part_number part = 0) {
        file_.progress().finish(point, part);
    }
    lacuna::sweep::sweep_file& file() { return file_; }
    void close() { file_.close(); }

  private:
    static const std::filesystem::path& made(const std::filesystem::path& folder) {
        std::filesystem::create_directories(folder);
        return folder;
    }

    static lacuna::sweep::definition definition_of(const std::string& shard, const std::string& version) {
        lacuna::sweep::definition asked;
        asked.name = "small";
        asked.version = version;
        asked.config = {{"layers", {"fc6", "fc7"}}};
        asked.energy = nlohmann::ordered_json::object();
        asked.space = {{"pes", {16, 64}}, {"slots", {2, 4}}};
        asked.parameters = {"pes", "slots"};
        asked.shard = shard;
        return asked;
    }

    lacuna::sweep::sweep_file file_;
};

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}
