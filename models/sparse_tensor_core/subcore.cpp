#include "models/sparse_tensor_core/subcore.h"

#include <algorithm>

#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

subcore::subcore(sc_core::sc_module_name name, std::uint32_t number, std::uint32_t subcores,
                 const kernel::clock_domain& clock, const parameters& p, statistics::registry& statistics)
    : sc_module(name),
      scheduler("warp_scheduler", number, subcores, registers_, pool_, statistics),
      collector("operand_collector", kernel::box_path(*this), p, registers_, subcores, statistics),
      metadata("metadata_delivery", p, registers_, subcores, statistics),
      selector("operand_selector", p, statistics),
      multipliers("dot_product_units", p, statistics),
      adders("accumulation", p, statistics),
      results("write_back", p, registers_, pool_, subcores, statistics),
      loads("load_store_unit", clock, p, statistics),
      issued_("issued", clock),
      issued_sparse_("issued_sparse", clock),
      tiles_("tiles", clock),
      delivered_("delivered", clock),
      selected_("selected", clock),
      products_("products", clock),
      sums_("sums", clock),
      finished_("finished", clock),
      subcores_(subcores) {
    scheduler.issued(issued_);
    collector.issued(issued_);
    scheduler.issued_sparse(issued_sparse_);
    metadata.issued(issued_sparse_);
    scheduler.loads(loads);
    collector.tiles(tiles_);
    selector.tiles(tiles_);
    metadata.metadata(delivered_);
    selector.metadata(delivered_);
    selector.selected(selected_);
    multipliers.selected(selected_);
    multipliers.products(products_);
    adders.products(products_);
    adders.results(sums_);
    results.results(sums_);
    results.finished(finished_);
    scheduler.finished(finished_);
}

void subcore::start(const sm_work& work) {
    std::uint64_t hold = 0;
    if (work.instruction != nullptr) {
        if (work.values != nullptr)
            registers_.start(*work.instruction, (work.warps->size() + subcores_ - 1) / subcores_,
                             work.chains);
        collector.start(*work.instruction);
        selector.start(*work.instruction);
        multipliers.start(*work.instruction);
        adders.start(*work.instruction);
        results.start(*work.instruction, work.values);
        hold = collector.hold_cycles();
    } else {
        collector.start();
    }
    loads.start(work.load_registers);
    scheduler.start(*work.warps, work.instruction != nullptr && work.instruction->sparse, hold,
                    work.fragments_ready, work.values);
}

// Flattened, as EIE's PE is: calls are a good part of an edge.
[[gnu::flatten]] bool subcore::on_clock() {
    const bool issuing = scheduler.on_clock();
    const bool collecting = collector.on_clock();
    const bool delivering = metadata.on_clock();
    const bool selecting = selector.on_clock();
    const bool multiplying = multipliers.on_clock();
    const bool adding = adders.on_clock();
    const bool writing = results.on_clock();
    return issuing || collecting || delivering || selecting || multiplying || adding || writing;
}

}  // namespace lacuna::sparse_tensor_core
