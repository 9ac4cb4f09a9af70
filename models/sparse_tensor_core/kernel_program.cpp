#include "models/sparse_tensor_core/kernel_program.h"

#include <algorithm>

namespace lacuna::sparse_tensor_core {
namespace {

list_loop loop_of(const sm_program& program, std::size_t warp, const warp_loop& loop, const parameters& p) {
    list_loop list{loop.iterations, {}};
    for (std::uint32_t chain = 0; chain < loop.chains; ++chain) {
        warp_instruction each;
        each.set = static_cast<register_set>(chain);
        each.what = operation::mma;
        if (!std::holds_alternative<formats::mma>(program.instruction)) {
            each.what = operation::load;
            each.cause = idle_cause::operand_wait;
            each.amount = program.phases[warp * program.ilp + chain];
        }
        list.body.push_back(each);
    }
    for (std::int64_t i = 0; i < p.loop_instructions; ++i) {
        warp_instruction each;
        if (i == 0) each.what = operation::synchronise;
        list.body.push_back(each);
    }
    return list;
}

}  // namespace

std::vector<instruction_list> lists_of(const sm_program& program, const parameters& p) {
    std::vector<instruction_list> lists(program.warps.size());
    for (std::size_t warp = 0; warp < lists.size(); ++warp) {
        std::uint32_t chains_before = 0;
        for (const warp_loop& loop : program.warps[warp].loops) {
            std::vector<list_loop>& loops = lists[warp].loops;
            if (loop.chains == chains_before && !loops.empty())
                loops.back().iterations += loop.iterations;
            else
                loops.push_back(loop_of(program, warp, loop, p));
            chains_before = loop.chains;
            lists[warp].sets = std::max(lists[warp].sets, static_cast<register_set>(loop.chains));
        }
    }
    return lists;
}

}  // namespace lacuna::sparse_tensor_core
