/// What the machines do with layers that others have pruned.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/command_line/program.h"

namespace lacuna::tests {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

fs::path data() {
    return std::getenv("LACUNA_DATA");
}

TEST(mobilenet, effectual_macs_are_those_that_the_masks_have_in_common) {
    if (!has_data()) GTEST_SKIP() << "LACUNA_DATA names no folder of real layers";
    std::map<std::string, std::uint64_t> truth;
    std::ifstream file(data() / "mobilenet05-masks/ground_truth.txt");
    for (std::string line; std::getline(file, line);)  // "L07.txt:CYC: 1702140"
        truth[line.substr(0, 3)] = std::stoull(line.substr(line.rfind(' ') + 1));
    ASSERT_EQ(truth.size(), 5u);
    const json result = result_of({"configs/mobilenet05-masks.yaml", "--engine", "transaction"});
    std::size_t compared = 0;
    for (const json& row : result["runs"]) {
        if (row["pattern"] != "as_is") continue;
        SCOPED_TRACE(row["layer"].get<std::string>() + " on " + row["accelerator"].get<std::string>());
        const json& macs = row["macs"];
        EXPECT_EQ(macs["effectual"], truth.at(row["layer"]));
        const bool skips_zeros = row["accelerator"] == "eie";
        EXPECT_EQ(macs["committed"], macs[skips_zeros ? "effectual" : "dense"]);
        ++compared;
    }
    EXPECT_EQ(compared, 10u);
}

/// The non-zeros of each PE's rows, counted from the text of a .smtx file alone.
std::vector<std::uint64_t> loads_of(const fs::path& file, std::size_t pes) {
    std::ifstream in(file);
    std::string sizes, pointers;
    std::getline(in, sizes);
    std::getline(in, pointers);
    std::vector<std::uint64_t> loads(pes);
    std::istringstream numbers(pointers);
    std::uint64_t begin = 0, end = 0;
    numbers >> begin;
    for (std::size_t row = 0; numbers >> end; ++row, begin = end) loads[row % pes] += end - begin;
    return loads;
}

TEST(dlmc, every_pe_multiplies_the_non_zeros_of_its_rows_once_a_vector_without_zeros) {
    if (!has_data()) GTEST_SKIP() << "LACUNA_DATA names no folder of real layers";
    const temporary_folder folder;
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(data() / "dlmc")) {
        if (entry.path().extension() != ".smtx") continue;
        SCOPED_TRACE(entry.path());
        std::ifstream in(entry.path());
        std::uint32_t rows = 0, columns = 0;
        char comma = 0;
        in >> rows >> comma >> columns;
        folder.write("t.yaml", "layer: l\noutputs: " + std::to_string(rows) + "\ninputs: " +
                                   std::to_string(columns) + "\nweights: {file: " + entry.path().string() +
                                   "}\nactivations: {density: 1, seed: 1}\n");
        folder.write(
            "c.yaml",
            "name: n\naccelerators: {eie: {model: eie, parameters: {pes: 64, capacity: unbounded}}}\n"
            "layers: [t.yaml]\n");
        const json row =
            result_of({"c.yaml", "--engine", "transaction", "--per-instance"}, folder.path())["runs"][0];
        const std::vector<std::uint64_t> loads = loads_of(entry.path(), 64);
        for (std::size_t pe = 0; pe < 64; ++pe) {
            const std::string box = "pe[" + std::to_string(pe) + "].arithmetic_unit";
            ASSERT_EQ(row["instances"][box]["mac"], loads[pe]) << box;
        }
        ++files;
    }
    EXPECT_EQ(files, 7u);
}

}  // namespace
}  // namespace lacuna::tests
