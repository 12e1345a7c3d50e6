#include "blocks.h"

#include "elements.h"
#include "output_head.h"
#include "row_tasks.h"

namespace tlc {

constexpr Blocks BLOCKS = {ROWS_AT_ONCE, ROWS_OF_LOGITS, SUMMED_ROWS, DEPTH};

}  // namespace tlc
