#include "sim/sweep/merging/shard_list.h"

#include <charconv>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"

namespace lacuna::sweep {

namespace {

struct read_shard {
    std::uint32_t number = 0;
    std::uint32_t of = 0;
};

read_shard read(const std::string& text, const std::string& what) {
    read_shard shard;
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, shard.number);
    const bool has_two = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
    const auto second = has_two ? std::from_chars(first.ptr + 1, end, shard.of) : first;
    if (!has_two || second.ec != std::errc() || second.ptr != end || shard.number < 1 ||
        shard.number > shard.of)
        refuse("{}: this sweep is damaged: {} is no shard.", what, config::in_quotes(text));
    return shard;
}

}  // namespace

std::string united_shards(const std::vector<std::string>& texts, const std::string& what) {
    std::map<std::uint32_t, std::set<std::uint32_t>> all;  // the numbers, by how many there are
    for (const std::string& text : texts) {
        std::istringstream words(text);
        for (std::string word; words >> word;) {
            const read_shard shard = read(word, what);
            all[shard.of].insert(shard.number);
        }
    }
    std::string united;
    for (const auto& [of, numbers] : all) {
        if (numbers.size() == of) return "1/1";
        for (const std::uint32_t number : numbers)
            united += fmt::format("{}{}/{}", united.empty() ? "" : " ", number, of);
    }
    return united;
}

}  // namespace lacuna::sweep
