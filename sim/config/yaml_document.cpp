#include "sim/config/yaml_document.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <string>

#include "sim/config/input_error.h"
#include "sim/config/text_check.h"

namespace lacuna::config {
namespace {

/// The text as yaml-cpp may read it: no further than 1 MiB beyond what it has told, since its scanner may
/// hold a whole bracketed value before it tells of it, at up to 230 bytes for each '['. An empty comment
/// stands behind the text: without it yaml-cpp 0.7 takes an open quote, or a last line without ':', for a
/// sound end of the file.
class told_text : public std::streambuf {
  public:
    told_text(std::string_view text, const tree_builder& listener) : text_(text), listener_(listener) {
        text_ += text.empty() || text.back() == '\n' ? "#" : "\n#";
    }

  protected:
    int_type underflow() override {
        constexpr std::size_t furthest = std::size_t{1} << 20;
        if (position_ == text_.size()) return traits_type::eof();
        if (listener_.events() != events_told_) {
            events_told_ = listener_.events();
            told_up_to_ = position_;
        }
        if (position_ - told_up_to_ > furthest) {
            refuse(
                "{}: a value or comment that begins here, or just after, is longer than 1 MiB; keep large "
                "arrays in files of their own.",
                listener_.latest().text());
        }
        char* const next = text_.data() + position_;
        position_ += std::min<std::size_t>(4096, text_.size() - position_);
        setg(text_.data(), next, text_.data() + position_);  // all that was read can be put back
        return traits_type::to_int_type(*next);
    }

  private:
    std::string text_;
    const tree_builder& listener_;
    std::size_t position_ = 0;
    std::size_t told_up_to_ = 0;
    std::size_t events_told_ = 0;
};

/// What usually lies behind a message of yaml-cpp; empty where nothing usual does.
std::string_view usual_cause(std::string_view message) {
    if (message == YAML::ErrorMsg::TAB_IN_INDENTATION) return " (indent with spaces)";
    if (message == YAML::ErrorMsg::MAP_VALUE)
        return " (a text that contains ': ' needs quotes, and a key its own line)";
    if (message == YAML::ErrorMsg::EOF_IN_SCALAR)
        return " (a quote that opens here, or just after, is not closed)";
    if (message == YAML::ErrorMsg::END_OF_MAP_FLOW) return " (a '{' is not closed, or a comma is missing)";
    if (message == YAML::ErrorMsg::END_OF_SEQ_FLOW) return " (a '[' is not closed, or a comma is missing)";
    if (message == YAML::ErrorMsg::END_OF_MAP || message == YAML::ErrorMsg::END_OF_SEQ)
        return " (is the indentation right?)";
    if (message == YAML::ErrorMsg::UNKNOWN_TOKEN)
        return " (a text that begins with '%', '@' or '`' needs quotes)";
    return "";
}

}  // namespace

node parse_document(std::string_view text, document_place root) {
    check_text(text, root.where);
    tree_builder builder(std::move(root));
    told_text source(text, builder);
    std::istream stream(&source);
    try {
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& error) {
        const bool at_the_end = error.mark.is_null() || error.msg == YAML::ErrorMsg::EOF_IN_SCALAR;
        const place where = at_the_end ? builder.latest() : builder.at(error.mark.line);
        refuse("{}: this is not YAML: {}{}.", where.text(), error.msg, usual_cause(error.msg));
    }
    return std::move(builder).result();
}

}  // namespace lacuna::config
