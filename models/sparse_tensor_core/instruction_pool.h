/// The data of the instructions that are on their way through a sub-core: taken at issue, given back at
/// write-back.
#pragma once

#include <memory>
#include <vector>

#include "models/sparse_tensor_core/tile.h"

namespace lacuna::sparse_tensor_core {

class instruction_pool {
  public:
    instruction_data* take() {
        if (free_.empty()) {
            all_.push_back(std::make_unique<instruction_data>());
            free_.push_back(all_.back().get());
        }
        instruction_data* taken = free_.back();
        free_.pop_back();
        return taken;
    }
    void give_back(instruction_data* used) { free_.push_back(used); }

  private:
    std::vector<std::unique_ptr<instruction_data>> all_;
    std::vector<instruction_data*> free_;
};

}  // namespace lacuna::sparse_tensor_core
