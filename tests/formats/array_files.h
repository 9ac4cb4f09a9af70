/// Bytes of .npy and .npz files written by hand from their grammars, and damage to them.
#pragma once

#include <gtest/gtest.h>

#include <boost/crc.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/config/input_error.h"
#include "tests/formats/random_matrix.h"
#include "tests/layers/scratch_folder.h"

namespace lacuna::formats {

/// Little-endian, of so many bytes.
inline std::string number(std::uint64_t value, int bytes) {
    std::string result;
    for (int i = 0; i < bytes; ++i) result += static_cast<char>(value >> 8 * i);
    return result;
}

/// The dictionary is not padded.
inline std::string npy(const std::string& dictionary, const std::string& data, int version = 1) {
    return "\x93NUMPY" + number(static_cast<std::uint64_t>(version), 2) +
           number(dictionary.size(), version == 1 ? 2 : 4) + dictionary + data;
}

inline std::string dictionary(const std::string& descr, const std::string& shape, bool fortran = false) {
    return "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") +
           ", 'shape': " + shape + ", }\n";
}

struct zip_entry {
    std::string name;
    std::string packed;          ///< the bytes in the archive
    int method = 0;              ///< stored; 8: deflated
    std::uint64_t size = ~0ull;  ///< claimed, unpacked; by default that of `packed`
    std::uint32_t checksum = 0;  ///< by default that of `packed`
    int flags = 0;
};

/// A block of deflate that is not compressed, which can be told from a stored member.
inline std::string deflated(const std::string& content, bool last = true) {
    return number(last, 1) + number(content.size(), 2) + number(~content.size(), 2) + content;
}

inline std::uint32_t checksum_of(const std::string& content) {
    boost::crc_32_type crc;
    crc.process_bytes(content.data(), content.size());
    return crc.checksum();
}

/// APPNOTE.TXT: a local header before each member, the central directory, its end. Sizes beyond 32 bits stand
/// in the extra field 1.
inline std::string zip(const std::vector<zip_entry>& entries) {
    std::string archive, directory;
    for (const zip_entry& entry : entries) {
        const std::uint64_t size = entry.size == ~0ull ? entry.packed.size() : entry.size;
        const bool large = size >= 0xFFFFFFFF;
        const std::string extra =
            large ? number(1, 2) + number(16, 2) + number(size, 8) + number(entry.packed.size(), 8) : "";
        const std::uint32_t checksum = entry.checksum ? entry.checksum : checksum_of(entry.packed);
        const std::string common =
            number(large ? 45 : 20, 2) + number(static_cast<unsigned>(entry.flags), 2) +
            number(static_cast<unsigned>(entry.method), 2) + number(0, 2) + number(0x21, 2) +
            number(checksum, 4) + number(large ? 0xFFFFFFFF : entry.packed.size(), 4) +
            number(large ? 0xFFFFFFFF : size, 4) + number(entry.name.size(), 2) + number(extra.size(), 2);
        directory += "PK\x01\x02" + number(45, 2) + common + number(0, 2) + number(0, 2) + number(0, 2) +
                     number(0, 4) + number(archive.size(), 4) + entry.name + extra;
        archive += "PK\x03\x04" + common + entry.name + extra + entry.packed;
    }
    return archive + directory + "PK\x05\x06" + number(0, 4) + number(entries.size(), 2) +
           number(entries.size(), 2) + number(directory.size(), 4) + number(archive.size(), 4) + number(0, 2);
}

/// Reads the file with bytes of it changed at random, again and again: every call succeeds or refuses.
template <class Read>
void survive_damage(const test::scratch_folder& scratch, const std::string& bytes, std::uint32_t seeds,
                    Read read) {
    std::size_t refused = 0;
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        std::string damaged = bytes;
        for (int i = random(1, 4); i > 0; --i)
            damaged[static_cast<std::size_t>(random(0, static_cast<int>(bytes.size()) - 1))] =
                static_cast<char>(random(0, 3) ? random(0, 255) : 0xFF);
        try {
            read(scratch.write("damaged", damaged));
        } catch (const input_error& error) {
            ++refused;
            EXPECT_NE(std::string(error.what()).find("damaged"), std::string::npos) << error.what();
        }
    }
    EXPECT_GT(refused, seeds / 10);
}

/// Every beginning of the file is refused, in a sentence that names file and byte.
template <class Read>
void refuse_every_truncation(const test::scratch_folder& scratch, const std::string& bytes, Read read) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto file = scratch.write("cut", bytes.substr(0, size));
        try {
            read(file);
            ADD_FAILURE() << "nothing was refused at " << size << " bytes";
        } catch (const input_error& error) {
            EXPECT_EQ(std::string(error.what()).rfind(file.string() + ", byte ", 0), 0u) << error.what();
        }
    }
}

}  // namespace lacuna::formats
