/// A matrix of bit patterns, packed as registers and memory hold them: operands of 32, 16, 8 or 4 bits, or
/// nibbles of metadata.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna::sparse_tensor_core {

class packed_codes {
  public:
    packed_codes() = default;
    /// Of zeros. `bits` divides 32; each row begins with a word of its own.
    packed_codes(int bits, std::uint32_t rows, std::uint32_t columns)
        : bits_(static_cast<std::uint32_t>(bits)), rows_(rows), columns_(columns) {
        while (bits_ << word_shift_ < 32) ++word_shift_;
        words_per_row_ = (std::size_t{columns} + last_in_word()) >> word_shift_;
        words_.resize(words_per_row_ * rows);
    }

    std::uint32_t rows() const { return rows_; }
    std::uint32_t columns() const { return columns_; }

    std::uint32_t at(std::uint32_t row, std::uint32_t column) const {
        return words_[word_of(row, column)] >> (column & last_in_word()) * bits_ & mask();
    }
    /// The place was 0 before, and the code has no bits beyond its own.
    void set(std::uint32_t row, std::uint32_t column, std::uint32_t code) {
        words_[word_of(row, column)] |= code << (column & last_in_word()) * bits_;
    }

    /// Writes the `count` codes from (row, first column) on to to[0], to[step], ...; `padding` where the
    /// matrix has ended.
    template <class Code>
    void read(std::uint64_t row, std::uint64_t first, std::uint32_t count, Code padding, Code* to,
              std::size_t step = 1) const {
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::uint64_t column = first + i;
            to[i * step] = row < rows_ && column < columns_
                               ? static_cast<Code>(
                                     at(static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column)))
                               : padding;
        }
    }

  private:
    std::size_t word_of(std::uint32_t row, std::uint32_t column) const {
        return row * words_per_row_ + (column >> word_shift_);
    }
    /// The number of the last code in a word, from 0.
    std::uint32_t last_in_word() const { return (1u << word_shift_) - 1; }
    std::uint32_t mask() const { return ~std::uint32_t{0} >> (32 - bits_); }

    std::uint32_t bits_ = 32;
    std::uint32_t word_shift_ = 0;  // a word holds 2^word_shift_ codes
    std::uint32_t rows_ = 0;
    std::uint32_t columns_ = 0;
    std::size_t words_per_row_ = 0;
    std::vector<std::uint32_t> words_;
};

}  // namespace lacuna::sparse_tensor_core
