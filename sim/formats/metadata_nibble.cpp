#include "sim/formats/metadata_nibble.h"

#include <fmt/format.h>

namespace lacuna::formats {
namespace {

unsigned lower_index(unsigned nibble) {
    return nibble & 3;
}
unsigned higher_index(unsigned nibble) {
    return nibble >> 2;
}
unsigned nibble_of(int lower_index, int higher_index) {
    return static_cast<unsigned>(higher_index << 2 | lower_index);
}

/// The indices of value `part` of 1:2.
unsigned whole_value(int part) {
    return nibble_of(2 * part, 2 * part + 1);
}

bool keeps_one_part(operand_type type) {
    return sparsity_of(type).kept_parts() == 1;
}

}  // namespace

bool is_legal_nibble(operand_type type, unsigned nibble) {
    if (keeps_one_part(type)) return nibble == whole_value(0) || nibble == whole_value(1);
    return nibble < 16 && lower_index(nibble) < higher_index(nibble);
}

std::string fault_of_nibble(operand_type type, unsigned nibble) {
    if (nibble > 15) return "is more than the 4 bits of a nibble";
    if (lower_index(nibble) == higher_index(nibble))
        return fmt::format("names index {} twice", lower_index(nibble));
    if (lower_index(nibble) > higher_index(nibble))
        return fmt::format("names index {} before index {}, but indices must rise", lower_index(nibble),
                           higher_index(nibble));
    return fmt::format("keeps parts of both values, but {} keeps one whole value, by 0x4 or 0xE",
                       sparsity_of(type).name);
}

std::optional<std::uint8_t> nibble_keeping(operand_type type, unsigned values) {
    const structured_sparsity& sparsity = sparsity_of(type);
    unsigned parts = 0;
    int wanted = 0;
    for (int part = 0; part < sparsity.parts(); ++part) {
        if ((values >> part * sparsity.part & ((1u << sparsity.part) - 1)) == 0) continue;
        parts |= 1u << part;
        ++wanted;
    }
    if (wanted > sparsity.kept_parts()) return std::nullopt;
    for (int part = sparsity.parts() - 1; wanted < sparsity.kept_parts(); --part) {
        if (parts >> part & 1) continue;
        parts |= 1u << part;
        ++wanted;
    }

    int first = 0;
    while (!(parts >> first & 1)) ++first;
    if (keeps_one_part(type)) return whole_value(first);
    int second = first + 1;
    while (!(parts >> second & 1)) ++second;
    return nibble_of(first, second);
}

}  // namespace lacuna::formats
