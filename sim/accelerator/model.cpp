#include "sim/accelerator/model.h"

#include <stdexcept>

namespace lacuna {

std::string name_of(engine which) {
    switch (which) {
        case engine::clocked:
            return "clocked";
        case engine::transaction:
            return "transaction";
    }
    throw std::logic_error("an engine of no known name");
}

}  // namespace lacuna
