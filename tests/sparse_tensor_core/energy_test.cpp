/// Do the counts tell types apart that cost different energies, and do 2:4 weights halve what arithmetic
/// costs, by every shipped energy table and either engine?
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include "sim/energy/bill.h"
#include "sim/layers/workload.h"
#include "tests/sparse_tensor_core/products.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

const std::string tables = LACUNA_SOURCE_DIR "/configs/energy/sparse-tensor-core-";
constexpr const char* table_names[] = {"7nm", "45nm", "45nm-scaled"};

std::string base(const formats::mma& instruction) {
    const int bits = formats::value_bits(instruction.a);
    if (bits <= 8) return fmt::format("int{}", bits);
    return std::string(name_of(instruction.a));
}

TEST(counters, of_every_instruction_products_and_terms_are_counted_by_their_type) {
    const parameters p;
    for (const engine which : {engine::clocked, engine::transaction}) {
        const auto core = p.build("core", which);
        for (const formats::mma& instruction : formats::mma_instructions()) {
            SCOPED_TRACE(instruction.name());
            core->run({"stream", {}, layers::instruction_stream{instruction, 1, 1, 1, 0}});
            const std::uint64_t products = instruction.products();
            const auto bits = products * static_cast<unsigned>(formats::value_bits(instruction.b));
            const std::map<std::string, std::uint64_t> expected = {
                {"subcore.dot_product_units.multiply_" + base(instruction), products},
                {fmt::format("subcore.accumulation.add_{}", name_of(instruction.accumulator)), products},
                {instruction.sparse ? "subcore.operand_selector.select" : "subcore.operand_selector.pass",
                 bits}};
            for (const statistics::total& each : core->statistics().totals()) {
                const std::string& name = each.what->name;
                const bool is_arithmetic = name.find("multiply_") != std::string::npos ||
                                           name.find("add_") != std::string::npos ||
                                           name.find("operand_selector.") != std::string::npos;
                if (!is_arithmetic) continue;
                const auto place = expected.find(name);
                EXPECT_EQ(each.value, place == expected.end() ? 0 : place->second) << name;
            }
        }
    }
}

/// A core that is priced by the shipped tables.
class priced_core {
  public:
    priced_core(const parameters& p, engine which)
        : parameters_(p),
          core_(p.build("core", which)),
          built_(energy::describe("sparse_tensor_core", p.boxes(), core_->statistics().descriptions())) {}

    energy::prices prices(const std::string& table) const {
        return energy::join(energy::read_table(tables + table + ".yaml"), built_, "core");
    }
    /// What the product takes by each of the tables.
    std::vector<energy::bill> bills(const layers::product& product) {
        const outcome done = core_->run({"layer", {product}, {}});
        energy::action_counts counts;
        for (const statistics::total& each : core_->statistics().totals())
            counts[each.what->name] = each.value;
        std::vector<energy::bill> all;
        for (const char* table : table_names)
            all.push_back(energy::price(prices(table), counts,
                                        static_cast<double>(done.cycles) / parameters_.clock_mhz()));
        return all;
    }

  private:
    parameters parameters_;
    std::unique_ptr<accelerator> core_;
    energy::hardware built_;
};

double uj(const energy::bill& bill, const std::string& box) {
    return std::find_if(bill.charges.begin(), bill.charges.end(),
                        [&](const energy::charge& each) { return each.box == box; })
        ->dynamic_uj.value();
}

double arithmetic_uj(const energy::bill& bill) {
    return uj(bill, "subcore.dot_product_units") + uj(bill, "subcore.accumulation");
}

class priced_type : public testing::TestWithParam<const char*> {};

TEST_P(priced_type, multiplies_and_adds_for_exactly_half_of_the_energy_where_weights_are_2_4) {
    const parameters sparse = parameters_of(GetParam());
    parameters dense = sparse;
    dense.instructions = "mma";
    formats::random_source random(1);
    const layers::product product = random_product(random, sparse.computes().type, 64, 256, 16, 3, true);
    priced_core halves[] = {{sparse, engine::clocked}, {sparse, engine::transaction}};
    priced_core wholes[] = {{dense, engine::clocked}, {dense, engine::transaction}};
    for (std::size_t which = 0; which < 2; ++which) {
        const std::vector<energy::bill> half = halves[which].bills(product);
        const std::vector<energy::bill> whole = wholes[which].bills(product);
        for (std::size_t i = 0; i < half.size(); ++i) {
            SCOPED_TRACE(testing::Message() << "engine " << which << ", table " << table_names[i]);
            EXPECT_GT(arithmetic_uj(half[i]), 0);
            EXPECT_EQ(2 * arithmetic_uj(half[i]), arithmetic_uj(whole[i]));
            const std::string selector = "subcore.operand_selector";
            EXPECT_EQ(2 * uj(half[i], selector), uj(whole[i], selector));
            // Operands do not halve: a sparse instruction reads as much of B as the two dense ones.
            const std::string collector = "subcore.operand_collector";
            EXPECT_GT(2 * uj(half[i], collector), uj(whole[i], collector));
            EXPECT_LT(half[i].energy_uj, whole[i].energy_uj);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(types, priced_type, testing::Values("f16", "bf16", "tf32", "s8", "s4"),
                         [](const auto& test) { return std::string(test.param); });

TEST(tables, narrower_operands_cost_less_to_multiply) {
    const priced_core core({}, engine::transaction);
    for (const char* name : table_names) {
        SCOPED_TRACE(name);
        const energy::prices prices = core.prices(name);
        const auto pj = [&](const std::string& type) {
            const std::string action = "subcore.dot_product_units.multiply_" + type;
            return std::find_if(prices.actions.begin(), prices.actions.end(),
                                [&](const energy::action_price& each) { return each.action == action; })
                ->pj;
        };
        EXPECT_EQ(pj("tf32"), pj("f16"));
        EXPECT_LT(pj("bf16"), pj("f16"));
        EXPECT_LT(pj("int8"), pj("bf16"));
        EXPECT_LT(pj("int4"), pj("int8"));
    }
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
