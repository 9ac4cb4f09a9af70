/// Files of weights made by hand in a scratch folder, for tests of their readers.
#pragma once

#include <gtest/gtest.h>

#include <boost/endian/conversion.hpp>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/formats/bit_pattern.h"
#include "tests/config/sentence.h"

namespace lacuna::formats {

/// Little-endian, as a string of bytes.
template <class Bits>
std::string little(Bits bits) {
    std::string bytes(sizeof bits, '\0');
    boost::endian::endian_store<Bits, sizeof(Bits), boost::endian::order::little>(
        reinterpret_cast<unsigned char*>(bytes.data()), bits);
    return bytes;
}
inline std::string little(float value) {
    return little(bit_pattern_as<std::uint32_t>(value));
}
inline std::string little(double value) {
    return little(bit_pattern_as<std::uint64_t>(value));
}

class weight_file_test : public testing::Test {
  protected:
    weight_file_test() {
        std::string name = (std::filesystem::temp_directory_path() / "lacuna-weights-XXXXXX").string();
        scratch_ = mkdtemp(name.data());
    }
    ~weight_file_test() override { std::filesystem::remove_all(scratch_); }

    /// A file of that name in the scratch folder.
    std::filesystem::path write(const std::string& name, const std::string& bytes) const {
        std::ofstream(scratch_ / name, std::ios::binary)
            .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return scratch_ / name;
    }

    /// The sentence that the call is refused with, the scratch folder's name left out.
    template <class Call>
    std::string refusal(Call call) const {
        std::string sentence = config::sentence_of(call);
        for (std::size_t at; (at = sentence.find(scratch_.string() + "/")) != std::string::npos;)
            sentence.erase(at, scratch_.string().size() + 1);
        return sentence;
    }

    std::filesystem::path scratch_;
};

}  // namespace lacuna::formats
