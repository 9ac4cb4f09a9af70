#include "sim/formats/files/caffe_fields.h"

#include <charconv>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"

namespace lacuna::formats {
namespace {

using kind = prototxt_field::kind;

constexpr std::uint32_t greatest = (1u << 31) - 1;

const std::vector<prototxt_field> no_fields;

}  // namespace

caffe_fields::caffe_fields(const prototxt& text) : file_(text.file.string()), fields_(&text.fields) {}

std::string caffe_fields::where() const {
    return fmt::format("{}:{}", file_, line_);
}

std::string caffe_fields::where(const prototxt_field& field) const {
    return fmt::format("{}:{}", file_, field.line);
}

std::vector<const prototxt_field*> caffe_fields::named(std::string_view name) const {
    std::vector<const prototxt_field*> found;
    for (const prototxt_field& field : *fields_)
        if (field.name == name) found.push_back(&field);
    return found;
}

const prototxt_field* caffe_fields::only(std::string_view name) const {
    const std::vector<const prototxt_field*> found = named(name);
    if (found.size() > 1)
        refuse("{}: {} stands here a second time, but may stand once.", where(*found[1]), name);
    return found.empty() ? nullptr : found[0];
}

bool caffe_fields::has(std::string_view name) const {
    return !named(name).empty();
}

std::vector<caffe_fields> caffe_fields::messages(std::string_view name) const {
    std::vector<caffe_fields> found;
    for (const prototxt_field* field : named(name)) {
        if (field->is != kind::message)
            refuse("{}: {} must be a message, {{ ... }}, but is {}.", where(*field), name,
                   config::in_quotes(field->text));
        found.push_back(caffe_fields(file_, field->line, field->fields));
    }
    return found;
}

caffe_fields caffe_fields::message(std::string_view name) const {
    only(name);
    const std::vector<caffe_fields> found = messages(name);
    return found.empty() ? caffe_fields(file_, line_, no_fields) : found[0];
}

std::vector<std::string> caffe_fields::strings(std::string_view name) const {
    std::vector<std::string> found;
    for (const prototxt_field* field : named(name)) {
        if (field->is == kind::message || field->is == kind::number)
            refuse("{}: {} must be a string.", where(*field), name);
        found.push_back(field->text);
    }
    return found;
}

std::optional<std::string> caffe_fields::string(std::string_view name) const {
    if (!only(name)) return std::nullopt;
    return strings(name)[0];
}

std::uint32_t caffe_fields::number_of(const prototxt_field& field) const {
    const std::string& text = field.text;
    std::uint32_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool octal = text.size() > 1 && text[0] == '0';
    if (field.is != kind::number || octal || error != std::errc() || stop != text.data() + text.size() ||
        value > greatest)
        refuse("{}: {} must be a whole number from 0 to {}{}.", where(field), field.name, greatest,
               field.is == kind::message ? "" : ", but is " + config::in_quotes(text));
    return value;
}

std::vector<std::uint32_t> caffe_fields::numbers(std::string_view name) const {
    std::vector<std::uint32_t> found;
    for (const prototxt_field* field : named(name)) found.push_back(number_of(*field));
    return found;
}

std::uint32_t caffe_fields::number(std::string_view name, std::uint32_t standard) const {
    const prototxt_field* field = only(name);
    return field ? number_of(*field) : standard;
}

bool caffe_fields::flag(std::string_view name, bool standard) const {
    const prototxt_field* field = only(name);
    if (!field) return standard;
    if (field->is != kind::identifier || (field->text != "true" && field->text != "false"))
        refuse("{}: {} must be true or false.", where(*field), name);
    return field->text == "true";
}

bool caffe_fields::has_non_zero(std::string_view name) const {
    const prototxt_field* field = only(name);
    if (!field) return false;
    if (field->is != kind::number) refuse("{}: {} must be a number.", where(*field), name);
    return field->text.find_first_of("123456789") < field->text.find_first_of("eE");
}

}  // namespace lacuna::formats
