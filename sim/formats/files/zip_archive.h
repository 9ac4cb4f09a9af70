/// A zip archive, as .npz files are: members that are stored or deflated.
///
/// What a member claims to unpack to is never trusted: it is read part by part, and refused beforehand where
/// deflate could not have packed so much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/formats/mapped_file.h"

struct zip;  // libzip's, whose header stays in zip_archive.cpp
struct zip_file;

namespace lacuna::formats {

class zip_archive {
  public:
    /// Throws input_error where the file cannot be read, is no zip archive, or names a member twice.
    explicit zip_archive(const std::filesystem::path& file);

    std::string name() const { return file_.path().string(); }
    const std::vector<std::string>& members() const { return members_; }  ///< in the archive's order
    bool holds(std::string_view member) const { return index_.find(member) != index_.end(); }

  private:
    friend class zip_member;
    struct discard {
        void operator()(zip* archive) const;
    };

    mapped_file file_;
    std::unique_ptr<zip, discard> archive_;
    std::vector<std::string> members_;
    std::map<std::string, std::uint64_t, std::less<>> index_;  ///< of each in the archive
};

/// The bytes of one member, from the first to the last.
class zip_member {
  public:
    /// Throws input_error where there is none of that name, or it is encrypted, packed by another method than
    /// deflate, or claims to be longer than its packed bytes can become. The archive must outlive it.
    zip_member(const zip_archive& archive, const std::string& member);

    const std::string& where() const { return where_; }  ///< "weights.npz, member 'fc6.npy'"
    std::uint64_t size() const { return size_; }         ///< bytes that it claims

    /// The next `count` bytes. Throws input_error with the byte where they end too early or are damaged.
    void read(unsigned char* bytes, std::size_t count);
    /// Throws input_error where there are more bytes than claimed, or all of them have not the checksum.
    void finish();

  private:
    struct close {
        void operator()(zip_file* member) const;
    };

    std::string where_;
    std::uint64_t size_ = 0;
    std::uint64_t at_ = 0;
    std::unique_ptr<zip_file, close> stream_;
};

/// A zip archive of these members, (name, bytes), deflated and dated 1980-01-01, which NumPy gives its own:
/// the same bytes for the same members, wherever zlib is the same. Throws input_error that begins with
/// `where` for a name that no member can have.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& members, std::string_view where);

}  // namespace lacuna::formats
