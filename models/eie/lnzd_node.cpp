#include "models/eie/lnzd_node.h"

#include "models/eie/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::eie {

lnzd_node::lnzd_node(sc_core::sc_module_name name, statistics::registry& statistics) : sc_module(name) {
    statistics.add(kernel::box_path(*this), counters::lnzd_node_select, selects_);
}

bool lnzd_node::present(std::uint32_t row) {
    holding_ = 0;
    for (int child = 0; child < children.size(); ++child) {
        holding_ |= static_cast<unsigned>(children[child]->present(row)) << child;
    }
    return more();
}

leading_nonzero lnzd_node::take() {
    const int first = __builtin_ctz(holding_);
    const leading_nonzero selected = children[first]->take();
    if (!children[first]->more()) holding_ &= ~(1u << first);
    ++selects_;
    return selected;
}

}  // namespace lacuna::eie
