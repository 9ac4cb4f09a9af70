#include "sim/formats/files/bit_text.h"

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/quoted.h"
#include "sim/formats/mapped_file.h"

namespace lacuna::formats {
namespace {

/// Calls visit(digit) for every character that is no white space.
template <class Visit>
void visit_digits(const mapped_file& file, Visit visit) {
    for (std::size_t i = 0; i < file.size(); ++i) {
        if ((i & 0xfffff) == 0) give_up_if_stopped();
        const unsigned char c = file.data()[i];
        if (c == '0' || c == '1') {
            visit(c - '0');
        } else if (c != ' ' && (c < '\t' || c > '\r')) {
            const std::string character(1, static_cast<char>(c));
            refuse("{}, byte {}: {} is neither 0 nor 1.", file.path().string(), i,
                   c < 0x80 ? config::in_quotes(character) : fmt::format("'\\x{:02x}'", c));
        }
    }
}

std::uint64_t digits_in(const mapped_file& file) {
    std::uint64_t digits = 0;
    visit_digits(file, [&](int) { ++digits; });
    return digits;
}

}  // namespace

std::uint64_t bit_text_size(const std::filesystem::path& path) {
    return digits_in(mapped_file(path));
}

tensor read_bit_text(const std::filesystem::path& path, std::uint32_t rows, std::uint32_t columns) {
    const mapped_file file(path);
    const std::uint64_t positions = positions_of({rows, columns}, path.string());
    const std::uint64_t digits = digits_in(file);
    if (digits != positions)
        refuse("{}, byte {}: the file has {} digits, but a mask of {} x {} needs {}.", path.string(),
               file.size(), digits, rows, columns, positions);
    std::vector<float> values;
    values.reserve(positions);
    visit_digits(file, [&](int digit) { values.push_back(static_cast<float>(digit)); });
    return {{rows, columns}, std::move(values), false};
}

}  // namespace lacuna::formats
