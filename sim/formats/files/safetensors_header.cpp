#include "sim/formats/files/safetensors_header.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/quoted.h"

namespace lacuna::formats {
namespace {

using config::in_quotes;

constexpr std::size_t most_dimensions = 64;
constexpr std::array<std::string_view, 3> keys = {"dtype", "shape", "data_offsets"};

/// Reads characters and lets the handler of what they mean know how far the reading is.
class counted_characters {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    counted_characters(const char* at, const char*& read) : at_(at), read_(&read) {}
    const char& operator*() const { return *at_; }
    counted_characters& operator++() {
        *read_ = ++at_;
        return *this;
    }
    bool operator==(const counted_characters& other) const { return at_ == other.at_; }
    bool operator!=(const counted_characters& other) const { return at_ != other.at_; }

  private:
    const char* at_;
    const char** read_;
};

/// What the parser reports, held against the one form that a header has. Every report that does not fit is
/// refused at once, so nothing nests deeper than that form.
class header_form {
  public:
    header_form(std::string_view header, std::size_t at, std::string_view file)
        : header_(header), at_(at), file_(file) {}

    std::vector<safetensors_record> parse() {
        using nlohmann::json;
        const char* const end = header_.data() + header_.size();
        json::sax_parse(counted_characters(header_.data(), read_), counted_characters(end, read_), this);
        return std::move(records_);
    }

    bool start_object(std::size_t) {
        if (place_ == place::file)
            place_ = place::header;
        else if (place_ == place::of_name)
            place_ = place::record;
        else if (place_ == place::of_metadata)
            place_ = place::metadata;
        else
            unexpected("an object");
        return true;
    }

    bool key(std::string& text) {
        const std::size_t byte = byte_of_string();
        if (place_ == place::header) {
            if (names_.size() % 4096 == 0) give_up_if_stopped();
            if (!names_.insert(text).second)
                refuse("{}, byte {}: the header names {} twice.", file_, byte, in_quotes(text));
            place_ = text == "__metadata__" ? place::of_metadata : place::of_name;
            if (place_ == place::of_name) records_.push_back({text, byte, {}, {}, 0, 0});
            seen_ = {};
        } else if (place_ == place::record) {
            const auto which =
                static_cast<std::size_t>(std::find(keys.begin(), keys.end(), text) - keys.begin());
            if (which == keys.size())
                refuse("{}, byte {}: tensor {} has the key {}, but a tensor has dtype, shape, data_offsets.",
                       file_, byte, name(), in_quotes(text));
            if (seen_[which])
                refuse("{}, byte {}: tensor {} has the key '{}' twice.", file_, byte, name(), text);
            seen_[which] = true;
            constexpr place places[] = {place::dtype, place::of_shape, place::of_offsets};
            place_ = places[which];
        } else {
            if (!metadata_.insert(text).second)
                refuse("{}, byte {}: the metadata has the key {} twice.", file_, byte, in_quotes(text));
            place_ = place::of_text;
        }
        return true;
    }

    bool end_object() {
        if (place_ == place::record) {
            for (std::size_t i = 0; i < keys.size(); ++i)
                if (!seen_[i])
                    refuse("{}, byte {}: tensor {} has no {}.", file_, records_.back().byte, name(), keys[i]);
        }
        place_ = place_ == place::header ? place::file : place::header;
        return true;
    }

    bool string(std::string& text) {
        if (place_ == place::dtype) {
            records_.back().dtype = text;
            place_ = place::record;
        } else if (place_ == place::of_text) {
            place_ = place::metadata;
        } else {
            unexpected("a text");
        }
        return true;
    }

    bool start_array(std::size_t) {
        if (place_ == place::of_shape)
            place_ = place::shape;
        else if (place_ == place::of_offsets)
            place_ = place::offsets;
        else
            unexpected("a list");
        return true;
    }

    bool number_unsigned(std::uint64_t number) {
        if (place_ == place::shape) {
            if (records_.back().shape.size() == most_dimensions)
                refuse("{}, byte {}: tensor {} has more than {} dimensions.", file_, byte(), name(),
                       most_dimensions);
            records_.back().shape.push_back(number);
        } else if (place_ == place::offsets) {
            if (offsets_ == 2) wrong_offsets();
            (offsets_++ == 0 ? records_.back().begin : records_.back().end) = number;
        } else {
            unexpected("a number");
        }
        return true;
    }

