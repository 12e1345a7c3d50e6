#include "embedding.h"

#include "elements.h"

namespace tlc {

void rows(const float* x, const int32_t* indices, int64_t count, int64_t columns, float* y) {
  over_rows(count, [&](int64_t from, int64_t to) {
    for (int64_t i = from; i < to; i++) std::memcpy(y + i * columns, x + indices[i] * columns, 4 * columns);
  });
}

void rows_gradient(const float* dy, const int32_t* indices, int64_t count, int64_t columns, int64_t size, float* dx) {
  // Each thread has columns of its own, so that no two add to the same element, and rows are added in their order
  constexpr int64_t LINE = 16;
  const int64_t lines = ceil_div(columns, LINE), parts = least(lines, threads());
  in_parallel(parts, [&](int64_t part) {
    const int64_t from = part * lines / parts * LINE, own = least(columns, (part + 1) * lines / parts * LINE) - from;
    for (int64_t i = 0; i < size; i++) std::memset(dx + i * columns + from, 0, 4 * own);
    for (int64_t i = 0; i < count; i++) {
      float* const to = dx + indices[i] * columns + from;
      const float* const d = dy + i * columns + from;
      over(own, [&](int64_t j, auto width) { store(to + j, load(to + j, width) + load(d + j, width), width); });
    }
  });
}

void embedding(const float* tokens, const float* places, const float* kinds, const int32_t* ids,
               const int32_t* positions, const int32_t* types, int64_t count, int64_t hidden, float* y) {
  over_rows(count, [&](int64_t from, int64_t to) {
    for (int64_t i = from; i < to; i++) {
      const float* const token = tokens + ids[i] * hidden;
      const float* const place = places + positions[i] * hidden;
      const float* const kind = kinds ? kinds + types[i] * hidden : nullptr;
      over(hidden, [&](int64_t j, auto width) {
        const Floats sum = load(token + j, width) + load(place + j, width);
        store(y + i * hidden + j, kind ? sum + load(kind + j, width) : sum, width);
      });
    }
  });
}

}  // namespace tlc
