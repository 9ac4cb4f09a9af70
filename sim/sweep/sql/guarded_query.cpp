#include "sim/sweep/sql/guarded_query.h"

#include <sqlite3.h>

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/sweep/sql/database_error.h"

namespace lacuna::sweep {
namespace {

bool contains(const std::vector<std::string>& names, const char* name) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& each) { return sqlite3_stricmp(each.c_str(), name) == 0; });
}

/// What was forbidden first, as the end of a sentence; empty where all passed.
struct verdict {
    const guard& by;
    std::string forbidden;

    int forbid(std::string why) {
        if (forbidden.empty()) forbidden = std::move(why);
        return SQLITE_DENY;
    }
};

/// SQLite asks about each thing that the query would do; `inside` is the view that does it.
int ask(void* context, int action, const char* first, const char* second, const char*, const char* inside) {
    verdict& found = *static_cast<verdict*>(context);
    const bool in_view = inside != nullptr && contains(found.by.tables, inside);
    switch (action) {
        case SQLITE_SELECT:
            return SQLITE_OK;
        case SQLITE_READ:
            if (in_view || contains(found.by.tables, first)) return SQLITE_OK;
            return found.forbid(
                fmt::format("reads the table {}, which is not allowed", config::in_quotes(first)));
        case SQLITE_FUNCTION:
            if (in_view || contains(pure_functions(), second)) return SQLITE_OK;
            return found.forbid(fmt::format("calls {}, which is none of the functions allowed{}",
                                            config::in_quotes(second),
                                            config::nearest_name_hint(second, pure_functions())));
        default:
            // A view may use what the program that made it thought right, WITH RECURSIVE for one.
            return in_view ? SQLITE_OK : found.forbid("does more than compute a value");
    }
}

/// Asks while it lives.
class authorizer {
  public:
    authorizer(database& on, verdict& found) : on_(on) { sqlite3_set_authorizer(on_.handle(), ask, &found); }
    ~authorizer() { sqlite3_set_authorizer(on_.handle(), nullptr, nullptr); }
    authorizer(const authorizer&) = delete;
    authorizer& operator=(const authorizer&) = delete;

  private:
    database& on_;
};

/// What follows a beginning that a text has; empty where it begins otherwise.
std::string after(const std::string& text, const std::string& beginning) {
    return text.compare(0, beginning.size(), beginning) == 0 ? text.substr(beginning.size()) : "";
}

/// SQLite's message in the words of the user's expression.
[[noreturn]] void refuse_expression(const std::string& message, const guard& by) {
    if (std::string name = after(message, "no such column: "); !name.empty()) {
        // Later versions quote the name and go on with advice.
        if (name[0] == '"') name = name.substr(1, name.find('"', 1) - 1);
        refuse("{} names {}, which is no {}{}.", by.what, config::in_quotes(name), by.kind_of_name,
               config::nearest_name_hint(name, by.names));
    }
    if (const std::string name = after(message, "no such function: "); !name.empty()) {
        refuse("{} calls {}, which is none of the functions allowed{}.", by.what, config::in_quotes(name),
               config::nearest_name_hint(name, pure_functions()));
    }
    refuse("{} is not an SQL expression that gives one value: {}.", by.what, config::shown(message));
}

}  // namespace

statement prepare_guarded(database& on, std::string_view sql, const guard& by) {
    verdict found{by, ""};
    const authorizer asked(on, found);
    try {
        return on.prepare(sql);
    } catch (const database_error&) {
        if (!found.forbidden.empty()) refuse("{} {}.", by.what, found.forbidden);
        const int code = sqlite3_errcode(on.handle()) & 0xff;
        if (code != SQLITE_ERROR) throw;
        refuse_expression(sqlite3_errmsg(on.handle()), by);
    }
}

const std::vector<std::string>& pure_functions() {
    static const std::vector<std::string> all = {
        "abs",   "ceil",  "ceiling", "coalesce", "exp",    "floor",  "glob",  "ifnull",
        "iif",   "instr", "length",  "like",     "ln",     "log",    "log10", "log2",
        "lower", "max",   "min",     "mod",      "nullif", "pow",    "power", "round",
        "sign",  "sqrt",  "substr",  "trim",     "trunc",  "typeof", "upper"};
    return all;
}

}  // namespace lacuna::sweep
