#include "models/sparse_tensor_core/shared_memory.h"

#include "models/sparse_tensor_core/counters.h"
#include "models/sparse_tensor_core/kernel_program.h"
#include "sim/kernel/box_path.h"

namespace lacuna::sparse_tensor_core {

shared_memory::shared_memory(sc_core::sc_module_name name, const kernel::clock_domain& clock,
                             const parameters& p, statistics::registry& statistics)
    : sc_module(name),
      clock_(clock),
      bytes_(static_cast<std::uint64_t>(p.shared_memory_bytes)),
      phases_per_cycle_(p.phases_per_cycle) {
    const std::string path = kernel::box_path(*this);
    statistics.add(path, counters::shared_memory_busy_cycles, busy_cycles_);
    statistics.add(path, counters::shared_memory_way_busy, way_busy_);
    statistics.add(path, counters::shared_memory_no_request, no_request_);
    statistics.add(path, counters::shared_memory_read, reads_);
    statistics.add(path, counters::shared_memory_write, writes_);
    statistics.add(path, counters::shared_memory_bytes, bytes_asked_);
}

void shared_memory::end_of_elaboration() {
    for (int i = 0; i < queues.size(); ++i) ways_.push_back({queues[i], queues[i]->phase_interval()});
}

void shared_memory::start(bool serves) {
    serves_ = serves;
    stream_.reset();
    for (way& each : ways_) each.free_from = each.taken_at = 0;
}

void shared_memory::start(const layers::instruction_stream& loads) {
    start(true);
    stream_ = loads;
    registers_.assign(loads.chains(), {});
    words_.assign(banks, {});
    const std::vector<std::uint32_t> words = layers::shared_memory_contents(loads, bytes_);
    for (std::size_t i = 0; i < words.size(); ++i) words_[i % banks].push_back(words[i]);
}

bool shared_memory::on_clock() {
    if (!serves_) {
        ++no_request_;
        return false;
    }
    std::int64_t started = 0;
    for (way* next; started < phases_per_cycle_ && (next = oldest_ready()) != nullptr; ++started) {
        const shared_memory_request served = *next->queue->head();
        if (next->queue->start_phase() && stream_) read_banks(served);
        next->taken_at = clock_.now();
        next->free_from = clock_.now() + next->interval;
        ++(served.reads ? reads_ : writes_);
        if (!stream_ && served.reads) bytes_asked_ += bytes_of_phase;
    }
    bool waits = false;
    bool busy = false;
    for (const way& each : ways_) {
        waits = waits || each.queue->head() != nullptr;
        busy = busy || each.queue->is_busy();
    }
    ++(started != 0 ? busy_cycles_ : waits ? way_busy_ : no_request_);
    return busy;
}

shared_memory::way* shared_memory::oldest_ready() {
    way* oldest = nullptr;
    std::uint64_t arrived = 0;
    for (way& each : ways_) {
        const shared_memory_request* head = each.queue->head();
        if (head == nullptr || each.taken_at == clock_.now() || each.free_from > clock_.now()) continue;
        if (oldest != nullptr && head->arrives >= arrived) continue;
        oldest = &each;
        arrived = head->arrives;
    }
    return oldest;
}

void shared_memory::read_banks(const shared_memory_request& load) {
    constexpr int lanes = formats::mma::lanes;
    constexpr int lanes_a_row = 4;  // of a matrix: 16 bytes
    constexpr int rows = 8;
    const auto& instruction = std::get<layers::shared_memory_load>(stream_->instruction);
    const std::uint32_t chain = load.warp * stream_->ilp + load.set;
    std::vector<std::uint32_t>& filled = registers_[chain];
    filled.clear();
    for (int lane = 0; lane < lanes; ++lane) {
        for (int r = 0; r < instruction.registers(); ++r) {
            const bool whole_lane = instruction.matrices == 0;
            const int giver = whole_lane ? lane : r * rows + lane / lanes_a_row;  // of the address
            const int word = whole_lane ? 0 : lane % lanes_a_row;
            const std::uint64_t address = layers::load_address(*stream_, bytes_, chain, giver);
            filled.push_back(word_at(address + static_cast<unsigned>(4 * word)));
        }
    }
    bytes_asked_ += std::uint64_t{4} * filled.size();
}

}  // namespace lacuna::sparse_tensor_core