    bool end_array() {
        if (place_ == place::offsets) {
            const safetensors_record& record = records_.back();
            if (offsets_ != 2) wrong_offsets();
            if (record.begin > record.end)
                refuse("{}, byte {}: the data_offsets of tensor {} go backwards, from {} to {}.", file_,
                       record.byte, name(), record.begin, record.end);
            offsets_ = 0;
        }
        place_ = place::record;
        return true;
    }

    bool null() { unexpected("null"); }
    bool boolean(bool) { unexpected("true or false"); }
    bool number_integer(std::int64_t) { unexpected("a negative number"); }
    bool number_float(double, const std::string&) {
        unexpected("a number with a fraction or beyond 64 bits");
    }
    bool binary(nlohmann::json::binary_t&) { unexpected("binary data"); }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& error) {
        std::string_view reason = error.what();  // "[NAME] REASON" or "[NAME] parse error at PLACE: REASON"
        reason.remove_prefix(reason.find("] ") + 2);
        if (reason.rfind("parse error at", 0) == 0) reason.remove_prefix(reason.find(": ") + 2);
        refuse("{}, byte {}: the header is no JSON: {}.", file_, at_ + position - (position > 0),
               config::shown(reason));
    }

  private:
    /// Where the next value stands; of_...: directly behind that key.
    enum class place {
        file,
        header,
        of_name,
        record,
        dtype,
        of_shape,
        shape,
        of_offsets,
        offsets,
        of_metadata,
        metadata,
        of_text
    };

    /// Of the last character read.
    std::size_t byte() const { return at_ + static_cast<std::size_t>(read_ - header_.data()) - 1; }

    /// Of the quotation mark that begins the string just read.
    std::size_t byte_of_string() const {
        const char* mark = read_ - 1;
        const auto escaped = [&] {  // by an odd number of backslashes
            const char* before = mark;
            while (before[-1] == '\\') --before;  // the header begins with a brace
            return (mark - before) % 2 != 0;
        };
        do {
            --mark;
        } while (*mark != '"' || escaped());
        return at_ + static_cast<std::size_t>(mark - header_.data());
    }

    std::string name() const { return in_quotes(records_.back().name); }

    [[noreturn]] void wrong_offsets() const {
        refuse("{}, byte {}: the data_offsets of tensor {} are not two numbers.", file_, records_.back().byte,
               name());
    }

    [[noreturn]] void unexpected(std::string_view what) const {
        switch (place_) {
            case place::file:
            case place::header:
                refuse("{}, byte {}: the header is {}, not an object.", file_, byte(), what);
            case place::of_name:
            case place::record:
                refuse("{}, byte {}: tensor {} is {}, not an object.", file_, byte(), name(), what);
            case place::dtype:
                refuse("{}, byte {}: the dtype of tensor {} is {}, not a text.", file_, byte(), name(), what);
            case place::of_shape:
                refuse("{}, byte {}: the shape of tensor {} is {}, not a list.", file_, byte(), name(), what);
            case place::shape:
                refuse("{}, byte {}: a dimension of tensor {} is {}, not a whole number from 0.", file_,
                       byte(), name(), what);
            case place::of_offsets:
            case place::offsets:
                wrong_offsets();
            case place::of_metadata:
                refuse("{}, byte {}: the metadata is {}, not an object.", file_, byte(), what);
            case place::metadata:
            case place::of_text:
                break;
        }
        refuse("{}, byte {}: the metadata has {} where a text belongs.", file_, byte(), what);
    }

    std::string_view header_;
    std::size_t at_;
    std::string_view file_;
    const char* read_ = header_.data();  ///< behind the last character that the parser took
    place place_ = place::file;
    std::vector<safetensors_record> records_;
    std::unordered_set<std::string> names_, metadata_;
    std::array<bool, keys.size()> seen_ = {};  ///< of the keys, in the tensor being read
    int offsets_ = 0;                          ///< numbers of its data_offsets read so far
};

}  // namespace

std::vector<safetensors_record> safetensors_records(std::string_view header, std::size_t at,
                                                    std::string_view file) {
    if (header.empty() || header.front() != '{')
        refuse("{}, byte {}: the header does not begin with a brace, so this is no safetensors file.", file,
               at);
    // The parser would take a zero byte for the end of the header, and leave what follows unread.
    if (const std::size_t zero = header.find('\0'); zero != header.npos)
        refuse("{}, byte {}: the header has a zero byte.", file, at + zero);
    return header_form(header, at, file).parse();
}

}  // namespace lacuna::formats
