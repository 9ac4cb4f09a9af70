#include "models/sparse_tensor_core/gemm/product_numbers.h"

#include <fmt/format.h>

namespace lacuna::sparse_tensor_core {
namespace {

/// The operands' address stands for them in the name, so that they are kept as long as it is.
struct numbers_of_operands {
    std::shared_ptr<const weight_operands> weights;
    product_numbers numbers;
};

}  // namespace

product_numbers numbers_of(const gemm_values& values) {
    product_numbers numbers;
    numbers.slice_k = values.slice_k();
    numbers.saturated_biases = values.saturated_biases();
    if (values.are_whole()) {
        numbers.outputs = values.outputs();
    } else {
        numbers.tiles = values.outputs_of_tiles();
    }
    return numbers;
}

std::shared_ptr<const product_numbers> numbers_of(const layers::product& product,
                                                  const std::shared_ptr<const weight_operands>& weights,
                                                  const formats::mma& instruction, std::uint64_t of_slice,
                                                  bool whole) {
    const std::string name = fmt::format("sparse tensor core, {} by {}, {} instructions a slice, {}: outputs",
                                         static_cast<const void*>(weights.get()), instruction.name(),
                                         of_slice, whole ? "all tiles" : "as many tiles as are computed");
    const auto kept = product.derived<numbers_of_operands>(name, [&] {
        gemm_values values(product, weights, instruction, of_slice, whole);
        values.compute();
        return numbers_of_operands{weights, numbers_of(values)};
    });
    return {kept, &kept->numbers};
}

}  // namespace lacuna::sparse_tensor_core
