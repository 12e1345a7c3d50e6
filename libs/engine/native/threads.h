// The threads that share a kernel's work.
#pragma once

#include <cstdint>
#include <type_traits>

namespace tlc {

/** How many threads share the work from now on, this one included; at least 1. */
void set_threads(int count);
int threads();

/** Calls `task(argument, 0 … count − 1)`, shared among the threads; returns when all are done. */
void run_tasks(int64_t count, void (*task)(void* argument, int64_t index), void* argument);

/**
 * Calls `task(0)` to `task(count − 1)`, each once, in any order and on any thread. What a task computes must not
 * depend on the others.
 *
 * Where another kernel is at work already (a worker of Node has a TensorFlow context of its own), or a task itself
 * calls this, the calling
 * thread does all of it.
 */
template <class Task>
void in_parallel(int64_t count, Task task) {
  run_tasks(count, [](void* argument, int64_t index) { (*static_cast<Task*>(argument))(index); }, &task);
}

/**
 * Memory of this thread for `floats` floats, aligned to 64 bytes, kept for later calls. Each purpose has its `slot`,
 * below 16: what a caller
 * and the functions that it calls hold at the same time must differ.
 */
float* scratch(int slot, int64_t floats);

}  // namespace tlc
