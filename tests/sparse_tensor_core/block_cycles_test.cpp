/// Does the smallest block of a GEMM take the cycles that the rules come to, counted by hand?
///
/// All by both engines, without the launch of the kernel. W is the edge at which the warps see their last
/// copy. Global memory is 570 cycles away, a copy of 512 bytes lies in shared memory 4 phases later, a load
/// is at the arbiter 8 cycles after its issue, its phases are 2 cycles apart, and its registers there 15
/// after the last.
#include <gtest/gtest.h>

#include <vector>

#include "models/sparse_tensor_core/parameters.h"
#include "sim/accelerator/accelerator.h"

namespace lacuna::sparse_tensor_core {
namespace {

parameters block_of(std::int64_t m, std::int64_t n, std::int64_t k, const char* instructions) {
    parameters p;
    p.instructions = instructions;
    p.on_violation = "prune";
    p.tile = {m, n, k};
    p.warp_tile = {16, 8};
    p.stages = 2;
    p.launch_cycles = 0;
    return p;
}

layers::workload gemm_of(std::uint32_t m, std::uint32_t k, std::uint32_t n) {
    layers::workload work{"a gemm", {}};
    work.sampled =
        layers::sampled_gemm{m, n, k, {layers::distribution::normal, 1}, {layers::distribution::normal, 2}};
    return work;
}

/// Of both engines.
std::vector<std::uint64_t> cycles_of(const parameters& p, const std::vector<layers::workload>& all) {
    const auto clocked = p.build("core", engine::clocked);
    const auto transaction = p.build("core", engine::transaction);
    std::vector<std::uint64_t> cycles;
    for (const layers::workload& work : all) {
        cycles.push_back(clocked->run(work).cycles);
        EXPECT_EQ(transaction->run(work).cycles, cycles.back());
    }
    return cycles;
}

std::uint64_t cycles_of(const parameters& p, const layers::workload& work) {
    return cycles_of(p, std::vector{work}).front();
}

/// mma.m16n8k16: 512 bytes of A and 256 of B by a port of 64 bytes take 12 cycles: two copies, 6 cycles each.
///
/// Copies at edges 0 and 1 come at 1 + 6 + 570 = 577 and 7 + 6 + 570 = 583, the last phase of the second at
/// 586: W is 587. Barrier at 588, passed at 589: load of A, at 590 of B. Phases of A at 597, 599, 601, 603,
/// of B at 605 and 607: B is there at 622. mma at 622, its sums at 646. Barriers at 623 and, after the store,
/// at 647. Store at 646: at the arbiter 654, phases to 660. Load at 648, at the arbiter 656, phases 662 to
/// 668, in registers 683: write at 683, from 684 on 8 cycles through the port.
constexpr std::uint64_t one_dense_instruction = 692;

TEST(block_cycles, of_one_dense_instruction) {
    EXPECT_EQ(cycles_of(block_of(16, 8, 16, "mma"), gemm_of(16, 16, 8)), one_dense_instruction);
}

/// mma.sp.m16n8k32: 512 bytes of A, 64 of metadata, 512 of B take 17 cycles: copies of 5, 6 and 6.
///
/// Copies at 0, 1 and 2 come at 576, 582, 588; the last phase at 591, W 592. Loads of A, metadata, B at 594,
/// 595, 596: phases of A at 602 to 608, of metadata at 610, of B at 612 to 618, there at 633. mma at 633, its
/// sums at 657: store, with phases from 665 to 671. Load at 659, phases 673 to 679, there at 694: write until
/// 703.
TEST(block_cycles, of_one_sparse_instruction) {
    EXPECT_EQ(cycles_of(block_of(16, 8, 32, "mma.sp"), gemm_of(16, 32, 8)), 703u);
}

/// The second k tile, with two stages and two sets of B fragments, is copied once the barrier at 588 has
/// shown that nobody reads its stage: after the loads of the first, at 591 and 592. These come at
/// 592 + 6 + 570 = 1168 and 1174, the last phase at 1177, 591 after that of the first; the rest is the same.
TEST(block_cycles, of_a_second_k_tile_that_is_copied_after_the_first) {
    EXPECT_EQ(cycles_of(block_of(16, 8, 16, "mma"), gemm_of(16, 32, 8)), one_dense_instruction + 591);
}

/// With a third stage the second k tile is copied at once, right behind the first: its copies are asked for
/// at edges 2 and 3 and come at 589 and 595, the last phase at 598. The warp waits for those of the first,
/// 586, as before, and loads at 589 and 590. A is at the arbiter at 597, when the last copy, which came
/// before it, is being written: phases of A at 599 to 605, of B at 607 and 609, there at 624. The warp sees
/// the second k tile at 599 and loads it at 601 and 602, there at 636. mma at 624 and, on the same sums, at
/// 648, where the only one was at 622.
TEST(block_cycles, of_a_second_k_tile_that_is_copied_beside_the_first) {
    parameters p = block_of(16, 8, 16, "mma");
    p.stages = 3;
    EXPECT_EQ(cycles_of(p, gemm_of(16, 32, 8)), one_dense_instruction + 26);
}

/// Two warps, on sub-cores of their own: 1024 bytes of A and 256 of B take 20 cycles. Copies at edge 0 of
/// warp 0, 6 cycles, and of warp 1, 7, at edge 1 of warp 0, 7: they come at 577, 584, 591. Warp 1 sees its
/// own at 588 and is at the barrier at 589, warp 0 sees its at 595 and is there at 596: both load A at 597
/// and B at 598. The arbiter starts a phase a cycle: A of warp 0 at 605, 607, 609, 611, of warp 1 at 606 to
/// 612; B at 613 and 615, at 614 and 616: there at 630 and 631. mma then, sums at 654 and 655. Stores then,
/// phases from 662 to 668 and 663 to 669. Warp 1 is at the second barrier at 656: both load at 657, phases
/// 670 to 676 and 671 to 677, there at 691 and 692. Writes then: from 692 on 8 cycles each.
TEST(block_cycles, of_two_warps_that_wait_for_each_other_and_share_the_port) {
    EXPECT_EQ(cycles_of(block_of(32, 8, 16, "mma"), gemm_of(32, 16, 8)), 708u);
}

/// 8 columns a block: of 2 SMs, which hold one each, four blocks take two waves.
TEST(block_cycles, of_waves_one_after_the_other) {
    parameters p = block_of(16, 8, 16, "mma");
    p.sms = 2;
    p.shared_memory_bytes = 2560;  // a block and what the system takes
    p.launch_cycles = 2000;
    // A of the second wave is in L2, B is not, so all of it takes as long.
    EXPECT_EQ(
        cycles_of(p, {gemm_of(16, 16, 16), gemm_of(16, 16, 24), gemm_of(16, 16, 32), gemm_of(16, 16, 40)}),
        (std::vector<std::uint64_t>{2000 + one_dense_instruction, 2000 + 2 * one_dense_instruction,
                                    2000 + 2 * one_dense_instruction, 2000 + 3 * one_dense_instruction}));
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
