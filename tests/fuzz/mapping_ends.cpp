/// Makes AddressSanitizer see reads behind the end of a memory-mapped file, where the rest of the last page
/// is readable zeros. The linker sends all calls of mmap() and munmap() here (--wrap).
#include <sanitizer/asan_interface.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>

namespace {

std::size_t to_next_page(std::size_t size) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return (page - size % page) % page;
}

}  // namespace

extern "C" {

void* __real_mmap(void* at, std::size_t size, int protection, int flags, int file, off_t offset);
int __real_munmap(void* at, std::size_t size);

void* __wrap_mmap(void* at, std::size_t size, int protection, int flags, int file, off_t offset) {
    void* const mapped = __real_mmap(at, size, protection, flags, file, offset);
    if (mapped != MAP_FAILED)
        __asan_poison_memory_region(static_cast<char*>(mapped) + size, to_next_page(size));
    return mapped;
}

int __wrap_munmap(void* at, std::size_t size) {
    __asan_unpoison_memory_region(at, size + to_next_page(size));
    return __real_munmap(at, size);
}
}
