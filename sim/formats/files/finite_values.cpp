#include "sim/formats/files/finite_values.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"

namespace lacuna::formats {

std::vector<float> finite_values(element_type type, byte_order order, const unsigned char* bytes,
                                 std::size_t count, const std::function<std::string(std::size_t)>& where) {
    constexpr std::size_t piece = std::size_t{1} << 20;  // values; some milliseconds
    const std::size_t size = bytes_of(type);
    std::vector<float> values(count);
    for (std::size_t begin = 0; begin < count; begin += piece) {
        give_up_if_stopped();
        const std::size_t wanted = std::min(piece, count - begin);
        const std::size_t good = convert(type, order, bytes + begin * size, wanted, values.data() + begin);
        if (good < wanted) refuse("{} is no finite 32-bit float.", where(begin + good));
    }
    return values;
}

}  // namespace lacuna::formats
