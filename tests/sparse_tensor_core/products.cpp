#include "tests/sparse_tensor_core/products.h"

#include <algorithm>

#include "sim/patterns/structured.h"

namespace lacuna::sparse_tensor_core::test {

layers::affine_weights weights_of(const std::vector<std::vector<float>>& rows) {
    const std::size_t columns = rows.front().size();
    formats::csc<float> matrix{
        static_cast<std::uint32_t>(rows.size()), static_cast<std::uint32_t>(columns), {0}, {}, {}};
    for (std::size_t column = 0; column < columns; ++column) {
        for (std::uint32_t row = 0; row < matrix.rows; ++row) {
            if (rows[row][column] == 0) continue;
            matrix.row.push_back(row);
            matrix.value.push_back(rows[row][column]);
        }
        matrix.column_begin.push_back(matrix.stored());
    }
    return layers::affine_weights(matrix);
}

layers::product random_product(formats::random_source& random, formats::operand_type type,
                               std::uint32_t outputs, std::uint32_t inputs, std::uint32_t batch, int largest,
                               bool structured) {
    const auto draw = [&] { return static_cast<float>(random(0, 1) * random(-largest, largest)); };
    std::vector<std::vector<float>> rows(outputs, std::vector<float>(inputs + 1));
    for (std::vector<float>& row : rows)
        for (float& value : row) value = draw();
    rows[0][0] = static_cast<float>(largest);
    layers::affine_weights weights = weights_of(rows);
    if (structured) weights = layers::affine_weights(patterns::structured(type, weights.values(), inputs));
    std::vector<std::vector<float>> activations(batch, std::vector<float>(inputs));
    for (std::vector<float>& vector : activations)
        for (float& value : vector) value = draw();
    activations[0][0] = static_cast<float>(largest);
    return {weights, activations,
            random(0, 1) ? layers::activation_function::relu : layers::activation_function::none};
}

layers::outputs plain_product(const layers::product& product) {
    const formats::csc<float>& weights = product.weights.values();
    layers::outputs outputs;
    for (const std::vector<float>& vector : product.activations) {
        std::vector<double> sums(weights.rows);
        for (std::uint32_t column = 0; column < weights.columns; ++column)
            for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i)
                sums[weights.row[i]] +=
                    double{weights.value[i]} * (column < vector.size() ? double{vector[column]} : 1.0);
        outputs.emplace_back();
        for (const double sum : sums)
            outputs.back().push_back(static_cast<float>(
                product.function == layers::activation_function::relu ? std::max(sum, 0.0) : sum));
    }
    return outputs;
}

parameters parameters_of(const std::string& type) {
    parameters p;
    p.type = type;
    return p;
}

}  // namespace lacuna::sparse_tensor_core::test
