// Rows of tables: gathering them, summing the three tables of BERT's input (Devlin et al., 2018, section 3), and their
// gradients.
#pragma once

#include <cstdint>

namespace tlc {

/** y [count, columns] = x [indices]. */
void rows(const float* x, const int32_t* indices, int64_t count, int64_t columns, float* y);

/** dx [size, columns]: the sum of the rows of dy [count, columns] that were taken from each row. */
void rows_gradient(const float* dy, const int32_t* indices, int64_t count, int64_t columns, int64_t size, float* dx);

/** y [count, hidden] = tokens [ids] + places [positions] + kinds [types]; `kinds` null for no types. */
void embedding(const float* tokens, const float* places, const float* kinds, const int32_t* ids,
               const int32_t* positions, const int32_t* types, int64_t count, int64_t hidden, float* y);

}  // namespace tlc
