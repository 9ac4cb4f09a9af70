/// The events of a YAML parser made into a tree of nodes, refusing what configs may not contain.
#pragma once

#include <yaml-cpp/eventhandler.h>

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/config/yaml.h"

namespace lacuna::config {

/// Where a document hangs: a file is a root of its own, the value of --set stands below other nodes.
struct document_place {
    place where;       ///< the file (line from 1), or the option (line 0: its values have no lines)
    std::string path;  ///< of the root of the document
    int depth = 0;     ///< collections around it
};

class tree_builder : public YAML::EventHandler {
  public:
    explicit tree_builder(document_place root);

    /// Where the latest event stood.
    place latest() const { return at(latest_line_); }
    /// A line of the document, from 0 as the parser counts, as sentences name it.
    place at(int parser_line) const;
    std::size_t events() const { return events_; }
    /// The finished tree; a document without content is a null node.
    node result() &&;

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAnchor(const YAML::Mark& mark, const std::string& name) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override { close(); }

  private:
    /// A collection whose end has not come yet.
    struct open_collection {
        node value;
        std::optional<std::string> key;             ///< of a map: read, and waiting for its value
        int key_line = 0;                           ///< as the parser counts
        std::unordered_map<std::string, int> keys;  ///< with their lines
    };

    void event(const YAML::Mark& mark);
    bool key_expected() const;
    void read_key(const YAML::Mark& mark, const std::string& text, bool plain);
    [[noreturn]] void refuse_key(const YAML::Mark& mark, const char* what) const;
    node begin(node::kind type, const YAML::Mark& mark);
    void open(node::kind type, const YAML::Mark& mark, const std::string& tag);
    void close();
    void add(node value);
    void spend(std::size_t bytes);

    document_place root_;
    node result_;
    std::vector<open_collection> open_;
    bool document_seen_ = false;
    int latest_line_ = 0;
    std::size_t events_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace lacuna::config
