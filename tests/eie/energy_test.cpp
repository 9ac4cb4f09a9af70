/// Do EIE's energy tables give the power and area of the paper's Table II, and does the model state the boxes
/// that it builds?
#include <gtest/gtest.h>

#include <map>
#include <systemc>

#include "models/eie/parameters.h"
#include "sim/config/input_error.h"
#include "sim/energy/bill.h"

namespace lacuna::eie::test {
namespace {

const std::string tables = LACUNA_SOURCE_DIR "/configs/energy/";

energy::hardware described(const parameters& p) {
    return energy::describe("eie", p.boxes(),
                            p.build("eie", engine::transaction)->statistics().descriptions());
}

energy::prices prices_of(const std::string& table, const parameters& p = {}) {
    return energy::join(energy::read_table(tables + table), described(p), "eie");
}

/// Sorts of modules below an object, as statistics name them, with how many there are.
void count_modules(const sc_core::sc_object& object, const std::string& path,
                   std::map<std::string, std::uint64_t>& counts) {
    for (const sc_core::sc_object* child : object.get_child_objects()) {
        if (dynamic_cast<const sc_core::sc_module*>(child) == nullptr) continue;
        std::string name = child->basename();
        name.erase(name.find_last_not_of("0123456789") + 1);
        if (name.back() == '_') name.pop_back();
        if (name == "clock") continue;  // of the kernel: it stands for the edge, and its network is the PEs'
        const std::string full = path.empty() ? name : path + "." + name;
        ++counts[full];
        count_modules(*child, full, counts);
    }
}

TEST(boxes, are_the_modules_that_are_built) {
    for (const int pes : {1, 2, 4, 5, 16, 17, 64, 100}) {
        SCOPED_TRACE(pes);
        parameters p;
        p.pes = pes;
        const std::string name = "eie" + std::to_string(pes);
        const auto built = p.build(name, engine::clocked);
        std::map<std::string, std::uint64_t> modules;
        count_modules(*sc_core::sc_find_object(name.c_str()), "", modules);
        std::map<std::string, std::uint64_t> stated;
        for (const statistics::box& box : p.boxes()) stated[box.name] = box.instances;
        EXPECT_EQ(stated, modules);
    }
}

TEST(boxes, have_the_published_sizes) {
    for (const statistics::box& box : parameters().boxes()) {
        for (const auto& [name, value] : box.attributes) {
            if (name != "bytes") continue;
            EXPECT_EQ(value, box.name == "pe.sparse_matrix_read" ? 131072
                             : box.name == "pe.pointer_read"     ? 16384
                                                                 : 2048);
        }
    }
}

/// A second of one PE at 800 MHz in the steady state that the paper assumes: an entry a cycle, and every SRAM
/// read once in 8 cycles.
energy::action_counts steady_state() {
    constexpr std::uint64_t cycles = 800000000;
    return {{"central_control.broadcast", cycles / 8},
            {"lnzd_node.select", 21 * cycles / 8},
            {"pe.activation_queue.push", cycles / 8},
            {"pe.activation_queue.pop", cycles / 8},
            {"pe.pointer_read.read", cycles / 8},
            {"pe.sparse_matrix_read.read", cycles / 8},
            {"pe.arithmetic_unit.mac", cycles},
            {"pe.arithmetic_unit.filler", 0},
            {"pe.arithmetic_unit.bypass", 0},
            {"pe.activation_read_write.source_read", 0},
            {"pe.activation_read_write.accumulator_read", cycles},
            {"pe.activation_read_write.accumulator_write", cycles},
            {"pe.activation_read_write.sram_read", 0},
            {"pe.activation_read_write.sram_write", 0}};
}

TEST(scaled_table, has_every_row_of_table_2_by_the_published_factors) {
    const energy::prices old = prices_of("eie-45nm.yaml");
    const energy::prices scaled = prices_of("eie-7nm-scaled.yaml");
    for (std::size_t i = 0; i < old.actions.size(); ++i)
        EXPECT_NEAR(scaled.actions[i].pj, 0.0684 * old.actions[i].pj, 1e-3 * old.actions[i].pj);
    for (std::size_t i = 0; i < old.boxes.size(); ++i) {
        EXPECT_NEAR(scaled.boxes[i].static_mw, 0.0684 * old.boxes[i].static_mw,
                    1e-3 * old.boxes[i].static_mw);
        EXPECT_DOUBLE_EQ(scaled.boxes[i].area_um2, 0.059 * old.boxes[i].area_um2);
    }
}

TEST(table_2, at_the_assumed_activity_every_module_has_its_published_power) {
    const energy::prices prices = prices_of("eie-45nm.yaml");
    energy::action_counts counts = steady_state();
    for (auto& [name, count] : counts)
        if (name.compare(0, 3, "pe.") == 0) count *= 64;
    const energy::bill bill = energy::price(prices, counts, 1e6);
    const std::map<std::string, double> published = {{"dma", 0},
                                                     {"central_control", 0},
                                                     {"lnzd_node", 21 * 0.023},
                                                     {"pe", 0},
                                                     {"pe.activation_queue", 7.168},
                                                     {"pe.pointer_read", 64 * 1.807},
                                                     {"pe.sparse_matrix_read", 64 * 4.955},
                                                     {"pe.arithmetic_unit", 74.368},
                                                     {"pe.activation_read_write", 71.808}};
    ASSERT_EQ(bill.charges.size(), published.size());
    for (const energy::charge& charge : bill.charges) {
        SCOPED_TRACE(charge.box);
        const double mw = (charge.dynamic_uj.value_or(0) + charge.static_uj) / 1e3;
        EXPECT_NEAR(mw, published.at(charge.box), 1e-4 * published.at(charge.box));
    }
    EXPECT_NEAR(bill.power_mw, 586.5, 0.1);
}

TEST(table_2, area_of_64_pes_and_21_lnzd_nodes_is_that_of_the_paper) {
    const energy::bill bill = energy::price(prices_of("eie-45nm.yaml"), steady_state(), 1);
    EXPECT_NEAR(bill.area_mm2, (64 * 638024 + 21 * 189) * 1e-6, 1e-4);
    EXPECT_NEAR(bill.area_mm2, 40.84, 0.005);
}

TEST(table_2, an_idle_pe_costs_its_clock_network_and_leakage) {
    energy::action_counts nothing = steady_state();
    for (auto& [name, count] : nothing) count = 0;
    const double leakage = 0.037 + 2 * 0.0041 + 0.0006;
    EXPECT_NEAR(energy::price(prices_of("eie-45nm.yaml"), nothing, 1).power_mw, 64 * (1.874 + leakage), 0.01);
    parameters slow;
    slow.clock = 400;
    EXPECT_NEAR(energy::price(prices_of("eie-45nm.yaml", slow), nothing, 1).power_mw, 64 * (0.937 + leakage),
                0.01);
}

double sram_read_pj(const std::string& table, const parameters& p) {
    for (const energy::action_price& each : prices_of(table, p).actions)
        if (each.action == "pe.sparse_matrix_read.read") return each.pj;
    return 0;
}

TEST(sram, cactis_reads_are_its_points_and_the_logic) {
    const double logic = 4.92364;
    parameters p;
    EXPECT_NEAR(sram_read_pj("eie-45nm-cacti.yaml", p), 20.628 + logic, 1e-9);
    p.sram_entries_per_row = 64;
    EXPECT_NEAR(sram_read_pj("eie-45nm-cacti.yaml", p), 66.327 + logic, 1e-9);
    p.matrix_sram_entries = 32768;
    EXPECT_NEAR(sram_read_pj("eie-45nm-cacti.yaml", p), 39.908 + logic, 1e-9);
}

TEST(sram, a_wider_row_costs_more_a_read_and_less_an_entry) {
    double read = 0;
    double entry = 1e9;
    for (const int entries : {2, 4, 8, 16, 32, 64}) {
        SCOPED_TRACE(entries);
        parameters p;
        p.sram_entries_per_row = entries;
        const double pj = sram_read_pj("eie-45nm.yaml", p);
        EXPECT_GT(pj, read);
        EXPECT_LT(pj / entries, entry);
        read = pj;
        entry = pj / entries;
    }
}

TEST(sram, a_size_that_no_figure_is_known_of_is_refused) {
    for (const char* table : {"eie-45nm.yaml", "eie-45nm-cacti.yaml"}) {
        SCOPED_TRACE(table);
        parameters p;
        p.matrix_sram_entries = 1 << 21;
        EXPECT_THROW(prices_of(table, p), input_error);
        p = {};
        p.sram_entries_per_row = 1;
        EXPECT_THROW(prices_of(table, p), input_error);
        p = {};
        p.activation_queue_slots = 257;
        EXPECT_THROW(prices_of(table, p), input_error);
        p = {};
        p.code_bits = 5;
        EXPECT_THROW(prices_of(table, p), input_error);
    }
}

}  // namespace
}  // namespace lacuna::eie::test
