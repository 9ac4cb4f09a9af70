/// Files that a test writes and reads in a folder of its own.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/config/sentence.h"

namespace lacuna::formats {

class scratch_folder : public testing::Test {
  protected:
    scratch_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "lacuna-files-XXXXXX").string();
        folder_ = mkdtemp(name.data());
    }
    ~scratch_folder() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path at(const std::string& name) const { return folder_ / name; }
    std::filesystem::path write(const std::string& name, const std::string& bytes) const {
        std::ofstream(at(name), std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
        return at(name);
    }
    static std::string content(const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// What the call is refused with, the folder's name left out.
    template <class Call>
    std::string refusal(Call call) const {
        std::string sentence = config::sentence_of(call);
        for (std::size_t i; (i = sentence.find(folder_.string() + "/")) != std::string::npos;)
            sentence.erase(i, folder_.string().size() + 1);
        return sentence;
    }

    std::filesystem::path folder_;
};

/// A file or folder of the published data, or nothing where LACUNA_DATA does not lead to it.
inline std::filesystem::path published_data(const std::string& name) {
    const char* data = std::getenv("LACUNA_DATA");
    if (!data || !std::filesystem::exists(std::filesystem::path(data) / name)) return {};
    return std::filesystem::path(data) / name;
}

}  // namespace lacuna::formats
