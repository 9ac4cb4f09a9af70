#include "sim/patterns/specification.h"

#include <fmt/format.h>

namespace lacuna::patterns {
namespace {

using json = nlohmann::ordered_json;

/// What a pattern is called in results, and how configs write it; one function of each name a kind.
std::string label_of(const kind::as_is&) {
    return "as_is";
}
std::string label_of(const kind::dense&) {
    return "dense";
}
std::string label_of(const kind::unstructured& of) {
    return fmt::format("unstructured {}", of.density);
}
std::string label_of(const kind::n_of_m& of) {
    return of.name();
}
std::string label_of(const kind::tile&) {
    return "tile";
}
std::string label_of(const kind::block& of) {
    return fmt::format("block {}x{} {}", of.shape.rows, of.shape.columns, of.density);
}
std::string label_of(const kind::vector_wise& of) {
    return fmt::format("vector_wise {} {}", of.length, of.density);
}
std::string label_of(const kind::bank_balanced& of) {
    return fmt::format("bank_balanced {} {}", of.banks, of.density);
}
std::string label_of(const kind::row& of) {
    return fmt::format("row {}", of.density);
}
std::string label_of(const kind::column& of) {
    return fmt::format("column {}", of.density);
}

/// Kinds that are one word or "N:M".
template <class Kind>
json written_of(const Kind& of) {
    return label_of(of);
}
json written_of(const kind::unstructured& of) {
    return {{"unstructured", {{"density", of.density}}}};
}
json written_of(const kind::block& of) {
    const json shape = json::array({of.shape.rows, of.shape.columns});
    return {{"block", {{"shape", shape}, {"density", of.density}}}};
}
json written_of(const kind::vector_wise& of) {
    return {{"vector_wise", {{"length", of.length}, {"density", of.density}}}};
}
json written_of(const kind::bank_balanced& of) {
    return {{"bank_balanced", {{"banks", of.banks}, {"density", of.density}}}};
}
json written_of(const kind::row& of) {
    return {{"row", {{"density", of.density}}}};
}
json written_of(const kind::column& of) {
    return {{"column", {{"density", of.density}}}};
}

template <class Kind>
double density_of(const Kind& of) {
    return of.density;
}
double density_of(const kind::as_is&) {
    return 1;
}
double density_of(const kind::dense&) {
    return 1;
}
double density_of(const kind::n_of_m& of) {
    return static_cast<double>(of.n) / of.m;
}
double density_of(const kind::tile&) {
    return 0.5;
}

}  // namespace

double specification::density() const {
    return std::visit([](const auto& of) { return density_of(of); }, what);
}

std::string specification::label() const {
    return std::visit([](const auto& of) { return label_of(of); }, what);
}

json specification::written() const {
    return std::visit([](const auto& of) { return written_of(of); }, what);
}

}  // namespace lacuna::patterns
