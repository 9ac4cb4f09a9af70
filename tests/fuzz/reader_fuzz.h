/// What the fuzz targets share: where their input stands as a file, the one way in which a reader may refuse
/// it, and what holds of every tensor that was read.
///
/// A target fails where it ends otherwise than by returning: by fail(), another exception, a sanitizer,
/// libFuzzer's limits of time and memory, or a byte read behind the end of a file (mapping_ends.cpp).
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "sim/config/input_error.h"
#include "sim/formats/files/weight_file.h"

namespace lacuna::fuzz {

/// Ends the program, so that libFuzzer keeps the input.
[[noreturn]] void fail(std::string_view what);

/// A folder of this process in that of temporary files, gone when the program ends.
const std::filesystem::path& scratch();

/// A file in it, with these bytes; folders in between are made.
std::filesystem::path write(const std::string& name, const void* bytes, std::size_t size);
std::filesystem::path write(const std::string& name, std::string_view bytes);

/// Fails unless it is one line that begins with the path of a file in scratch() and ends in a full stop.
void check_sentence(std::string_view sentence);

/// Whether the call returns, rather than refuse what it reads in one proper sentence.
template <class Call>
bool accepted(Call call) {
    try {
        call();
        return true;
    } catch (const input_error& error) {
        check_sentence(error.what());
        return false;
    }
}

/// Fails unless shape and values agree, values are finite, and a sparse tensor is sound CSR.
void check_tensor(const formats::tensor& read);

/// Whether shape, positions and values are the same.
bool same(const formats::tensor& one, const formats::tensor& other);

/// Lists the tensors of the file and reads the first of them, as its ending says. Each must be what the list
/// says, and come back the same from the file that `save`, if any, makes of it.
void read_all(const formats::weight_file& file,
              void (*save)(const std::filesystem::path& file, const formats::tensor& values) = nullptr);

/// Calls visit(number, bytes) for the parts of an input that stands for several files: of each a byte that
/// says which, two that say its length, and so many bytes, or what is left.
template <class Visit>
void for_each_part(const std::uint8_t* data, std::size_t size, Visit visit) {
    while (size > 3) {
        const std::size_t claimed = data[1] + std::size_t{256} * data[2];
        const std::size_t length = claimed < size - 3 ? claimed : size - 3;
        visit(data[0], std::string_view(reinterpret_cast<const char*>(data) + 3, length));
        data += 3 + length;
        size -= 3 + length;
    }
}

}  // namespace lacuna::fuzz
