#include "muon.h"

#include <cmath>
#include <utility>

#include "parameter_pieces.h"
#include "pieces.h"
#include "scratch_slots.h"

namespace tlc {
namespace {

/** X ← a X + (b G + c G²) X with G = X Xᵀ: the coefficients that raise small singular values fastest. */
constexpr float A = 3.4445f, B = -4.775f, C = 2.0315f;
constexpr int ITERATIONS = 5;
constexpr float LEAST_NORM = 1e-7f;

/** Elements of a matrix that one thread moves by itself: each thread then keeps room for as many, some 4 MB. */
constexpr int64_t MOST_ALONE = 1 << 18;

/** Brings the momentum on and gives what is to be made orthogonal, with the sum of its squares. */
TLC_ONCE double next_momentum(const ParameterPiece& piece, float momentum, float add, float* to) {
  const Trained& own = *piece.parameter;
  return exact_sum(piece.size, [&](int64_t j, auto width) {
    const int64_t i = piece.first + j;
    const Floats gradient = load(own.gradient + i, width) * add;
    const Floats kept = load(own.first + i, width) * momentum + gradient;
    store(own.first + i, kept, width);
    const Floats move = kept * momentum + gradient;
    store(to + i, move, width);
    return move * move;
  });
}

/** Rows and columns of a symmetric matrix [n, n] change places above the diagonal: what is below it is what counts. */
void mirror(float* matrix, int64_t n) {
  over_rows(n, [&](int64_t from, int64_t to) {
    for (int64_t i = from; i < to; i++) {
      for (int64_t j = i + 1; j < n; j++) matrix[i * n + j] = matrix[j * n + i];
    }
  });
}

/** C [n, n] = A B, which is symmetric: only what is on and below the diagonal is computed. */
void symmetric_product(Matrix a, Matrix b, int64_t n, int64_t k, float* c, float* packed, const Products& products) {
  products.pack(b, k, n, packed);
  const int64_t blocks = ceil_div(n, BLOCK_ROWS);
  // The longest rows first, so that no thread waits long for another
  in_parallel(blocks, [&](int64_t block) {
    const int64_t from = (blocks - 1 - block) * BLOCK_ROWS, to = least(n, from + BLOCK_ROWS);
    products.multiply(a, packed, from, to, k, n, 0, panels_of(to), {}, c, n, nullptr);
  });
  mirror(c, n);
}

/** G [n, n] ← a I + b G + c G². */
void polynomial(float* gram, int64_t n, float* square, float* packed, const Products& products) {
  symmetric_product({gram, n}, {gram, n}, n, n, square, packed, products);
  over_elements(n * n, [&](int64_t i, auto width) {
    store(gram + i, load(gram + i, width) * B + load(square + i, width) * C, width);
  });
  for (int64_t i = 0; i < n; i++) gram[i * n + i] += A;
}

struct Room {
  /** The matrix and its next value, [rows, columns] each. */
  float *x, *next;
  /** [n, n] each, n being the smaller side. */
  float *gram, *square;
  float* packed;
};

/** X ← X (a I + b G + c G²), G = Xᵀ X [columns, columns]. */
void raise_tall(Room& room, int64_t rows, int64_t columns, const Products& products) {
  products.product_transposed(room.x, columns, room.x, columns, rows, columns, columns, false, room.gram, columns,
                              nullptr);
  polynomial(room.gram, columns, room.square, room.packed, products);
  products.pack({room.gram, columns}, columns, columns, room.packed);
  products.product({room.x, columns}, room.packed, rows, columns, columns, {}, room.next, columns, nullptr);
  std::swap(room.x, room.next);
}

/** X ← (a I + b G + c G²) X, G = X Xᵀ [rows, rows]. */
void raise_wide(Room& room, int64_t rows, int64_t columns, const Products& products) {
  symmetric_product({room.x, columns}, {room.x, columns, true}, rows, columns, room.gram, room.packed, products);
  polynomial(room.gram, rows, room.square, room.packed, products);
  products.pack({room.x, columns}, rows, columns, room.packed);
  products.product({room.gram, rows}, room.packed, rows, rows, columns, {}, room.next, columns, nullptr);
  std::swap(room.x, room.next);
}

Room room_for(const Trained& own, const Products& products) {
  const int64_t n = least(own.rows, own.columns);
  float* const matrices = scratch(BLOCK_1, 2 * own.size);
  float* const squares = scratch(BLOCK_2, 2 * n * n);
  const int64_t packed = most(products.packed_size(own.columns, own.rows), products.packed_size(own.rows, own.columns));
  return {matrices, matrices + own.size, squares, squares + n * n,
          scratch(PACKED_1, most(packed, products.packed_size(n, n)))};
}

void move_by_muon(Trained& own, float momentum, float add, const Products& products) {
  Room room = room_for(own, products);
  const std::vector<ParameterPiece> pieces = pieces_of(&own, 1);
  std::vector<double> squares(pieces.size());
  in_parallel(pieces.size(), [&](int64_t i) { squares[i] = next_momentum(pieces[i], momentum, add, room.x); });
  double sum = 0;
  for (const double each : squares) sum += each;
  const float norm = std::sqrt(sum), scale = 1 / (norm > LEAST_NORM ? norm : LEAST_NORM);
  over_elements(own.size, [&](int64_t i, auto width) { store(room.x + i, load(room.x + i, width) * scale, width); });
  for (int i = 0; i < ITERATIONS; i++) {
    if (own.rows > own.columns) raise_tall(room, own.rows, own.columns, products);
    else raise_wide(room, own.rows, own.columns, products);
  }
  over_elements(own.size, [&](int64_t i, auto width) {
    store(own.value + i, load(own.value + i, width) * own.decay - load(room.x + i, width) * own.rate, width);
  });
}

}  // namespace

void muon(Trained* matrices, int64_t count, float momentum, float add, const Products& products) {
  // A thread does a small matrix alone; those that are worth sharing are shared, one after another
  std::vector<Trained*> small;
  for (Trained* own = matrices; own < matrices + count; own++) {
    if (own->size > MOST_ALONE) move_by_muon(*own, momentum, add, products);
    else if (own->size) small.push_back(own);
  }
  in_parallel(small.size(), [&](int64_t i) { move_by_muon(*small[i], momentum, add, products); });
}

}  // namespace tlc
