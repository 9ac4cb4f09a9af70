/// Reading the fields of a Caffe message by name and type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/formats/files/prototxt.h"

namespace lacuna::formats {

/// The fields of one message, or of a whole file. Every refusal is an input_error that begins with file and
/// line.
class caffe_fields {
  public:
    /// Those of a file; the object lives no longer than the text.
    explicit caffe_fields(const prototxt& text);

    /// All messages of that name.
    std::vector<caffe_fields> messages(std::string_view name) const;
    /// The message of that name, of which there is at most one; one without fields where it is absent.
    caffe_fields message(std::string_view name) const;

    std::vector<std::string> strings(std::string_view name) const;
    /// At most one. `type: CONVOLUTION`, an identifier, is a string for this purpose.
    std::optional<std::string> string(std::string_view name) const;
    /// Whole numbers of at most 2^31 - 1.
    std::vector<std::uint32_t> numbers(std::string_view name) const;
    std::uint32_t number(std::string_view name, std::uint32_t standard) const;
    bool flag(std::string_view name, bool standard) const;
    /// Whether a number of that name is there, and is not 0.
    bool has_non_zero(std::string_view name) const;

    bool has(std::string_view name) const;
    std::size_t line() const { return line_; }
    std::string where() const;  ///< "FILE:3", where the message begins

  private:
    caffe_fields(const std::string& file, std::size_t line, const std::vector<prototxt_field>& fields)
        : file_(file), line_(line), fields_(&fields) {}

    std::string where(const prototxt_field& field) const;
    std::vector<const prototxt_field*> named(std::string_view name) const;
    const prototxt_field* only(std::string_view name) const;
    std::uint32_t number_of(const prototxt_field& field) const;

    std::string file_;
    std::size_t line_ = 1;
    const std::vector<prototxt_field>* fields_;
};

}  // namespace lacuna::formats
