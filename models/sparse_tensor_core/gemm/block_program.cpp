#include "models/sparse_tensor_core/gemm/block_program.h"

#include <algorithm>
#include <utility>

namespace lacuna::sparse_tensor_core {
namespace {

using instructions = std::vector<warp_instruction>;

constexpr std::uint32_t phases_of_load = bytes_of_request / bytes_of_phase;  // the most: a matrix each

std::uint32_t parts_of(std::uint32_t whole, std::uint32_t part) {
    return (whole + part - 1) / part;
}

void append(const instructions& added, instructions& to) {
    to.insert(to.end(), added.begin(), added.end());
}

/// `others` between `mma`, evenly, the first of them first.
instructions spread(const instructions& others, const instructions& mma) {
    instructions mixed;
    std::size_t placed = 0;
    for (std::size_t i = 0; i < mma.size(); ++i) {
        for (; placed * mma.size() < (i + 1) * others.size() && placed < others.size(); ++placed)
            mixed.push_back(others[placed]);
        mixed.push_back(mma[i]);
    }
    return mixed;
}

/// The register sets of a warp: accumulators, then fragments of A, metadata, and B, buffer by buffer.
class register_sets {
  public:
    explicit register_sets(const tiled_gemm& gemm)
        : rows_(gemm.row_fragments()),
          columns_(gemm.column_fragments()),
          b_buffers_(gemm.b_buffers()),
          metadata_bytes_(gemm.bytes_of_warp_metadata() / rows_),
          metadata_loads_(parts_of(gemm.bytes_of_warp_metadata(), bytes_of_request)) {}

    register_set a(std::uint64_t group, std::uint32_t row) const {
        return number(rows_ * columns_ + static_cast<std::uint32_t>(group % 2) * rows_ + row);
    }
    /// As many as its loads are.
    register_set metadata(std::uint64_t group, std::uint32_t load) const {
        return number(rows_ * (columns_ + 2) + static_cast<std::uint32_t>(group % 2) * metadata_loads_ +
                      load);
    }
    register_set metadata_of_row(std::uint64_t group, std::uint32_t row) const {
        return metadata_loads_ == 0 ? no_set : metadata(group, row * metadata_bytes_ / bytes_of_request);
    }
    register_set b(std::uint64_t group, std::uint32_t column) const {
        return number(rows_ * (columns_ + 2) + 2 * metadata_loads_ +
                      static_cast<std::uint32_t>(group % b_buffers_) * columns_ + column);
    }
    register_set count() const {
        return number(rows_ * (columns_ + 2) + 2 * metadata_loads_ + b_buffers_ * columns_);
    }

  private:
    static register_set number(std::uint32_t set) { return static_cast<register_set>(set); }

    std::uint32_t rows_, columns_, b_buffers_;
    std::uint32_t metadata_bytes_;  // of a fragment
    std::uint32_t metadata_loads_;
};

/// Writes the list of a warp. Groups are numbered over all of k.
class warp_writer {
  public:
    warp_writer(const tiled_gemm& gemm, std::uint64_t k_tiles, std::uint32_t copies)
        : gemm_(gemm),
          sets_(gemm),
          k_tiles_(k_tiles),
          groups_(gemm.k_groups()),
          ahead_(gemm.tile().stages - 1),
          copies_(copies) {}

    instruction_list list() const {
        instruction_list list{{}, sets_.count()};
        list.loops.push_back({1, prologue()});
        // K tiles that are alike are a loop; where groups are odd in number, two are: buffers take turns.
        const std::uint64_t alike = left_of_k(ahead_);
        const std::uint64_t of_body = groups_ % 2 == 0 ? 1 : 2;
        if (alike >= of_body) {
            list_loop loop{alike / of_body, k_tile(0)};
            if (of_body == 2) append(k_tile(1), loop.body);
            list.loops.push_back(std::move(loop));
        }
        for (std::uint64_t tile = alike / of_body * of_body; tile < k_tiles_; ++tile)
            list.loops.push_back({1, k_tile(tile)});
        list.loops.push_back({1, epilogue()});
        return list;
    }

