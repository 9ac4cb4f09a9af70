/// The distributions as functions of a random engine, the same on every machine (Boost.Random).
#pragma once

#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <cmath>

#include "sim/layers/random_values.h"

namespace lacuna::layers {

/// Calls visit(draw), where draw(engine) is the next value of the distribution, uniform ones being `least`
/// to 1.
template <class Visit>
auto with_draw(distribution values, float least, Visit visit) {
    boost::random::normal_distribution<float> normal;
    boost::random::uniform_real_distribution<float> uniform(least, 1);
    switch (values) {
        case distribution::normal:
            return visit([&](auto& random) { return normal(random); });
        case distribution::uniform:
            return visit([&](auto& random) { return uniform(random); });
        case distribution::half_normal:
            break;
    }
    return visit([&](auto& random) { return std::abs(normal(random)); });
}

}  // namespace lacuna::layers
