#include "sim/formats/metadata_layout.h"

#include "sim/config/input_error.h"
#include "sim/formats/metadata_words.h"

namespace lacuna::formats {
namespace {

constexpr int nibbles_per_register = sparse_mma::register_bits / 4;

}  // namespace

int metadata_lanes(const sparse_mma& instruction) {
    return 2 * instruction.groups() / nibbles_per_register;  // two rows for each four lanes
}

int sparsity_selectors(const sparse_mma& instruction) {
    return 4 / metadata_lanes(instruction);
}

void check_selector(const sparse_mma& instruction, int selector) {
    const int selectors = sparsity_selectors(instruction);
    if (selector < 0 || selector >= selectors)
        refuse("mma.sp {} of {}: the sparsity selector is {}, but must be {}.", instruction.shape(),
               name_of(instruction.type), selector,
               selectors == 1 ? "0" : fmt::format("0 to {}", selectors - 1));
}

metadata_place metadata_of(const sparse_mma& instruction, int selector, const group_place& group) {
    const int per_word = nibbles_per_word(instruction.type);
    const int word = group.group / per_word * 2 + group.row / 8;
    const int nibble = word * per_word + group.group % per_word;
    const int lane = selector * metadata_lanes(instruction) + nibble / nibbles_per_register;
    return {group.row % 8 * 4 + lane, nibble % nibbles_per_register * 4};
}

std::optional<group_place> group_of(const sparse_mma& instruction, int selector,
                                    const metadata_place& place) {
    const int lane = place.lane % 4 - selector * metadata_lanes(instruction);
    if (lane < 0 || lane >= metadata_lanes(instruction)) return std::nullopt;
    const int per_word = nibbles_per_word(instruction.type);
    const int nibble = lane * nibbles_per_register + place.bit / 4;
    const int word = nibble / per_word;
    return group_place{place.lane / 4 + word % 2 * 8, word / 2 * per_word + nibble % per_word};
}

}  // namespace lacuna::formats
