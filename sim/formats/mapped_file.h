/// A file mapped into memory, read-only.
#pragma once

#include <boost/interprocess/mapped_region.hpp>
#include <cstddef>
#include <filesystem>

namespace lacuna::formats {

class mapped_file {
  public:
    /// Throws input_error where there is no regular file of that name, or it cannot be read.
    explicit mapped_file(std::filesystem::path file);

    const std::filesystem::path& path() const { return path_; }
    std::size_t size() const { return region_.get_size(); }  ///< bytes
    const unsigned char* data() const { return static_cast<const unsigned char*>(region_.get_address()); }

  private:
    std::filesystem::path path_;
    boost::interprocess::mapped_region region_;  ///< stays empty for an empty file, which cannot be mapped
};

}  // namespace lacuna::formats
