#include "sim/formats/fragment_layout.h"

namespace lacuna::formats {
namespace {

/// How the values along k of one row of A, or of one column of B, spread over the four lanes of a group: a
/// register's worth to each lane in turn, then the next register.
struct along_k {
    int lane_in_group;
    int turn;  ///< which register, of those that hold this row or column
    int slot;
};

along_k spread(const sparse_mma& instruction, int k) {
    const int values = instruction.values_per_register();
    return {k / values % 4, k / values / 4, k % values};
}

int gathered(const sparse_mma& instruction, const along_k& where) {
    return (where.turn * 4 + where.lane_in_group) * instruction.values_per_register() + where.slot;
}

}  // namespace

tile_place a_element(const sparse_mma& instruction, const fragment_place& place) {
    return {place.lane / 4 + 8 * (place.register_index % 2),
            gathered(instruction, {place.lane % 4, place.register_index / 2, place.slot})};
}

fragment_place a_place(const sparse_mma& instruction, const tile_place& element) {
    const along_k where = spread(instruction, element.column);
    return {element.row % 8 * 4 + where.lane_in_group, where.turn * 2 + element.row / 8, where.slot};
}

tile_place b_element(const sparse_mma& instruction, const fragment_place& place) {
    return {gathered(instruction, {place.lane % 4, place.register_index, place.slot}), place.lane / 4};
}

fragment_place b_place(const sparse_mma& instruction, const tile_place& element) {
    const along_k where = spread(instruction, element.row);
    return {element.column * 4 + where.lane_in_group, where.turn, where.slot};
}

tile_place accumulator_element(const sparse_mma& instruction, const fragment_place& place) {
    const int number = place.register_index * instruction.accumulators_per_register() + place.slot;
    return {place.lane / 4 + 8 * (number / 2), place.lane % 4 * 2 + number % 2};
}

fragment_place accumulator_place(const sparse_mma& instruction, const tile_place& element) {
    const int number = element.row / 8 * 2 + element.column % 2;
    const int per_register = instruction.accumulators_per_register();
    return {element.row % 8 * 4 + element.column / 2, number / per_register, number % per_register};
}

}  // namespace lacuna::formats
