#include "threads.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <new>
#include <thread>

namespace tlc {
namespace {

/** A worker looks this often for new work before it sleeps, some 0.3 ms: the kernels of a step follow each other closely. */
constexpr int SPINS = 20000;

inline void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/** One call of `run_tasks`. Threads take the next task when they have done one. */
struct Work {
  void (*task)(void*, int64_t);
  void* argument;
  int64_t count;
};

class Pool {
 public:
  int size() const { return size_.load(std::memory_order_relaxed); }

  void resize(int count) {
    std::lock_guard<std::mutex> one_kernel(kernel_);
    while (workers_ < count - 1) std::thread(&Pool::serve, this, workers_++).detach();
    size_ = count;
  }

  void run(const Work& work) {
    const int helpers = (int)(work.count < size() ? work.count : size()) - 1;
    if (helpers < 1 || !kernel_.try_lock()) {
      for (int64_t i = 0; i < work.count; i++) work.task(work.argument, i);
      return;
    }
    work_ = work;
    next_ = 0;
    busy_ = helpers;
    {
      std::lock_guard<std::mutex> lock(sleep_);
      helpers_ = helpers;
      round_.fetch_add(1);
      if (sleeping_) wake_.notify_all();
    }
    take();
    while (busy_.load(std::memory_order_acquire)) pause();
    const bool failed = failed_.exchange(false);
    kernel_.unlock();
    if (failed) throw std::bad_alloc();
  }

 private:
  void take() {
    try {
      for (int64_t i = next_++; i < work_.count; i = next_++) work_.task(work_.argument, i);
    } catch (const std::bad_alloc&) {
      // All that a task can throw; the thread that called for the work throws it on
      failed_ = true;
    }
  }

  void serve(int number) {
    for (uint64_t seen = 0;;) {
      for (int spin = 0; spin < SPINS && round_.load(std::memory_order_acquire) == seen; spin++) pause();
      if (round_.load(std::memory_order_acquire) == seen) {
        std::unique_lock<std::mutex> lock(sleep_);
        sleeping_++;
        wake_.wait(lock, [&] { return round_.load() != seen; });
        sleeping_--;
      }
      bool helps;
      {
        std::lock_guard<std::mutex> lock(sleep_);
        seen = round_.load();
        helps = number < helpers_;
      }
      if (!helps) continue;
      take();
      busy_.fetch_sub(1, std::memory_order_release);
    }
  }

  std::mutex kernel_;
  std::atomic<int> size_{1};
  int workers_ = 0;

  Work work_{};
  std::atomic<int64_t> next_{0};
  std::atomic<int> busy_{0};
  std::atomic<bool> failed_{false};

  std::mutex sleep_;
  std::condition_variable wake_;
  std::atomic<uint64_t> round_{0};
  int helpers_ = 0;
  int sleeping_ = 0;
};

/** Never freed: its threads live as long as the process. */
Pool& pool() {
  static Pool* const only = new Pool;
  return *only;
}

/** Frees this thread's memory when the thread ends. */
struct Slots {
  struct {
    float* data = nullptr;
    int64_t floats = 0;
  } slot[16];
  ~Slots() {
    for (auto& each : slot) std::free(each.data);
  }
};

thread_local Slots slots;

}  // namespace

void set_threads(int count) { pool().resize(count < 1 ? 1 : count); }
int threads() { return pool().size(); }

void run_tasks(int64_t count, void (*task)(void*, int64_t), void* argument) { pool().run({task, argument, count}); }

float* scratch(int slot, int64_t floats) {
  auto& own = slots.slot[slot];
  if (own.floats < floats) {
    std::free(own.data);
    own.floats = 0;
    own.data = static_cast<float*>(std::aligned_alloc(64, (4 * floats + 63) / 64 * 64));
    if (!own.data) throw std::bad_alloc();
    own.floats = floats;
  }
  return own.data;
}

}  // namespace tlc
