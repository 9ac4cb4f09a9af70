#include "sim/sweep/work/digest.h"

#include <boost/crc.hpp>
#include <functional>
#include <set>
#include <string>
#include <type_traits>

#include "sim/config/yaml.h"

namespace lacuna::sweep {

namespace {

namespace fs = std::filesystem;

class digest {
  public:
    template <class Value>
    void add(const std::vector<Value>& values) {
        static_assert(std::is_trivially_copyable_v<Value>);
        add_bytes(values.data(), values.size() * sizeof(Value));
    }
    void add(const std::string& text) { add_bytes(text.data(), text.size()); }
    std::int64_t value() const { return static_cast<std::int64_t>(crc_.checksum()); }

  private:
    void add_bytes(const void* bytes, std::uint64_t size) {
        crc_.process_bytes(&size, sizeof size);
        if (size > 0) crc_.process_bytes(bytes, size);
    }

    boost::crc_32_type crc_;
};

/// Calls for every scalar of a document.
void for_each_scalar(const config::node& value, const std::function<void(const config::node&)>& call) {
    if (value.type == config::node::kind::scalar) call(value);
    for (const config::node& item : value.items) for_each_scalar(item, call);
    for (const auto& [key, child] : value.entries) for_each_scalar(child, call);
}

void add_file(const fs::path& file, std::set<fs::path>& seen, digest& to) {
    if (!seen.insert(fs::weakly_canonical(file)).second) return;
    for_each_scalar(config::read_yaml(file), [&](const config::node& scalar) {
        to.add(scalar.path + "=" + scalar.scalar);
        const fs::path named = file.parent_path() / scalar.scalar;
        if (named.extension() == ".yaml" && fs::is_regular_file(named)) add_file(named, seen, to);
    });
}

}  // namespace

std::int64_t digest_of(const std::vector<run::task>& tasks) {
    digest all;
    for (const run::task& work : tasks) {
        all.add(work.layer.trace.dump());
        all.add(work.pattern.label());
        for (const layers::product& product : work.loaded.work.products) {
            const formats::csc<float>& weights = product.weights.values();
            all.add(weights.column_begin);
            all.add(weights.row);
            all.add(weights.value);
            for (const std::vector<float>& vector : product.activations) all.add(vector);
        }
    }
    return all.value();
}

std::int64_t digest_of_file(const fs::path& file) {
    digest all;
    std::set<fs::path> seen;
    add_file(file, seen, all);
    return all.value();
}

}  // namespace lacuna::sweep
