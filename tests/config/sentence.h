/// The sentence that bad input gets, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "sim/config/input_error.h"

namespace lacuna::config {

/// What the input_error says that the call throws; a failure of the test where it throws none.
template <class Call>
std::string sentence_of(Call call) {
    try {
        call();
    } catch (const input_error& error) {
        return error.what();
    }
    ADD_FAILURE() << "nothing was refused";
    return "";
}

}  // namespace lacuna::config
