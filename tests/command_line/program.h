/// Starts the program as its users do, and says what they would see: exit code, standard output, standard
/// error.
#pragma once

#include <gtest/gtest.h>

#include <sys/types.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace lacuna::tests {

/// A folder that vanishes with its object.
class temporary_folder {
  public:
    temporary_folder();
    ~temporary_folder();
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Writes a file, with the folders above it.
    void write(const std::string& name, const std::string& content) const;

    /// The names of the files in a folder below this one, hidden ones too, sorted; none where there is no
    /// such folder.
    std::vector<std::string> files(const std::string& name) const;

  private:
    std::filesystem::path path_;
};

/// Whether all this runs under the sanitizers, which takes about eight times as long. Then tests of what the
/// shipped files show are skipped, at the sizes of the paper: each shipped config is run all the same.
#ifdef __SANITIZE_ADDRESS__
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

/// All bytes of a file; a failure of the test where it cannot be read.
std::string bytes_of(const std::filesystem::path& file);

struct finished {
    int code = 0;  ///< exit code; 128 + the signal where one ended it, as shells have it
    std::string out;
    std::string err;
};

/// Whether this machine gives out pseudo-terminals; a bare root without /dev/pts does not.
bool has_terminals();

/// Skips a test that watches the program's progress bar where there is no terminal to draw it on.
#define SKIP_WITHOUT_TERMINALS() \
    if (!has_terminals()) GTEST_SKIP() << "no pseudo-terminal can be opened here"

/// A running program. It gets SIGALRM after five minutes, so that no test hangs.
class process {
  public:
    enum class errors { to_file, to_terminal };

    /// Runs `command` (its first word a path) in `folder`.
    process(std::vector<std::string> command, const std::filesystem::path& folder,
            errors where = errors::to_file);
    ~process();
    process(const process&) = delete;
    process& operator=(const process&) = delete;

    void signal(int number) const;

    /// Reads from the terminal until it shows `text`; false where the program ended first.
    bool terminal_shows(const std::string& text);

    finished wait();

  private:
    bool read_terminal();

    temporary_folder output_;
    pid_t id_ = -1;
    int terminal_ = -1;
    std::string shown_;
};

/// `lacuna ARGUMENTS...`, run in `folder` to its end.
finished lacuna(const std::vector<std::string>& arguments,
                const std::filesystem::path& folder = LACUNA_SOURCE_DIR);

/// The command of `lacuna ARGUMENTS...`.
std::vector<std::string> command(std::vector<std::string> arguments);

/// `lacuna run ARGUMENTS... --format json`, which must exit 0 without a message.
nlohmann::ordered_json result_of(std::vector<std::string> arguments,
                                 const std::filesystem::path& folder = LACUNA_SOURCE_DIR);

/// `lacuna sweep run ARGUMENTS...` into a folder that vanishes, which must exit 0, and what `sweep export`
/// then gives: an array of rows.
nlohmann::ordered_json points_of(std::vector<std::string> arguments,
                                 const std::filesystem::path& folder = LACUNA_SOURCE_DIR);

/// Lines of a text, without their ends.
std::vector<std::string> lines_of(const std::string& text);

/// Whether LACUNA_DATA names the folder of real layers; GTEST_SKIP() where not.
bool has_data();

}  // namespace lacuna::tests
