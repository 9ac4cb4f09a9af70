#include "sim/formats/compressed_check.h"

#include "sim/config/input_error.h"

namespace lacuna::formats {

void check_pointers(const compressed_names& names, const std::vector<std::uint32_t>& begin,
                    std::uint64_t lines, std::uint64_t stored) {
    if (begin.size() != lines + 1)
        refuse("{}: {} {}s need {} pointers, but there are {}.", names.format, lines, names.line, lines + 1,
               begin.size());
    if (begin[0] != 0) refuse("{}: the first {} pointer is {}, not 0.", names.format, names.line, begin[0]);
    for (std::uint64_t line = 0; line < lines; ++line)
        if (begin[line + 1] < begin[line])
            refuse("{} {} {}: its pointers go backwards, from {} to {}.", names.format, names.line, line,
                   begin[line], begin[line + 1]);
    if (begin[lines] != stored)
        refuse("{}: the last {} pointer is {}, but the number of stored entries is {}.", names.format,
               names.line, begin[lines], stored);
}

void check_compressed(const compressed_names& names, const std::vector<std::uint32_t>& begin,
                      std::uint64_t lines, const std::vector<std::uint32_t>& index, std::uint64_t bound) {
    check_pointers(names, begin, lines, index.size());
    for (std::uint64_t line = 0; line < lines; ++line) {
        for (std::uint32_t entry = begin[line]; entry < begin[line + 1]; ++entry) {
            if (index[entry] >= bound)
                refuse("{} {} {}, entry {}: {} {} is outside the matrix, which has {}.", names.format,
                       names.line, line, entry, names.index, index[entry], bound);
            if (entry > begin[line] && index[entry] <= index[entry - 1])
                refuse("{} {} {}, entry {}: {} {} follows {} {}, but they must rise.", names.format,
                       names.line, line, entry, names.index, index[entry], names.index, index[entry - 1]);
        }
    }
}

void check_value_count(std::string_view format, std::uint64_t indices, std::uint64_t values) {
    if (indices != values)
        refuse("{}: {} entries have indices, but {} have values.", format, indices, values);
}

}  // namespace lacuna::formats
