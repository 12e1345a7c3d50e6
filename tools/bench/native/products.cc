// The three products of a linear layer as the kernels make them, one by one: x Wᵀ, dy W and dyᵀ x. Arguments: threads,
// seconds for each, then rows, inputs and outputs of each shape. Prints JSON: GFLOP/s, the median of the calls.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "../../../libs/engine/native/gemm.h"
#include "../../../libs/engine/native/threads.h"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

template <class Work>
double gflops(double operations, double limit, Work work) {
  work();
  std::vector<double> seconds;
  const auto began = Clock::now();
  while (seconds.size() < 5 || seconds_since(began) < limit) {
    const auto start = Clock::now();
    work();
    seconds.push_back(seconds_since(start));
  }
  std::sort(seconds.begin(), seconds.end());
  return operations / seconds[seconds.size() / 2] / 1e9;
}

/** Normal numbers, at an address that vectors and TensorFlow's own buffers have. */
float* matrix(int64_t rows, int64_t columns) {
  static std::mt19937 engine(1);
  std::normal_distribution<float> normal;
  float* const data = static_cast<float*>(std::aligned_alloc(64, (4 * rows * columns + 63) / 64 * 64));
  for (int64_t i = 0; i < rows * columns; i++) data[i] = normal(engine);
  return data;
}

}  // namespace

int main(int count, char** arguments) {
  tlc::set_threads(std::atoi(arguments[1]));
  const double limit = std::atof(arguments[2]);
  std::printf("[");
  for (int i = 3; i + 2 < count; i += 3) {
    const int64_t rows = std::atoll(arguments[i]), in = std::atoll(arguments[i + 1]),
                  out = std::atoll(arguments[i + 2]);
    float *const x = matrix(rows, in), *const weight = matrix(out, in), *const dy = matrix(rows, out);
    float *const y = matrix(rows, out), *const dx = matrix(rows, in), *const dweight = matrix(out, in),
                 *const dbias = matrix(1, out);
    float* const packed = matrix(1, std::max(tlc::packed_size(in, out), tlc::packed_size(out, in)));
    const double operations = 2.0 * rows * in * out;
    const double forward = gflops(operations, limit, [&] {
      tlc::pack({weight, in, true}, in, out, packed);
      tlc::product({x, in}, packed, rows, in, out, {}, y, out);
    });
    const double of_input = gflops(operations, limit, [&] {
      tlc::pack({weight, in}, out, in, packed);
      tlc::product({dy, out}, packed, rows, out, in, {}, dx, in);
    });
    const double of_weight = gflops(
        operations, limit, [&] { tlc::product_transposed(dy, out, x, in, rows, out, in, false, dweight, in, dbias); });
    std::printf("%s[%.1f, %.1f, %.1f]", i > 3 ? ", " : "", forward, of_input, of_weight);
    for (float* data : {x, weight, dy, y, dx, dweight, dbias, packed}) std::free(data);
  }
  std::printf("]\n");
}
