#include "sim/command_line/text_output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "sim/command_line/new_files.h"
#include "sim/config/input_error.h"

namespace lacuna::command_line {

text_output::text_output(const std::optional<std::string>& file, bool force) {
    if (!file) return;
    if (file->empty()) refuse("--out: the name of the file is empty.");
    check_new_files({*file}, force);
    file_.emplace(*file);
}

void text_output::write(std::string_view text) {
    if (file_) {
        file_->write(text);
    } else if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
        refuse("Cannot write to standard output: {}.", std::strerror(errno));
    }
}

void text_output::finish() {
    if (file_) file_->commit();
}

}  // namespace lacuna::command_line
