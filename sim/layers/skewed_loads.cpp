#include "sim/layers/skewed_loads.h"

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <numeric>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/layers/drawing.h"

namespace lacuna::layers {
namespace {

using engine = boost::random::mt19937;
using loads = std::vector<std::uint32_t>;

double sum_of_squares(const loads& load) {
    double sum = 0;
    for (const std::uint32_t each : load) sum += static_cast<double>(each) * each;
    return sum;
}

/// The sum of squares that loads of this coefficient of variation have.
double squares_at(double variation, double rows, double total) {
    return total * total / rows * (1 + variation * variation);
}

/// The place of each row in the order of falling z, and the z in that order.
struct order {
    std::vector<std::uint32_t> row;
    std::vector<double> z;
};

order drawn_order(std::uint32_t rows, std::uint32_t seed) {
    engine random(seed);
    boost::random::normal_distribution<double> normal;
    std::vector<double> z(rows);
    for (double& each : z) each = normal(random);
    order all{std::vector<std::uint32_t>(rows), {}};
    std::iota(all.row.begin(), all.row.end(), 0u);
    std::stable_sort(all.row.begin(), all.row.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return z[a] > z[b]; });
    for (const std::uint32_t row : all.row) all.z.push_back(z[row]);
    return all;
}

/// Loads in proportion to exp(sigma z), z falling, each at most `columns`: the first rows are full, the
/// others share what is left.
std::vector<double> shares(const std::vector<double>& z, double sigma, double columns, double total) {
    const std::size_t rows = z.size();
    std::vector<double> behind(rows + 1, 0.0);  // sums of the factors from a row on, relative to its own
    for (std::size_t i = rows; i-- > 0;)
        behind[i] = 1 + (i + 1 < rows ? behind[i + 1] * std::exp(sigma * (z[i + 1] - z[i])) : 0.0);
    std::vector<double> share(rows, columns);
    std::size_t full = 0;
    double left = total;
    while (full < rows && left / behind[full] > columns) {
        left -= columns;
        ++full;
    }
    for (std::size_t i = full; i < rows; ++i)
        share[i] = left / behind[full] * std::exp(sigma * (z[i] - z[full]));
    return share;
}

/// Whole numbers of the same sum: rounded down, and the largest remainders up (the first of equals).
loads rounded(const std::vector<double>& share, std::uint32_t columns, std::uint64_t total) {
    loads load;
    std::uint64_t sum = 0;
    for (const double each : share) {
        load.push_back(std::min(columns, static_cast<std::uint32_t>(std::max(each, 0.0))));
        sum += load.back();
    }
    std::vector<std::uint32_t> by_remainder(share.size());
    std::iota(by_remainder.begin(), by_remainder.end(), 0u);
    std::stable_sort(by_remainder.begin(), by_remainder.end(), [&](std::uint32_t a, std::uint32_t b) {
        return share[a] - load[a] > share[b] - load[b];
    });
    // Rounding errors of the shares may leave a few too many or too few.
    while (sum != total) {
        for (const std::uint32_t i : by_remainder) {
            if (sum < total && load[i] < columns) ++load[i], ++sum;
            if (sum > total && load[i] > 0) --load[i], --sum;
            if (sum == total) break;
        }
    }
    return load;
}

/// Sigma by bisection over the rounded loads, whose variation grows with it.
loads nearest_log_normal(const std::vector<double>& z, std::uint32_t columns, std::uint64_t total,
                         double wanted_squares) {
    const auto at = [&](double sigma) {
        give_up_if_stopped();
        return rounded(shares(z, sigma, columns, static_cast<double>(total)), columns, total);
    };
    double below = 0, above = 1;
    while (above < 1e9 && sum_of_squares(at(above)) < wanted_squares) below = above, above *= 2;
    for (int step = 0; step < 50; ++step) {
        const double middle = (below + above) / 2;
        (sum_of_squares(at(middle)) < wanted_squares ? below : above) = middle;
    }
    return at(above);
}

/// Moves single non-zeros between rows while that brings the sum of squares nearer to the wanted one. To
/// move one from a row of `a` to a row of `b` changes the sum by 2 (b - a + 1).
void move_single(loads& load, std::uint32_t columns, double wanted_squares) {
    double missing = wanted_squares - sum_of_squares(load);
    for (std::size_t moves = 0; moves < 4 * load.size(); ++moves) {
        give_up_if_stopped();
        // Rows in rising order; for every giver the taker whose change is nearest to what is missing.
        std::sort(load.begin(), load.end());
        double nearest = std::abs(missing), change = 0;
        std::size_t from = 0, to = 0;
        const auto consider = [&](std::size_t giver, std::size_t taker) {
            if (giver == taker || taker >= load.size() || load[giver] == 0 || load[taker] == columns) return;
            const double changed = 2 * (static_cast<double>(load[taker]) - load[giver] + 1);
            if (!(std::abs(missing - changed) < nearest)) return;
            nearest = std::abs(missing - changed), change = changed, from = giver, to = taker;
        };
        for (std::size_t giver = 0; giver < load.size(); ++giver) {
            const double ideal = load[giver] + missing / 2 - 1;
            const auto above =
                std::lower_bound(load.begin(), load.end(), ideal, [](auto a, double b) { return a < b; });
            const auto taker = static_cast<std::size_t>(above - load.begin());
            for (std::size_t step = 0; step < 4; ++step)
                if (taker + 2 >= step) consider(giver, taker + 2 - step);
        }
        if (change == 0) return;
        --load[from], ++load[to];
        missing -= change;
    }
}

}  // namespace

