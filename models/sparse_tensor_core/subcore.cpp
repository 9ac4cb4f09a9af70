#include "models/sparse_tensor_core/subcore.h"

#include <algorithm>

#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

subcore::subcore(sc_core::sc_module_name name, std::uint32_t number, std::uint32_t subcores,
                 const kernel::clock_domain& clock, const parameters& p, statistics::registry& statistics)
    : sc_module(name),
      scheduler("warp_scheduler", p, registers_, pool_, statistics),
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
      number_(number),
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

void subcore::start(const sm_program& program, const std::vector<std::uint64_t>& fragments_ready,
                    chain_values* values) {
    std::uint64_t hold = 0;
    if (const auto* instruction = std::get_if<formats::mma>(&program.instruction)) {
        std::uint32_t chains = 0;
        for (const warp_program& warp : program.warps)
            for (const warp_loop& loop : warp.loops) chains = std::max(chains, loop.chains);
        if (values != nullptr)
            registers_.start(*instruction, (program.warps.size() + subcores_ - 1) / subcores_, chains);
        collector.start(*instruction);
        selector.start(*instruction);
        multipliers.start(*instruction);
        adders.start(*instruction);
        results.start(*instruction, values);
        hold = collector.hold_cycles();
    } else {
        collector.start();
        loads.start(static_cast<std::uint32_t>(
            std::get<layers::shared_memory_load>(program.instruction).registers()));
    }
    scheduler.start(program, number_, subcores_, hold, fragments_ready, values);
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
