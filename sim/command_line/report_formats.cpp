#include "sim/command_line/report_formats.h"

#include <algorithm>

#include "sim/command_line/choose_names.h"
#include "sim/config/input_error.h"

namespace lacuna::command_line {

std::vector<report_format> chosen_formats(const std::string& list) {
    static const std::vector<report_format> all = {
        {"table", ".txt", false}, {"json", ".json", true}, {"csv", ".csv", true}};
    std::vector<report_format> chosen;
    std::vector<std::string> known;
    for (const report_format& format : all) known.push_back(format.name);
    for (const std::string& name : choose_names(list, known, "--format", "report format")) {
        const auto place = std::find(known.begin(), known.end(), name);
        chosen.push_back(all[static_cast<std::size_t>(place - known.begin())]);
    }
    return chosen;
}

void check_standard_output(const std::vector<report_format>& formats, std::size_t subjects) {
    if (formats.size() * subjects <= 1) return;
    for (const report_format& format : formats) {
        if (!format.for_programs) continue;
        refuse(
            "--format: nothing can read {} from standard output where other reports stand with it; give --out "
            "DIR, which gets a file for each report.",
            format.name);
    }
}

}  // namespace lacuna::command_line
