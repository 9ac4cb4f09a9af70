/// The name of a box in every report: its SystemC hierarchy below the accelerator.
#pragma once

#include <string>
#include <systemc>

namespace lacuna::kernel {

/// "eie.pe_3.pointer_read" as "pe[3].pointer_read": the accelerator's own name is left out, and a trailing
/// number is an index. An accelerator itself is "".
std::string box_path(const sc_core::sc_object& box);

}  // namespace lacuna::kernel
