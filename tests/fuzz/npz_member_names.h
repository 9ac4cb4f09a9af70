/// The members that the parts of an input of npz_members stand for.
#pragma once

#include <array>

namespace lacuna::fuzz {

inline constexpr std::array npz_member_names = {"format.npy", "shape.npy", "data.npy", "indices.npy",
                                                "indptr.npy", "row.npy",   "col.npy",  "fc.npy"};

}  // namespace lacuna::fuzz
