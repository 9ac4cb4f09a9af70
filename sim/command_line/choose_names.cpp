#include "sim/command_line/choose_names.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"

namespace lacuna::command_line {

std::vector<std::string> choose_names(const std::string& list, const std::vector<std::string>& known,
                                      const std::string& option, const std::string& what) {
    std::vector<std::string> chosen;
    std::size_t begin = 0;
    while (begin <= list.size()) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        const std::string name = list.substr(begin, end - begin);
        if (std::find(known.begin(), known.end(), name) == known.end())
            refuse("{}: {} is no {}{}.", option, config::in_quotes(name), what,
                   config::nearest_name_hint(name, known));
        chosen.push_back(name);
        begin = end + 1;
    }
    return chosen;
}

}  // namespace lacuna::command_line
