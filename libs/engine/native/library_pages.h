#pragma once

namespace tlc {

/**
 * Gives back the memory of those pages of TensorFlow's libraries that only loading has read, relocations and the
 * registration of operations for the most part, some 150 MB. A page that is used again comes back from the file.
 */
void release_library_pages();

}  // namespace tlc
