/// Can a spreadsheet read the result, whatever stands in its texts?
#include "sim/reports/csv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "tests/reports/sample_result.h"

namespace lacuna::reports::test {
namespace {

using record = std::vector<std::string>;

/// Reads CSV as RFC 4180 defines it.
std::vector<record> parsed(const std::string& text) {
    std::vector<record> records(1, record(1));
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& cell = records.back().back();
        if (quoted) {
            if (text[i] != '"') {
                cell += text[i];
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += text[++i];
            } else {
                quoted = false;
            }
        } else if (text[i] == '"') {
            EXPECT_EQ(cell, "") << "a quote inside a cell without quotes";
            quoted = true;
        } else if (text[i] == ',') {
            records.back().emplace_back();
        } else if (text.compare(i, 2, "\r\n") == 0) {
            ++i;
            records.emplace_back(1);
        } else {
            EXPECT_NE(text[i], '\n') << "a line that ends without a carriage return";
            cell += text[i];
        }
    }
    EXPECT_FALSE(quoted);
    EXPECT_EQ(records.back(), record(1)) << "the last line is not ended";
    records.pop_back();
    return records;
}

/// The cell of a line, from 1, in the column of that name.
std::string cell(const std::vector<record>& records, std::size_t line, const std::string& column) {
    const auto place = std::find(records[0].begin(), records[0].end(), column);
    if (place == records[0].end()) {
        ADD_FAILURE() << "no column " << column;
        return "";
    }
    return records.at(line).at(static_cast<std::size_t>(place - records[0].begin()));
}

TEST(csv, one_row_in_full) {
    result all = sample_result();
    all.rows = {all.rows[0]};
    EXPECT_EQ(
        to_csv(all),
        "accelerator,model,engine,layer,pattern,batch,status,cycles,simulated_cycles,io_cycles,passes.inputs,"
        "passes.outputs,limits_passed,clock_mhz,time_us,"
        "energy_uj,power_mw,area_mm2,utilization,load_balance,limiting_stall,macs.dense,macs.effectual,macs.committed,"
        "density.weights,density.activations,storage_bytes.dense,storage_bytes.values,"
        "storage_bytes.indices,fillers,stalls.control.queue_full,stalls.pe.starved,stalls.pe.blocked,"
        "counts.control.busy_cycles,counts.pe.busy_cycles,counts.pe.reader.read,energy_breakdown_uj,check,violation,magnitude_kept,magnitude_kept_of_best,"
        "reference.time_us,reference.source\r\n"
        "wide,eie,clocked,fc8,as_is,1,ok,1000,1000,0,1,1,,800.0,1.25,,,,0.75,0.875,pe.starved,16,5,1234567,0.5,"
        "0.25,64,8,12,2,500,250,0,500,1750,9,,exact,,1.0,1.0,9.9,Table IV\r\n");
}

TEST(csv, a_priced_row_has_a_column_for_each_box) {
    const std::vector<record> records = parsed(to_csv(priced_result()));
    EXPECT_EQ(cell(records, 1, "energy_uj"), "4.0");
    EXPECT_EQ(cell(records, 1, "energy_breakdown_uj.pe"), "2.5");
    EXPECT_EQ(cell(records, 1, "energy_breakdown_uj.pe.static"), "0.5");
    EXPECT_EQ(cell(records, 2, "energy_uj"), "");
    EXPECT_EQ(cell(records, 2, "energy_breakdown_uj.pe"), "");
}

TEST(csv, every_line_has_a_cell_for_every_column_of_any_row) {
    const std::vector<record> records = parsed(to_csv(sample_result()));
    ASSERT_EQ(records.size(), 5u);
    for (const record& each : records) EXPECT_EQ(each.size(), records[0].size());
    EXPECT_EQ(cell(records, 1, "cycles"), "1000");
    EXPECT_EQ(cell(records, 1, "message"), "");
    EXPECT_EQ(cell(records, 1, "notes"), "");
    EXPECT_EQ(cell(records, 3, "notes").substr(0, 10), "The source");
    EXPECT_EQ(cell(records, 4, "cycles"), "");
    EXPECT_EQ(cell(records, 4, "message"), "pe[0] needs 100 accumulators, beyond the 20 of accumulators.");
    EXPECT_EQ(cell(records, 4, "magnitude_kept"), "1.0");
}

TEST(csv, a_column_that_only_a_later_row_has_stands_where_that_row_has_it) {
    const record columns = parsed(to_csv(sample_result()))[0];
    const auto message = std::find(columns.begin(), columns.end(), "message");
    ASSERT_NE(message, columns.end());
    EXPECT_EQ(*std::prev(message), "status");
    EXPECT_EQ(*std::next(message), "cycles");
}

TEST(csv, no_column_stands_twice_whichever_row_comes_first) {
    result all = sample_result();
    std::reverse(all.rows.begin(), all.rows.end());
    const std::vector<record> records = parsed(to_csv(all));
    record columns = records[0];
    std::sort(columns.begin(), columns.end());
    EXPECT_EQ(std::adjacent_find(columns.begin(), columns.end()), columns.end());
    EXPECT_EQ(cell(records, 4, "stalls.pe.starved"), "250");
    EXPECT_EQ(cell(records, 1, "stalls.pe.starved"), "");
}

TEST(csv, counters_that_only_another_accelerator_has_are_columns_too) {
    result all = sample_result();
    all.rows[0].measured->totals.pop_back();
    const std::vector<record> records = parsed(to_csv(all));
    EXPECT_EQ(cell(records, 1, "counts.pe.reader.read"), "");
    EXPECT_EQ(cell(records, 2, "counts.pe.reader.read"), "9");
}

TEST(csv, texts_survive_commas_quotes_and_line_ends) {
    const std::vector<std::string> texts = {"a,b",          "a \"b\" c", "\"",      "two\nlines",
                                            "two\r\nlines", "a\rb",      " blank ", "plain"};
    for (const std::string& text : texts) {
        SCOPED_TRACE(text);
        result all = sample_result();
        all.rows = {all.rows[0], all.rows[1]};
        all.rows[0].layer = text;
        const std::vector<record> records = parsed(to_csv(all));
        ASSERT_EQ(records.size(), 3u);
        EXPECT_EQ(cell(records, 1, "layer"), text);
        EXPECT_EQ(cell(records, 1, "pattern"), "as_is");
    }
}

TEST(csv, cells_are_quoted_only_where_they_must_be) {
    result all = sample_result();
    all.rows = {all.rows[0]};
    all.rows[0].layer = "say \"8\", please";
    EXPECT_NE(to_csv(all).find("\r\nwide,eie,clocked,\"say \"\"8\"\", please\",as_is,"), std::string::npos);
}

TEST(csv, what_a_row_lacks_is_an_empty_cell) {
    result all = sample_result();
    all.rows[0].measured->load_balance.reset();
    const std::vector<record> records = parsed(to_csv(all));
    EXPECT_EQ(cell(records, 1, "load_balance"), "");
    EXPECT_EQ(cell(records, 2, "load_balance"), "0.875");
}

TEST(csv, several_notes_are_one_cell_and_the_boxes_are_left_to_json) {
    result all = sample_result();
    all.rows = {all.rows[0]};
    all.rows[0].notes = {"One.", "Two."};
    all.rows[0].measured->instances = {{"pe[0]", {{described("pe.starved"), 0}}}};
    const std::vector<record> records = parsed(to_csv(all));
    EXPECT_EQ(cell(records, 1, "notes"), "One. Two.");
    for (const std::string& column : records[0])
        EXPECT_EQ(column.find("instances"), std::string::npos) << column;
}

}  // namespace
}  // namespace lacuna::reports::test
