/// What is written into a database between two commits, which is there whole or not at all.
#pragma once

#include <optional>

#include "sim/sweep/sql/database.h"

namespace lacuna::sweep {

class batch {
  public:
    explicit batch(database& on) : on_(on) {}

    database& data() const { return on_; }
    /// For all that write, before they do.
    void begin() {
        if (!open_) open_.emplace(on_);
    }
    /// Makes permanent what was written; called rarely, since it waits for the disk.
    void commit() {
        if (open_) open_->commit();
        open_.reset();
    }

  private:
    database& on_;
    std::optional<transaction> open_;
};

}  // namespace lacuna::sweep