double greatest_variation(std::uint32_t rows, std::uint32_t columns, std::uint64_t total) {
    if (total == 0 || rows == 0) return 0;
    const std::uint64_t full = total / columns, left = total % columns;
    const double squares = static_cast<double>(full) * columns * columns + static_cast<double>(left) * left;
    const double n = rows, all = static_cast<double>(total);
    return std::sqrt(std::max(squares * n / (all * all) - 1, 0.0));
}

std::vector<std::uint32_t> skewed_loads(std::uint32_t rows, std::uint32_t columns, std::uint64_t total,
                                        double variation, std::uint32_t seed) {
    if (total > std::uint64_t{rows} * columns)
        refuse("{} x {} weights cannot have {} non-zeros", rows, columns, total);
    if (rows > most_skewed_rows)
        refuse("the loads of {} rows cannot be skewed, at most of {}", rows, most_skewed_rows);
    if (!(variation >= 0)) refuse("a coefficient of variation is 0 or more, but {} is asked for", variation);
    const double greatest = greatest_variation(rows, columns, total);
    if (variation > greatest * (1 + 1e-12))  // whatever rounding made of the greatest itself
        refuse(
            "a coefficient of variation of {} cannot be reached: {} non-zeros in {} rows of {} columns reach {} "
            "at most",
            variation, total, rows, columns, std::floor(greatest * 1e4) / 1e4);
    const double wanted = squares_at(variation, rows, static_cast<double>(total));
    const order drawn = drawn_order(rows, seed);
    loads by_rank = nearest_log_normal(drawn.z, columns, total, wanted);
    move_single(by_rank, columns, wanted);
    std::sort(by_rank.begin(), by_rank.end(), std::greater<>());
    loads load(rows);
    for (std::size_t i = 0; i < rows; ++i) load[drawn.row[i]] = by_rank[i];
    return load;
}

formats::csr<float> generate_rows(const std::vector<std::uint32_t>& load, std::uint32_t columns,
                                  distribution values, std::uint32_t seed) {
    engine random(seed);
    formats::csr<float> matrix{static_cast<std::uint32_t>(load.size()), columns, {0}, {}, {}};
    std::vector<std::uint32_t> place(columns);
    std::iota(place.begin(), place.end(), 0u);
    for (const std::uint32_t count : load) {
        if (count > columns) refuse("a row of {} columns cannot have {} non-zeros", columns, count);
        give_up_if_stopped();
        // Any order to begin with gives each choice of places the same chance.
        for (std::uint32_t i = 0; i < count; ++i)
            std::swap(place[i],
                      place[boost::random::uniform_int_distribution<std::uint32_t>(i, columns - 1)(random)]);
        matrix.column.insert(matrix.column.end(), place.begin(), place.begin() + count);
        std::sort(matrix.column.end() - count, matrix.column.end());
        matrix.row_begin.push_back(matrix.stored());
    }
    matrix.value.resize(matrix.column.size());
    with_draw(values, -1, [&](auto draw) {
        std::size_t drawn = 0;
        for (float& value : matrix.value) {
            if (++drawn % (1u << 16) == 0) give_up_if_stopped();
            while (value == 0) value = draw(random);
        }
    });
    return matrix;
}

}  // namespace lacuna::layers
