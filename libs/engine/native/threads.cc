#include "threads.h"

#include <atomic>
#include <cfenv>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <new>
#include <thread>

namespace tlc {
namespace {

/**
 * A worker looks this often for new work before it sleeps, some 0.3 ms: the kernels of a step follow each other
 * closely.
 */
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
  /** how the calling thread rounds, and whether it takes numbers below 2⁻¹²⁶ for 0, as TensorFlow's threads do */
  std::fenv_t arithmetic{};
};

/**
 * The thread that calls does tasks, and workers join it while there are any. It waits only for those that joined: on
 * a machine with more to do
 * than cores, a worker that the system does not run costs nothing.
 *
 * `state_` holds the number of the round, whether it is open, and how many workers are in it. Work is changed only
 * between rounds, when none is.
 */
class Pool {
 public:
  int size() const { return size_.load(std::memory_order_relaxed); }

  void resize(int count) {
    std::lock_guard<std::mutex> one_kernel(kernel_);
    size_ = count;
    while (workers_ < count - 1) std::thread(&Pool::serve, this, workers_++).detach();
  }

  void run(const Work& work) {
    if (work.count < 2 || size() < 2 || !kernel_.try_lock()) {
      for (int64_t i = 0; i < work.count; i++) work.task(work.argument, i);
      return;
    }
    work_ = work;
    std::fegetenv(&work_.arithmetic);
    next_ = 0;
    state_ = ((state_ >> ROUND) + 1) << ROUND | OPEN;
    if (sleeping_ > 0) {
      std::lock_guard<std::mutex> lock(sleep_);
      wake_.notify_all();
    }
    take();
    state_ &= ~OPEN;
    for (int spin = 0; state_.load(std::memory_order_acquire) & JOINED; spin++) {
      if (spin < SPINS / 10) pause();
      else std::this_thread::yield();
    }
    const bool failed = failed_.exchange(false);
    kernel_.unlock();
    if (failed) throw std::bad_alloc();
  }

 private:
  static constexpr int ROUND = 32;
  static constexpr uint64_t OPEN = 1u << 31, JOINED = OPEN - 1;

  void take() {
    try {
      for (int64_t i = next_++; i < work_.count; i = next_++) work_.task(work_.argument, i);
    } catch (const std::bad_alloc&) {
      // All that a task can throw; the thread that called for the work throws it on
      failed_ = true;
    }
  }

  bool is_new(uint64_t state, uint64_t seen) const { return state & OPEN && state >> ROUND != seen; }

  void serve(int number) {
    for (uint64_t seen = 0;;) {
      for (int spin = 0; spin < SPINS && !is_new(state_.load(std::memory_order_acquire), seen); spin++) pause();
      if (!is_new(state_, seen)) {
        std::unique_lock<std::mutex> lock(sleep_);
        sleeping_++;
        wake_.wait(lock, [&] { return is_new(state_, seen); });
        sleeping_--;
      }
      uint64_t state = state_;
      while (is_new(state, seen) && number < size() - 1) {
        if (!state_.compare_exchange_weak(state, state + 1)) continue;
        std::fesetenv(&work_.arithmetic);
        take();
        state_.fetch_sub(1, std::memory_order_release);
        break;
      }
      seen = state >> ROUND;
    }
  }

  std::mutex kernel_;
  std::atomic<int> size_{1};
  int workers_ = 0;

  Work work_{};
  std::atomic<int64_t> next_{0};
  std::atomic<bool> failed_{false};
  std::atomic<uint64_t> state_{0};

  std::mutex sleep_;
  std::condition_variable wake_;
  std::atomic<int> sleeping_{0};
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
