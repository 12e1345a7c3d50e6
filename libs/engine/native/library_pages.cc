#include "library_pages.h"

#if defined(__linux__)
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>

namespace tlc {
namespace {

/** Of one library, only the parts that nobody can have written to: they are as they are in the file. */
int release_pages(dl_phdr_info* library, size_t, void*) {
  if (!std::strstr(library->dlpi_name, "libtensorflow")) return 0;
  const uintptr_t page = sysconf(_SC_PAGESIZE);
  for (int i = 0; i < library->dlpi_phnum; i++) {
    const auto& part = library->dlpi_phdr[i];
    if (part.p_type != PT_LOAD || part.p_flags & PF_W) continue;
    const uintptr_t from = (library->dlpi_addr + part.p_vaddr + page - 1) / page * page;
    const uintptr_t to = (library->dlpi_addr + part.p_vaddr + part.p_memsz) / page * page;
    if (from < to) madvise(reinterpret_cast<void*>(from), to - from, MADV_DONTNEED);
  }
  return 0;
}

/** Whether the loader may have written to code: no library of today asks for that. */
int has_text_relocations(dl_phdr_info* library, size_t, void*) {
  if (!std::strstr(library->dlpi_name, "libtensorflow")) return 0;
  for (int i = 0; i < library->dlpi_phnum; i++) {
    const auto& part = library->dlpi_phdr[i];
    if (part.p_type != PT_DYNAMIC) continue;
    for (auto* each = reinterpret_cast<const ElfW(Dyn)*>(library->dlpi_addr + part.p_vaddr); each->d_tag; each++) {
      if (each->d_tag == DT_TEXTREL || (each->d_tag == DT_FLAGS && each->d_un.d_val & DF_TEXTREL)) return 1;
    }
  }
  return 0;
}

}  // namespace

void release_library_pages() {
  if (!dl_iterate_phdr(has_text_relocations, nullptr)) dl_iterate_phdr(release_pages, nullptr);
}

}  // namespace tlc
#else
namespace tlc {
void release_library_pages() {}
}  // namespace tlc
#endif
