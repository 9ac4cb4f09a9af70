#include "sim/run/product_reference.h"

#include <fmt/format.h>

#include <utility>

#include "sim/run/reference_product.h"
#include "sim/run/reference_tile.h"

namespace lacuna::run {

namespace {

template <class Thing>
struct of_weights {
    held_weights weights;
    Thing thing;
};

}  // namespace

product_reference::product_reference(const layers::product& product, held_weights weights)
    : product_(product), weights_(std::move(weights)) {}

template <class Thing, class Make>
std::shared_ptr<const Thing> product_reference::kept(const std::string& name, Make make) const {
    const auto found = product_.derived<of_weights<Thing>>(
        fmt::format("{}, weights held at {}", name, static_cast<const void*>(weights_.get())), [&] {
            return of_weights<Thing>{weights_, make()};
        });
    return {found, &found->thing};
}

std::shared_ptr<const layers::outputs> product_reference::outputs(const numerics& how) const {
    return kept<layers::outputs>("reference, " + name_of(how), [&] {
        return reference_product(*weights_, product_.activations, product_.function, how);
    });
}

std::shared_ptr<const std::vector<layers::output_tile>> product_reference::tiles(
    const formats::tensor_core_arithmetic& how, const std::vector<layers::output_tile>& places) const {
    std::string name = "reference, " + name_of(how) + ", tiles";
    for (const layers::output_tile& place : places)
        name += fmt::format(" {},{} {}x{}", place.row, place.column, place.rows, place.columns);
    return kept<std::vector<layers::output_tile>>(name, [&] {
        return reference_tiles(*weights_, product_.activations, product_.function, how, places);
    });
}

std::shared_ptr<const layer_description> product_reference::description() const {
    return kept<layer_description>("description", [&] {
        layer_description of_product;
        of_product.add(product_, *weights_);
        return of_product;
    });
}

}  // namespace lacuna::run
