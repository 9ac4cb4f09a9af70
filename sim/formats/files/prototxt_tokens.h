/// The tokens of protobuf's text format, one after the other.
#pragma once

#include <string>
#include <string_view>

namespace lacuna::formats {

struct prototxt_token {
    enum class kind { end, identifier, number, string, punctuation };

    kind is = kind::end;
    std::string text;  ///< of a string what it says, of others how they are written
    std::size_t line = 1;
};

class prototxt_tokens {
  public:
    /// `file` begins the sentences of refusals. Both outlive the object.
    prototxt_tokens(const std::string& file, std::string_view text) : file_(file), text_(text) { take(); }

    const prototxt_token& peek() const { return next_; }
    /// The next token, which is then past. Throws input_error for what is no token.
    prototxt_token take();

  private:
    bool at_end() const { return at_ == text_.size(); }
    void skip_space_and_comments();
    std::string read_string();
    std::string read_escape(std::size_t line);
    std::string read_word();

    const std::string& file_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    prototxt_token next_;
};

}  // namespace lacuna::formats
