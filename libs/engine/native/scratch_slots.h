// Who uses which slot of `scratch`. What may be in use on one thread at the same time has different numbers.
#pragma once

namespace tlc {

enum Slot {
  // gemm.cc
  A_BLOCK,
  B_PANEL,
  EDGE,
  SUMS,
  // memory of the thread that calls a kernel
  PACKED_1,
  PACKED_2,
  BLOCK_1,
  BLOCK_2,
  PARTIAL_SUMS,
  // memory of each thread within a kernel's tasks
  TASK_1,
  TASK_2,
  TASK_3,
  TASK_4,
  TASK_5,
  TASK_6,
  TASK_7,
  SLOTS
};

}  // namespace tlc
