#include "models/eie/dma.h"

#include <memory>
#include <utility>

#include "models/eie/capacity.h"
#include "models/eie/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::eie {

namespace {

/// Every stride-th element from `begin` on.
std::vector<float> slice_of(const float* begin, const float* end, std::size_t first, std::size_t stride) {
    std::vector<float> slice;
    const auto size = static_cast<std::size_t>(end - begin);
    slice.reserve(size / stride + 1);
    for (std::size_t i = first; i < size; i += stride) slice.push_back(begin[i]);
    return slice;
}

void place_slice(const std::vector<float>& slice, std::size_t first, std::size_t stride,
                 std::vector<float>& all) {
    for (std::size_t i = 0; i < slice.size(); ++i) all[first + i * stride] = slice[i];
}

}  // namespace

dma::dma(sc_core::sc_module_name name, const parameters& p, statistics::registry& statistics)
    : sc_module(name),
      width_(static_cast<std::uint64_t>(p.dma_bits_per_cycle)),
      pointer_bits_(static_cast<std::uint64_t>(p.pointer_bits)),
      entry_bits_(static_cast<std::uint64_t>(p.code_bits + p.run_bits)),
      operand_bits_(static_cast<std::uint64_t>(p.operand_bits)) {
    const std::string box = kernel::box_path(*this);
    statistics.add(box, counters::dma_weight_loading_cycles, weight_loading_cycles_);
    statistics.add(box, counters::dma_activation_loading_cycles, activation_loading_cycles_);
    statistics.add(box, counters::dma_sum_spilling_cycles, sum_spilling_cycles_);
    statistics.add(box, counters::dma_output_storing_cycles, output_storing_cycles_);
}

std::uint64_t dma::cycles_for(std::uint64_t numbers, std::uint64_t bits) const {
    return groups_of(width_, numbers * bits);
}

void dma::load_codebook(const std::vector<float>& codebook) {
    const auto shared = std::make_shared<const std::vector<float>>(codebook);
    for (int pe = 0; pe < targets.size(); ++pe) targets[pe]->load_codebook(shared);
    weight_loading_cycles_ += cycles_for(codebook.size(), operand_bits_);
}

void dma::load_weights(const formats::relative_index_csc& banks) {
    for (std::size_t pe = 0; pe < pes(); ++pe) {
        const formats::relative_index_bank& bank = banks.banks[pe];
        targets[static_cast<int>(pe)]->load_weights(bank);
        weight_loading_cycles_ += cycles_for(bank.column_begin.size(), pointer_bits_);
        weight_loading_cycles_ += cycles_for(bank.entries.size(), entry_bits_);
    }
}

void dma::load_activations(const float* begin, const float* end) {
    for (std::size_t pe = 0; pe < pes(); ++pe)
        targets[static_cast<int>(pe)]->load_activations(slice_of(begin, end, pe, pes()));
    activation_loading_cycles_ += cycles_for(static_cast<std::uint64_t>(end - begin), operand_bits_);
}

void dma::load_sums(const std::vector<float>& sums) {
    for (std::size_t pe = 0; pe < pes(); ++pe) {
        targets[static_cast<int>(pe)]->load_sums(slice_of(sums.data(), sums.data() + sums.size(), pe, pes()));
    }
    sum_spilling_cycles_ += cycles_for(sums.size(), operand_bits_);
}

std::vector<float> dma::store_sums(std::uint32_t outputs) {
    std::vector<float> all(outputs);
    for (std::size_t pe = 0; pe < pes(); ++pe)
        place_slice(targets[static_cast<int>(pe)]->sums(), pe, pes(), all);
    sum_spilling_cycles_ += cycles_for(outputs, operand_bits_);
    return all;
}

std::vector<float> dma::store_outputs(std::uint32_t outputs) {
    output_storing_cycles_ += cycles_for(outputs, operand_bits_);
    return observe_outputs(outputs);
}

std::vector<float> dma::observe_outputs(std::uint32_t outputs) const {
    std::vector<float> all(outputs);
    for (std::size_t pe = 0; pe < pes(); ++pe)
        place_slice(targets[static_cast<int>(pe)]->outputs(), pe, pes(), all);
    return all;
}

}  // namespace lacuna::eie