  private:
    /// K tiles, but for so many.
    std::uint64_t left_of_k(std::uint64_t but) const { return k_tiles_ > but ? k_tiles_ - but : 0; }

    instructions prologue() const {
        const auto tiles = static_cast<std::uint32_t>(std::min<std::uint64_t>(ahead_, k_tiles_));
        instructions all = copies(tiles * copies_);
        append(wait((tiles - 1) * copies_), all);
        append(loads_of_a(0), all);
        append(loads_of_b(0), all);
        return all;
    }

    /// A k tile; `tile` matters where it is one of the last, and for the buffers' turns.
    instructions k_tile(std::uint64_t tile) const {
        const bool is_copying = tile + ahead_ < k_tiles_;
        const bool is_last = tile + 1 == k_tiles_;
        const std::uint32_t groups_that_copy = std::max(groups_ - 1, 1u);
        // Copied when the warps wait: the k tiles after the next, the one that is being copied included.
        const std::uint64_t after_next = std::min<std::uint64_t>(tile + ahead_, k_tiles_ - 1) - tile;
        const auto on_their_way = static_cast<std::uint32_t>(after_next > 0 ? (after_next - 1) * copies_ : 0);
        instructions all;
        std::uint32_t copied = 0;
        for (std::uint32_t g = 0; g < groups_; ++g) {
            const std::uint64_t group = tile * groups_ + g;
            const bool has_next = g + 1 < groups_ || !is_last;
            instructions others;
            if (is_copying && g < groups_that_copy) {
                const std::uint32_t until = (g + 1) * copies_ / groups_that_copy;
                others = copies(until - copied);
                copied = until;
            }
            if (g + 1 == groups_ && !is_last) {
                append(std::exchange(others, {}), all);  // of a single group: asked for before the wait
                append(wait(on_their_way), all);
            }
            if (has_next) {
                instructions loads = loads_of_a(group + 1);
                if (gemm_.b_buffers() == 2) append(loads_of_b(group + 1), loads);
                append(others, loads);
                others = std::move(loads);
            }
            append(spread(others, mma_of(group)), all);
            if (has_next && gemm_.b_buffers() == 1) append(loads_of_b(group + 1), all);
        }
        return all;
    }

    instructions epilogue() const {
        const std::uint32_t chains = gemm_.row_fragments() * gemm_.column_fragments();
        const std::uint32_t writes = writes_of_warp(gemm_);
        const std::uint32_t batch = gemm_.row_fragments();
        instructions all{barrier()};
        for (std::uint32_t i = 0; i < writes; ++i) {
            warp_instruction store{operation::store, idle_cause::epilogue};
            store.set = static_cast<register_set>((i + 1) * chains / writes - 1);
            store.amount = phases_of_load;
            all.push_back(store);
        }
        all.push_back(barrier());
        for (std::uint32_t first = 0; first < writes; first += batch) {
            const std::uint32_t count = std::min(batch, writes - first);
            for (std::uint32_t i = 0; i < count; ++i)
                all.push_back(load(sets_.a(0, i), 1, phases_of_load, idle_cause::epilogue));
            for (std::uint32_t i = 0; i < count; ++i) {
                warp_instruction write{operation::write_out, idle_cause::epilogue};
                write.set = sets_.a(0, i);
                all.push_back(write);
            }
        }
        return all;
    }

    static warp_instruction barrier() { return {operation::block_barrier, idle_cause::barrier}; }

    static instructions copies(std::uint32_t count) {
        return instructions(count, {operation::copy, idle_cause::copy_wait});
    }

    static instructions wait(std::uint32_t on_their_way) {
        warp_instruction each{operation::wait_for_copies, idle_cause::copy_wait};
        each.amount = on_their_way;
        return {each, barrier()};
    }

