#include "sim/energy/scaling.h"

#include "sim/config/input_error.h"
#include "sim/config/table.h"

namespace lacuna::energy {

namespace {

constexpr config::real_range positive{0, 1e6, true};

operating_point read_point(const config::node& value) {
    config::table table(value, config::name_of(value));
    operating_point read;
    read.node_nm = config::as_real(table.required("node_nm"), positive);
    read.voltage_v = config::as_real(table.required("voltage_v"), positive);
    const config::node& polynomial = table.required("energy");
    config::table coefficients(polynomial, config::name_of(polynomial));
    const config::real_range any{-1e6, 1e6};
    read.a = config::as_real(coefficients.required("a"), any);
    read.b = config::as_real(coefficients.required("b"), any);
    read.c = config::as_real(coefficients.required("c"), any);
    coefficients.finish();
    table.finish();
    if (!(read.energy() > 0)) {
        refuse("{}: {} gives {:.4g} at {} V, but an energy is above 0.", polynomial.where.text(),
               config::name_of(polynomial), read.energy(), read.voltage_v);
    }
    return read;
}

}  // namespace

scaling read_scaling(const config::node& map) {
    config::table table(map, "a scaling of technologies");
    scaling read;
    read.from = read_point(table.required("from"));
    read.to = read_point(table.required("to"));
    read.area = config::as_real(table.required("area"), positive);
    read.source = config::as_name(table.required("source"));
    table.finish();
    return read;
}

}  // namespace lacuna::energy
