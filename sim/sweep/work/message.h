/// What a worker of a sweep tells its owner of a point, as bytes that pass between processes.
#pragma once

#include <cstdint>
#include <string>

#include "sim/sweep/store/record.h"

namespace lacuna::sweep {

struct message {
    enum class kind : std::uint8_t {
        parts,    ///< `number` says how many parts the point has
        digest,   ///< `number` is that of the data of a part
        row,      ///< `number` is its place in the result that `lacuna run` gives of the point
        refused,  ///< the layers and patterns of the point cannot be: `text` says why
    };
    kind what = kind::row;
    std::uint32_t part = 0;
    std::int64_t number = 0;
    record of = {};
    std::string text = {};
};

std::string packed(const message& told);
message unpacked(const std::string& bytes);

}  // namespace lacuna::sweep
