#include "sim/formats/files/prototxt.h"

#include <utility>

#include "sim/config/bounded_file.h"
#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/prototxt_tokens.h"

namespace lacuna::formats {
namespace {

using token = prototxt_token;

class parser {
  public:
    parser(const std::string& file, std::string_view text) : file_(file), tokens_(file, text) {}

    std::vector<prototxt_field> read_file() {
        std::vector<prototxt_field> fields;
        while (tokens_.peek().is != token::kind::end) read_field(fields, 0);
        return fields;
    }

  private:
    bool is_next(char punctuation) const {
        return tokens_.peek().is == token::kind::punctuation && tokens_.peek().text[0] == punctuation;
    }
    bool take_if(char punctuation) {
        const bool taken = is_next(punctuation);
        if (taken) tokens_.take();
        return taken;
    }
    [[noreturn]] void refuse_next(std::string_view needed) const {
        const token& next = tokens_.peek();
        if (next.is == token::kind::end)
            refuse("{}:{}: the file ends where {} should stand.", file_, next.line, needed);
        refuse("{}:{}: {} should stand where {} stands.", file_, next.line, needed,
               config::in_quotes(next.text));
    }

    /// Adds the next field, of a list one for each of its scalars, to `fields`.
    void read_field(std::vector<prototxt_field>& fields, std::size_t depth) {
        if (tokens_.peek().is != token::kind::identifier) refuse_next("the name of a field");
        const token name = tokens_.take();
        const bool colon = take_if(':');
        if (is_next('{')) {
            read_message(added(fields, name), depth + 1);
        } else if (!colon) {
            refuse_next("':' or '{'");
        } else if (take_if('[')) {
            if (take_if(']')) return;
            do {
                read_scalar(added(fields, name));
            } while (take_if(','));
            if (!take_if(']')) refuse_next("',' or ']'");
        } else {
            read_scalar(added(fields, name));
        }
        if (!take_if(',')) take_if(';');
    }

    prototxt_field& added(std::vector<prototxt_field>& fields, const token& name) {
        if (++count_ > most_prototxt_fields)
            refuse("{}:{}: the file has more than {} fields, the most that Lacuna reads.", file_, name.line,
                   most_prototxt_fields);
        fields.push_back({name.text, name.line, prototxt_field::kind::message, {}, {}});
        return fields.back();
    }

    void read_message(prototxt_field& field, std::size_t depth) {
        if (depth > deepest_prototxt)
            refuse("{}:{}: messages stand inside each other more than {} deep.", file_, field.line,
                   deepest_prototxt);
        tokens_.take();
        while (!take_if('}')) {
            if (tokens_.peek().is == token::kind::end)
                refuse("{}:{}: the file ends inside the message {}, which begins in line {}.", file_,
                       tokens_.peek().line, config::in_quotes(field.name), field.line);
            read_field(field.fields, depth);
        }
    }

    void read_scalar(prototxt_field& field) {
        switch (tokens_.peek().is) {
            case token::kind::string:
                field.is = prototxt_field::kind::string;
                while (tokens_.peek().is == token::kind::string) field.text += tokens_.take().text;
                return;
            case token::kind::number:
                field.is = prototxt_field::kind::number;
                break;
            case token::kind::identifier:
                field.is = prototxt_field::kind::identifier;
                break;
            case token::kind::end:
            case token::kind::punctuation:
                refuse_next("a value");
        }
        field.text = tokens_.take().text;
    }

    const std::string& file_;
    prototxt_tokens tokens_;
    std::size_t count_ = 0;
};

}  // namespace

prototxt read_prototxt(const std::filesystem::path& file) {
    const std::string text = config::read_bounded_file(file, "prototxt file");
    const std::string name = file.string();
    return {file, parser(name, text).read_file()};
}

}  // namespace lacuna::formats
