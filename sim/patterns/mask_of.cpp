#include "sim/patterns/mask_of.h"

#include "sim/patterns/bank_balanced.h"
#include "sim/patterns/row_column.h"
#include "sim/patterns/tile.h"
#include "sim/patterns/unstructured.h"
#include "sim/patterns/vector_wise.h"

namespace lacuna::patterns {
namespace {

struct masks {
    const formats::dense_matrix<float>& weights;
    std::uint32_t segment;

    mask operator()(const kind::as_is&) const { return everything(weights.rows, weights.columns); }
    mask operator()(const kind::dense&) const { return everything(weights.rows, weights.columns); }
    mask operator()(const kind::unstructured& of) const { return unstructured_mask(weights, of.density); }
    mask operator()(const kind::n_of_m& of) const { return n_of_m_mask(weights, of, segment); }
    mask operator()(const kind::tile&) const { return tile_mask(weights, segment); }
    mask operator()(const kind::block& of) const { return block_mask(weights, of.shape, of.density); }
    mask operator()(const kind::vector_wise& of) const {
        return vector_wise_mask(weights, of.length, of.density);
    }
    mask operator()(const kind::bank_balanced& of) const {
        return bank_balanced_mask(weights, of.banks, of.density);
    }
    mask operator()(const kind::row& of) const { return row_mask(weights, of.density); }
    mask operator()(const kind::column& of) const { return column_mask(weights, of.density); }
};

}  // namespace

mask mask_of(const specification& pattern, const formats::dense_matrix<float>& weights,
             std::uint32_t segment) {
    return std::visit(masks{weights, segment}, pattern.what);
}

}  // namespace lacuna::patterns
