/// What is a box called in reports?
#include "sim/kernel/box_path.h"

#include <gtest/gtest.h>

#include <memory>

namespace lacuna::kernel {
namespace {

struct leaf final : sc_core::sc_module {
    explicit leaf(sc_core::sc_module_name name) : sc_module(name) {}
};

struct accelerator final : sc_core::sc_module {
    accelerator(sc_core::sc_module_name name, const char* box)
        : sc_module(name), within(std::make_unique<group>(box)) {}
    struct group final : sc_core::sc_module {
        explicit group(sc_core::sc_module_name name) : sc_module(name) {}
        leaf inner{"pointer_read"};
    };
    std::unique_ptr<group> within;
};

/// The path of a box of that name in an accelerator called eie.
std::string path_of(const char* box) {
    const accelerator top("eie", box);
    return box_path(*top.within);
}

TEST(box_path, a_trailing_number_is_an_index) {
    EXPECT_EQ(path_of("pe_3"), "pe[3]");
    EXPECT_EQ(path_of("pe_0"), "pe[0]");
    EXPECT_EQ(path_of("lnzd_node_4095"), "lnzd_node[4095]");
}

TEST(box_path, other_underscores_and_digits_stay) {
    EXPECT_EQ(path_of("central_control"), "central_control");
    EXPECT_EQ(path_of("stage2"), "stage2");
    EXPECT_EQ(path_of("level_2_cache"), "level_2_cache");
    EXPECT_EQ(path_of("level_2_cache_7"), "level_2_cache[7]");
    EXPECT_EQ(path_of("pe_3b"), "pe_3b");
    EXPECT_EQ(path_of("spare_"), "spare_");
}

TEST(box_path, the_boxes_inside_follow_with_dots) {
    const accelerator top("eie", "pe_3");
    EXPECT_EQ(box_path(top.within->inner), "pe[3].pointer_read");
}

TEST(box_path, the_name_of_the_accelerator_is_left_out_whatever_it_is) {
    const accelerator top("eie-64_2", "pe_3");
    EXPECT_EQ(box_path(top), "");
    EXPECT_EQ(box_path(*top.within), "pe[3]");
}

TEST(box_path, the_names_that_a_vector_of_modules_makes_are_indices) {
    struct array final : sc_core::sc_module {
        explicit array(sc_core::sc_module_name name) : sc_module(name) {}
        sc_core::sc_vector<leaf> pe{"pe", 3};
    } top("top");
    EXPECT_EQ(box_path(top.pe[2]), "pe[2]");
}

}  // namespace
}  // namespace lacuna::kernel
