#include "sim/formats/mapped_file.h"

#include <boost/interprocess/exceptions.hpp>
#include <boost/interprocess/file_mapping.hpp>

#include "sim/config/input_error.h"

namespace lacuna::formats {

mapped_file::mapped_file(std::filesystem::path file) : path_(std::move(file)) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path_, error);
    if (!std::filesystem::exists(status)) refuse("{}: there is no such file.", path_.string());
    if (!std::filesystem::is_regular_file(status))
        refuse("{}: this is not a file that can be read.", path_.string());
    const std::uintmax_t bytes = std::filesystem::file_size(path_, error);
    if (error) refuse("{}: the file cannot be read: {}.", path_.string(), error.message());
    try {
        const boost::interprocess::file_mapping mapping(path_.c_str(), boost::interprocess::read_only);
        if (bytes > 0)
            region_ = boost::interprocess::mapped_region(mapping, boost::interprocess::read_only, 0, bytes);
    } catch (const boost::interprocess::interprocess_exception& failure) {
        refuse("{}: the file cannot be read: {}.", path_.string(), failure.what());
    }
}

}  // namespace lacuna::formats
