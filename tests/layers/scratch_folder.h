/// A folder of its own for one test, gone when the test is over.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace lacuna::test {

class scratch_folder {
  public:
    scratch_folder() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::path(testing::TempDir()) /
                ("lacuna-" + std::string(test->name()) + "-" + std::to_string(getpid()));
        std::filesystem::create_directories(path_);
    }
    ~scratch_folder() { std::filesystem::remove_all(path_); }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

    /// A file of that name in the folder.
    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
        return path_ / name;
    }

    /// A sentence without the name of the folder.
    std::string shortened(std::string sentence) const {
        const std::string prefix = path_.string() + "/";
        for (std::size_t at; (at = sentence.find(prefix)) != std::string::npos;)
            sentence.erase(at, prefix.size());
        return sentence;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace lacuna::test
