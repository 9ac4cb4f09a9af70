#include "sim/formats/files/zip_archive.h"

#include <zip.h>

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"

namespace lacuna::formats {
namespace {

/// A match of the greatest length, 258 bytes, takes at least two bits.
constexpr std::uint64_t most_bytes_of_a_deflated_byte = 1032;

/// libzip's account of what failed.
class zip_failure {
  public:
    zip_failure() { zip_error_init(&error_); }
    ~zip_failure() { zip_error_fini(&error_); }
    zip_failure(const zip_failure&) = delete;
    zip_failure& operator=(const zip_failure&) = delete;
    zip_error_t* get() { return &error_; }
    std::string text() { return zip_error_strerror(&error_); }

  private:
    zip_error_t error_;
};

struct free_source {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using source = std::unique_ptr<zip_source_t, free_source>;

source source_of(const void* bytes, std::size_t size, std::string_view where) {
    zip_failure failure;
    source made(zip_source_buffer_create(bytes, size, 0, failure.get()));
    if (!made) refuse("{}: {}.", where, failure.text());
    return made;
}

}  // namespace

void zip_archive::discard::operator()(zip* archive) const {
    zip_discard(archive);
}

void zip_member::close::operator()(zip_file* member) const {
    zip_fclose(member);
}

zip_archive::zip_archive(const std::filesystem::path& file) : file_(file) {
    if (file_.size() == 0) refuse("{}, byte 0: the file is empty, and no zip archive.", name());
    source bytes = source_of(file_.data(), file_.size(), name());
    zip_failure failure;
    archive_.reset(zip_open_from_source(bytes.get(), ZIP_RDONLY, failure.get()));
    if (!archive_)
        refuse("{}, byte {}: the file does not end as a zip archive does: {}.", name(), file_.size(),
               failure.text());
    bytes.release();  // the archive owns it now
    const auto members = static_cast<zip_uint64_t>(zip_get_num_entries(archive_.get(), 0));
    for (zip_uint64_t i = 0; i < members; ++i) {
        const char* member = zip_get_name(archive_.get(), i, 0);
        if (!member) refuse("{}: member {} has no name that can be read.", name(), i);
        if (!index_.emplace(member, i).second)
            refuse("{}: the archive has two members {}.", name(), config::in_quotes(member));
        members_.emplace_back(member);
    }
}

zip_member::zip_member(const zip_archive& archive, const std::string& member)
    : where_(fmt::format("{}, member {}", archive.name(), config::in_quotes(member))) {
    const auto found = archive.index_.find(member);
    if (found == archive.index_.end())
        refuse("{}: there is no member {}{}.", archive.name(), config::in_quotes(member),
               config::nearest_name_hint(member, archive.members_));
    zip_stat_t claimed;
    if (zip_stat_index(archive.archive_.get(), found->second, 0, &claimed) != 0)
        refuse("{}: {}.", where_, zip_strerror(archive.archive_.get()));
    if (claimed.encryption_method != ZIP_EM_NONE) refuse("{}: the member is encrypted.", where_);
    if (claimed.comp_method != ZIP_CM_STORE && claimed.comp_method != ZIP_CM_DEFLATE)
        refuse("{}: the member is packed by method {}, and not stored or deflated.", where_,
               claimed.comp_method);
    const std::uint64_t packed = std::min<std::uint64_t>(claimed.comp_size, archive.file_.size());
    const std::uint64_t growth = claimed.comp_method == ZIP_CM_STORE ? 1 : most_bytes_of_a_deflated_byte;
    if (claimed.size > packed * growth)
        refuse("{}: the member claims to hold {} bytes, but {} packed bytes become {} at most.", where_,
               claimed.size, packed, packed * growth);
    size_ = claimed.size;
    stream_.reset(zip_fopen_index(archive.archive_.get(), found->second, 0));
    if (!stream_) refuse("{}: {}.", where_, zip_strerror(archive.archive_.get()));
}

void zip_member::read(unsigned char* bytes, std::size_t count) {
    while (count > 0) {
        const zip_int64_t got = zip_fread(stream_.get(), bytes, count);
        if (got < 0)
            refuse("{}, byte {}: the member cannot be unpacked: {}.", where_, at_,
                   zip_file_strerror(stream_.get()));
        if (got == 0) refuse("{}, byte {}: the member ends here, but claims {} bytes.", where_, at_, size_);
        bytes += got;
        count -= static_cast<std::size_t>(got);
        at_ += static_cast<std::uint64_t>(got);
    }
}

void zip_member::finish() {
    unsigned char one_more;
    const zip_int64_t got = zip_fread(stream_.get(), &one_more, 1);  // looks at the checksum, too
    if (got < 0)
        refuse("{}, byte {}: the member cannot be unpacked: {}.", where_, at_,
               zip_file_strerror(stream_.get()));
    if (got > 0) refuse("{}, byte {}: the member goes on here, but claims {} bytes.", where_, at_, size_);
}

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& members, std::string_view where) {
    constexpr zip_uint16_t midnight = 0, first_of_january_1980 = 0x21;
    zip_failure failure;
    const source bytes = source_of(nullptr, 0, where);
    zip_source_keep(bytes.get());  // the archive takes one of the two references with it
    std::unique_ptr<zip_t, decltype(&zip_discard)> archive(
        zip_open_from_source(bytes.get(), ZIP_TRUNCATE, failure.get()), &zip_discard);
    if (!archive) {
        zip_source_free(bytes.get());
        refuse("{}: {}.", where, failure.text());
    }
    for (const auto& [name, content] : members) {
        if (name.empty() || name.find('\0') != std::string::npos)
            refuse("{}: {} cannot be the name of a member.", where, config::in_quotes(name));
        source member = source_of(content.data(), content.size(), where);
        const zip_int64_t index = zip_file_add(archive.get(), name.c_str(), member.get(), ZIP_FL_ENC_UTF_8);
        if (index >= 0) member.release();
        const auto at = static_cast<zip_uint64_t>(index);
        if (index < 0 || zip_set_file_compression(archive.get(), at, ZIP_CM_DEFLATE, 6) != 0 ||
            zip_file_set_dostime(archive.get(), at, midnight, first_of_january_1980, 0) != 0)
            refuse("{}: {} cannot be the name of a member: {}.", where, config::in_quotes(name),
                   zip_strerror(archive.get()));
    }
    zip_register_cancel_callback_with_state(
        archive.get(), [](zip_t*, void*) { return static_cast<int>(stop_requested()); }, nullptr, nullptr);
    if (zip_close(archive.get()) != 0) {
        give_up_if_stopped();
        refuse("{}: {}.", where, zip_strerror(archive.get()));
    }
    archive.release();

    zip_stat_t written;
    if (zip_source_stat(bytes.get(), &written) != 0 || zip_source_open(bytes.get()) != 0)
        refuse("{}: {}.", where, zip_error_strerror(zip_source_error(bytes.get())));
    std::string result(written.size, '\0');
    const zip_int64_t read = zip_source_read(bytes.get(), result.data(), result.size());
    zip_source_close(bytes.get());
    if (read != static_cast<zip_int64_t>(result.size()))
        refuse("{}: the archive could not be packed.", where);
    return result;
}

}  // namespace lacuna::formats
