#include "sim/config/tree_builder.h"

#include <yaml-cpp/mark.h>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"

namespace lacuna::config {
namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t most_bytes = std::size_t{256} << 20;

// The parser's names for "no tag": "?" on plain scalars and collections, "!" on quoted scalars.
constexpr const char* untagged = "?";
constexpr const char* untagged_quoted = "!";

}  // namespace

tree_builder::tree_builder(document_place root) : root_(std::move(root)) {
    result_.where = at(0);
    result_.path = root_.path;
}

place tree_builder::at(int parser_line) const {
    return {root_.where.file, root_.where.line == 0 ? 0 : parser_line + 1};
}

node tree_builder::result() && {
    return std::move(result_);
}

void tree_builder::event(const YAML::Mark& mark) {
    ++events_;
    latest_line_ = mark.line;
}

void tree_builder::OnDocumentStart(const YAML::Mark& mark) {
    event(mark);
    if (document_seen_) {
        refuse(
            "{}: a second document begins here, or something that does not belong to the first; one file "
            "holds one document (look for '---', brackets and indentation).",
            at(mark.line).text());
    }
    document_seen_ = true;
}

void tree_builder::OnAnchor(const YAML::Mark& mark, const std::string& name) {
    refuse("{}: the anchor {} is not allowed; write each value out where it is used.", at(mark.line).text(),
           in_quotes("&" + name));
}

void tree_builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
    refuse("{}: an alias is not allowed; write each value out where it is used.", at(mark.line).text());
}

void tree_builder::OnNull(const YAML::Mark& mark, YAML::anchor_t) {
    event(mark);
    if (key_expected()) refuse_key(mark, "nothing");
    add(begin(node::kind::null, mark));
}

void tree_builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                            const std::string& value) {
    event(mark);
    if (tag != untagged && tag != untagged_quoted) {
        refuse("{}: the tag {} is not allowed; write the value alone.", at(mark.line).text(), in_quotes(tag));
    }
    if (value.find('\0') != std::string::npos) {
        refuse("{}: the text {} holds a zero byte.", at(mark.line).text(), in_quotes(value));
    }
    if (key_expected()) {
        read_key(mark, value, tag == untagged);
        return;
    }
    node scalar = begin(node::kind::scalar, mark);
    scalar.scalar = value;
    scalar.quoted = tag == untagged_quoted;
    spend(value.size());
    add(std::move(scalar));
}

void tree_builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                                   YAML::EmitterStyle::value) {
    open(node::kind::sequence, mark, tag);
}

void tree_builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                              YAML::EmitterStyle::value) {
    open(node::kind::map, mark, tag);
}

bool tree_builder::key_expected() const {
    return !open_.empty() && open_.back().value.type == node::kind::map && !open_.back().key;
}

void tree_builder::refuse_key(const YAML::Mark& mark, const char* what) const {
    refuse("{}: a key must be a text, but is {}.", at(mark.line).text(), what);
}

void tree_builder::read_key(const YAML::Mark& mark, const std::string& text, bool plain) {
    open_collection& map = open_.back();
    if (text.empty()) refuse_key(mark, "empty");
    if (plain && text == "<<") {
        refuse("{}: the merge key '<<' is not allowed; write each key out.", at(mark.line).text());
    }
    const auto [earlier, fresh] = map.keys.emplace(text, mark.line);
    if (!fresh) {
        const std::string again =
            root_.where.line == 0 ? "" : fmt::format("; it is first on line {}", earlier->second + 1);
        refuse("{}: the key {} is given twice{}.", at(mark.line).text(), in_quotes(text), again);
    }
    map.key = text;
    map.key_line = mark.line;
    spend(2 * text.size() + sizeof(decltype(map.keys)::value_type));
}

node tree_builder::begin(node::kind type, const YAML::Mark& mark) {
    node begun;
    begun.type = type;
    begun.where = at(mark.line);
    begun.path = root_.path;
    if (!open_.empty()) {
        const open_collection& parent = open_.back();
        const bool in_map = parent.value.type == node::kind::map;
        if (in_map) begun.where = at(parent.key_line);
        begun.path = parent.value.path;
        if (!begun.path.empty()) begun.path += '.';
        begun.path += in_map ? *parent.key : std::to_string(parent.value.items.size());
    }
    spend(sizeof(node) + begun.path.size() + begun.where.file.size());
    return begun;
}

void tree_builder::open(node::kind type, const YAML::Mark& mark, const std::string& tag) {
    event(mark);
    if (tag != untagged) {
        refuse("{}: the tag {} is not allowed; write the value alone.", at(mark.line).text(), in_quotes(tag));
    }
    if (key_expected())
        refuse_key(mark,
                   type == node::kind::map ? "a map (is a '}' missing?)" : "a sequence (is a ']' missing?)");
    if (static_cast<std::size_t>(root_.depth) + open_.size() >= deepest) {
        refuse("{}: maps and sequences are nested deeper than {}.", at(mark.line).text(), deepest);
    }
    open_collection opened;
    opened.value = begin(type, mark);
    open_.push_back(std::move(opened));
}

void tree_builder::close() {
    node closed = std::move(open_.back().value);
    open_.pop_back();
    add(std::move(closed));
}

void tree_builder::add(node value) {
    if (open_.empty()) {
        result_ = std::move(value);
        return;
    }
    open_collection& parent = open_.back();
    if (parent.value.type == node::kind::map) {
        parent.value.entries.emplace_back(std::move(*parent.key), std::move(value));
        parent.key.reset();
    } else {
        parent.value.items.push_back(std::move(value));
    }
}

void tree_builder::spend(std::size_t bytes) {
    bytes_ += bytes;
    if (bytes_ > most_bytes) {
        refuse("{}: the document takes more than {} MiB of memory; keep large arrays in files of their own.",
               latest().text(), most_bytes >> 20);
    }
}

}  // namespace lacuna::config
