#include "sim/sweep/sql/expression_text.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"

namespace lacuna::sweep {
namespace {

constexpr std::size_t longest = 4096;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// As SQLite reads names: every byte beyond ASCII belongs to one.
bool in_word(char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

/// Walks over what SQLite would take for tokens.
class scanner {
  public:
    scanner(std::string_view text, const std::string& what) : rest_(text), what_(what) {}

    void run() {
        while (!rest_.empty()) token();
        if (depth_ > 0) refuse("{}: a ')' is missing.", what_);
    }

  private:
    void token() {
        const char c = rest_[0];
        if (c == '\'' || c == '"' || c == '`') return skip_quoted(c, c);
        if (c == '[') return skip_quoted('[', ']');
        if (rest_.substr(0, 2) == "--") return skip_until("\n");
        if (rest_.substr(0, 2) == "/*") return skip_until("*/");
        if (in_word(c)) return word();
        if (c == '(') ++depth_;
        if (c == ')' && --depth_ < 0) refuse("{}: there is a ')' too many.", what_);
        if (c == ';') refuse("{}: a ';' does not belong into an expression.", what_);
        if (c == '?' || c == ':' || c == '@' || c == '$' || c == '#') {
            refuse("{}: a '{}' does not belong into an expression.", what_, c);
        }
        rest_.remove_prefix(1);
    }

    /// A quote that is doubled inside begins the next quoted text at once, which comes to the same.
    void skip_quoted(char open, char close) {
        const std::size_t end = rest_.find(close, 1);
        if (end == std::string_view::npos) refuse("{}: a {} is never closed.", what_, open);
        rest_.remove_prefix(end + 1);
    }

    void skip_until(std::string_view end) {
        const std::size_t at = rest_.find(end, 2);
        if (at == std::string_view::npos && end == "*/") refuse("{}: a comment is never closed.", what_);
        rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
    }

    void word() {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), in_word);
        const std::string_view found = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        for (const char* const query : {"select", "values", "with"}) {
            if (same_word(found, query)) {
                refuse("{}: {} does not belong into an expression, which is no query of its own.", what_,
                       config::in_quotes(found));
            }
        }
        rest_.remove_prefix(found.size());
    }

    std::string_view rest_;
    const std::string& what_;
    int depth_ = 0;
};

}  // namespace

void check_expression(std::string_view text, const std::string& what) {
    if (text.size() > longest) refuse("{}: is longer than {} bytes.", what, longest);
    if (text.find('\0') != std::string_view::npos) refuse("{}: holds a zero byte.", what);
    scanner(text, what).run();
}

bool has_word(std::string_view text, std::string_view name) {
    while (!text.empty()) {
        const auto begin = std::find_if(text.begin(), text.end(), in_word);
        const auto end = std::find_if_not(begin, text.end(), in_word);
        const auto at = static_cast<std::size_t>(begin - text.begin());
        if (same_word(text.substr(at, static_cast<std::size_t>(end - begin)), name)) return true;
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    }
    return false;
}

}  // namespace lacuna::sweep
