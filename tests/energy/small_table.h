/// A small energy table and the hardware it prices; tests spoil a line of it.
#pragma once

#include <string>

#include "sim/energy/prices.h"
#include "tests/layers/scratch_folder.h"

namespace lacuna::energy::test {

inline const std::string small_table =
    "model: toy\n"
    "technology: {name: paper, node_nm: 45, voltage_v: 0.9, source: a data sheet}\n"
    "curves:\n"
    "  sram:\n"
    "    attributes: [bytes]\n"
    "    interpolation: log_log\n"
    "    source: CACTI\n"
    "    points: [{bytes: 1024, pj: 2, mw: 0.5}, {bytes: 4096, pj: 8, mw: 2}]\n"
    "actions:\n"
    "  control.send: {pj: 0, source: not published}\n"
    "  pe.reader.read: {pj: [{curve: sram, column: pj, scale: 3, per: {banks: 1}}, 1.5], source: CACTI}\n"
    "boxes:\n"
    "  control: {static_mw: 0, area_um2: 0, source: not published}\n"
    "  pe: {static_mw: {value: 4, per: {clock_mhz: 800}}, area_um2: 1000, source: Table II}\n"
    "  pe.reader: {static_mw: {curve: sram, column: mw}, area_um2: 500, source: CACTI}\n";

/// One control unit and two PEs with readers of two banks.
inline hardware small_hardware() {
    return {"toy",
            {{"control", 1, {}},
             {"pe", 2, {{"clock_mhz", 400}}},
             {"pe.reader", 2, {{"banks", 2}, {"bytes", 2048}}}},
            {"control.send", "pe.reader.read"}};
}

inline table read(const lacuna::test::scratch_folder& folder, const std::string& text = small_table) {
    return read_table(folder.write("t.yaml", text));
}

/// `text` with its one `from` replaced.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
    const auto place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    return place == std::string::npos ? text : text.replace(place, from.size(), to);
}

}  // namespace lacuna::energy::test
