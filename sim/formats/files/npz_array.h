/// An .npy array as a member of an archive, read part by part, so that a claimed size alone spends no memory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/formats/files/npy_header.h"
#include "sim/formats/files/zip_archive.h"

namespace lacuna::formats {

class npz_array {
  public:
    /// Reads the header of the member NAME.npy. Throws input_error "FILE, member 'NAME.npy', byte N: ..."
    /// where the member cannot be read, or its header not. Its data can be read once.
    npz_array(const zip_archive& archive, std::string_view name);

    const npy_header& header() const { return header_; }
    const std::string& where() const { return member_.where(); }
    std::uint64_t size() const { return member_.size(); }  ///< bytes that the member claims

    /// The sentence's beginning for the value that stands `position`-th in the file.
    std::string where_of(std::uint64_t position) const;

    /// Row-major. Throws what npy_values and check_size() throw.
    std::vector<float> floats();

    /// Whole numbers, each from 0 to `greatest`, of an array of one dimension; `role` is what sentences call
    /// them: "column indices". Throws input_error where they are others, or of another type or shape.
    std::vector<std::uint32_t> integers(std::uint32_t greatest, std::string_view role);

    /// The text of an array of one string, of bytes ('S') or of UCS-4 ('U'), of at most 16 characters.
    std::string text();

  private:
    /// Calls take(bytes, values) for one part of the data after the other.
    template <class Take>
    void for_each_part(std::size_t value_bytes, Take take);

    zip_member member_;
    npy_header header_;
};

}  // namespace lacuna::formats