    static warp_instruction load(register_set first, std::uint32_t sets, std::uint32_t phases,
                                 idle_cause cause = idle_cause::operand_wait) {
        warp_instruction each{operation::load, cause};
        each.set = first;
        each.sets = static_cast<std::uint16_t>(sets);
        each.amount = phases;
        return each;
    }

    /// Loads of up to four matrices that fill `count` fragments of `bytes` from `first` on.
    static void load_fragments(register_set first, std::uint32_t count, std::uint32_t bytes,
                               instructions& to) {
        const std::uint32_t of_load = std::max(bytes_of_request / bytes, 1u);
        for (std::uint32_t i = 0; i < count; i += of_load) {
            const std::uint32_t sets = std::min(of_load, count - i);
            to.push_back(
                load(static_cast<register_set>(first + i), sets, parts_of(sets * bytes, bytes_of_phase)));
        }
    }

    /// A and its metadata.
    instructions loads_of_a(std::uint64_t group) const {
        instructions all;
        load_fragments(sets_.a(group, 0), gemm_.row_fragments(), gemm_.bytes_of_a_fragment(), all);
        const std::uint32_t metadata = gemm_.bytes_of_warp_metadata();
        for (std::uint32_t first = 0; first < metadata; first += bytes_of_request)
            all.push_back(load(sets_.metadata(group, first / bytes_of_request), 1,
                               parts_of(std::min(metadata - first, bytes_of_request), bytes_of_phase)));
        return all;
    }

    instructions loads_of_b(std::uint64_t group) const {
        instructions all;
        load_fragments(sets_.b(group, 0), gemm_.column_fragments(), gemm_.bytes_of_b_fragment(), all);
        return all;
    }

    instructions mma_of(std::uint64_t group) const {
        instructions all;
        for (std::uint32_t chain = 0; chain < gemm_.row_fragments() * gemm_.column_fragments(); ++chain) {
            const fragment_place of = fragments_of_chain(gemm_, chain);
            warp_instruction each{operation::mma, idle_cause::operand_wait};
            each.set = static_cast<register_set>(chain);
            each.reads = {sets_.a(group, of.row), sets_.b(group, of.column),
                          sets_.metadata_of_row(group, of.row)};
            all.push_back(each);
        }
        return all;
    }

    static std::uint32_t writes_of_warp(const tiled_gemm& gemm) {
        return writes_of_block(gemm) / gemm.warps();
    }

    const tiled_gemm& gemm_;
    register_sets sets_;
    std::uint64_t k_tiles_;
    std::uint32_t groups_;
    std::uint32_t ahead_;
    std::uint32_t copies_;  // of the warp in a k tile
};

}  // namespace

fragment_place fragments_of_chain(const tiled_gemm& gemm, std::uint32_t chain) {
    const std::uint32_t rows = gemm.row_fragments();
    const std::uint32_t column = chain / rows;
    return {column % 2 == 0 ? chain % rows : rows - 1 - chain % rows, column};
}

std::uint32_t copies_of_tile(const tiled_gemm& gemm) {
    return parts_of(gemm.bytes_of_stage(), bytes_of_request);
}

std::uint32_t writes_of_block(const tiled_gemm& gemm) {
    return gemm.warps() * parts_of(gemm.accumulator_registers() * 128, bytes_of_request);
}

kernel_program program_of(const tiled_gemm& gemm, std::uint64_t k_tiles, std::uint32_t blocks,
                          const memory_share& memory) {
    kernel_program program;
    program.instruction = gemm.instruction();
    program.warps_of_block = gemm.warps();
    program.chains = gemm.row_fragments() * gemm.column_fragments();
    program.memory = memory;
    const std::uint32_t copies = copies_of_tile(gemm);
    for (std::uint32_t warp = 0; warp < blocks * gemm.warps(); ++warp) {
        const std::uint32_t number = warp % gemm.warps();
        const std::uint32_t of_warp = copies / gemm.warps() + (number < copies % gemm.warps() ? 1 : 0);
        program.warps.push_back(warp_writer(gemm, k_tiles, of_warp).list());
    }
    return program;
}

}  // namespace lacuna::sparse_tensor_core
