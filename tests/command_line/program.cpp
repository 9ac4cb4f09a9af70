#include "tests/command_line/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace lacuna::tests {

namespace fs = std::filesystem;

temporary_folder::temporary_folder() {
    std::string name = (fs::temp_directory_path() / "lacuna-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
    path_ = name;
}

temporary_folder::~temporary_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void temporary_folder::write(const std::string& name, const std::string& content) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
}

std::vector<std::string> temporary_folder::files(const std::string& name) const {
    std::vector<std::string> names;
    if (!fs::is_directory(path_ / name)) return names;
    for (const fs::directory_entry& entry : fs::directory_iterator(path_ / name))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    EXPECT_TRUE(stream) << file << " cannot be read";
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool has_terminals() {
    int controlling = -1;
    int controlled = -1;
    if (::openpty(&controlling, &controlled, nullptr, nullptr, nullptr) != 0) return false;
    ::close(controlling);
    ::close(controlled);
    return true;
}

process::process(std::vector<std::string> command, const fs::path& folder, errors where) {
    std::vector<char*> words;
    for (std::string& word : command) words.push_back(word.data());
    words.push_back(nullptr);
    const fs::path out = output_.path() / "out";
    const fs::path err = output_.path() / "err";
    constexpr int flags = O_WRONLY | O_CREAT | O_CLOEXEC;
    const int to_out = ::open(out.c_str(), flags, 0600);
    int to_err = -1;
    if (where == errors::to_file) {
        to_err = ::open(err.c_str(), flags, 0600);
    } else if (::openpty(&terminal_, &to_err, nullptr, nullptr, nullptr) == 0) {
        ::fcntl(terminal_, F_SETFD, FD_CLOEXEC);
    }
    if (to_out < 0 || to_err < 0) throw std::runtime_error("no place for the program's output can be made");
    id_ = ::fork();
    if (id_ < 0) throw std::runtime_error("no process can be started");
    if (id_ == 0) {
        const bool ready = ::dup2(to_out, STDOUT_FILENO) >= 0 && ::dup2(to_err, STDERR_FILENO) >= 0 &&
                           ::chdir(folder.c_str()) == 0;
        ::alarm(300);  // outlives exec
        if (ready) ::execv(words[0], words.data());
        ::_exit(127);
    }
    ::close(to_out);
    ::close(to_err);
}

process::~process() {
    if (id_ > 0) {
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
    }
    if (terminal_ >= 0) ::close(terminal_);
}

void process::signal(int number) const {
    ::kill(id_, number);
}

bool process::read_terminal() {
    char chunk[4096];
    const ssize_t size = ::read(terminal_, chunk, sizeof chunk);
    if (size <= 0) return false;  // the program closed its side
    shown_.append(chunk, static_cast<std::size_t>(size));
    return true;
}

bool process::terminal_shows(const std::string& text) {
    while (shown_.find(text) == std::string::npos)
        if (!read_terminal()) return false;
    return true;
}

finished process::wait() {
    while (terminal_ >= 0 && read_terminal()) {
    }
    int status = 0;
    ::waitpid(id_, &status, 0);
    id_ = -1;
    finished result;
    result.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    result.out = bytes_of(output_.path() / "out");
    result.err = terminal_ >= 0 ? shown_ : bytes_of(output_.path() / "err");
    return result;
}

std::vector<std::string> command(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), LACUNA_PROGRAM);
    return arguments;
}

finished lacuna(const std::vector<std::string>& arguments, const fs::path& folder) {
    return process(command(arguments), folder).wait();
}

nlohmann::ordered_json result_of(std::vector<std::string> arguments, const fs::path& folder) {
    arguments.insert(arguments.begin(), "run");
    arguments.insert(arguments.end(), {"--format", "json", "--quiet"});
    const finished run = lacuna(arguments, folder);
    EXPECT_EQ(run.code, 0);
    EXPECT_EQ(run.err, "");
    return nlohmann::ordered_json::parse(run.out);
}

nlohmann::ordered_json points_of(std::vector<std::string> arguments, const fs::path& folder) {
    const temporary_folder scratch;
    const std::string sweep = (scratch.path() / "sweep").string();
    arguments.insert(arguments.begin(), {"sweep", "run"});
    arguments.insert(arguments.end(), {"--out", sweep, "--quiet"});
    const finished run = lacuna(arguments, folder);
    EXPECT_EQ(run.code, 0);
    EXPECT_EQ(run.err, "");
    const finished exported = lacuna({"sweep", "export", sweep, "--format", "json"}, folder);
    EXPECT_EQ(exported.code, 0);
    EXPECT_EQ(exported.err, "");
    return nlohmann::ordered_json::parse(exported.out);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

bool has_data() {
    const char* const folder = std::getenv("LACUNA_DATA");
    return folder != nullptr && *folder != '\0';
}

}  // namespace lacuna::tests
