#include <gtest/gtest.h>

#include <algorithm>

#include "sim/reports/json.h"
#include "sim/sweep/space/reserved_names.h"
#include "tests/reports/sample_result.h"

namespace lacuna::sweep {
namespace {

TEST(reserved_names, are_all_fields_of_a_row) {
    const auto document = reports::to_document(reports::test::sample_result());
    const std::vector<std::string>& reserved = reserved_names();
    for (const auto& row : document["runs"]) {
        for (const auto& [field, value] : row.items())
            EXPECT_NE(std::find(reserved.begin(), reserved.end(), field), reserved.end()) << field;
    }
}

}  // namespace
}  // namespace lacuna::sweep
