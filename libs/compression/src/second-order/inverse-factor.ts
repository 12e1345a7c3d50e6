import { TlcError } from '#contracts';
import { inverseCholesky, type Tensor2D, tf } from '#engine';

/** What is inverted. */
export interface HessianOptions {
  /** Name of the layer, for errors. */
  readonly layer: string;
  /** What is added to the diagonal, as a share of its mean (Frantar et al. 2022, section 3, step 3: 0.01). */
  readonly dampening: number;
  /** The inputs in the order in which they are worked on; as they are when left out. */
  readonly order?: readonly number[];
}

/** The factor by which columns that are still to come make up for what a column loses: the upper triangular U of
 * (XᵀX + λI)⁻¹ = UᵀU, as float32 [in, in] row by row. Row j is, up to its scale, row j of the inverse of what is left of the
 * matrix when the columns before j are done (Frantar et al. 2022, arXiv 2210.17323, section 3, step 3).
 *
 * Where no input is ever other than zero, every weight is as good as another: U is then the identity. An input that is always
 * zero has λ on its diagonal and nothing beside it: its weights make up for nothing, and nothing makes up for them.
 * @param products XᵀX [in, in] of the layer's inputs
 * @throws TlcError MODEL_NOT_FINITE; ENGINE_NOT_POSITIVE_DEFINITE, both with the layer's name */
export function inverseFactor(products: Tensor2D, { layer, dampening, order }: HessianOptions): Float32Array {
  const [size] = products.shape;
  // The lower factor of the matrix in reversed order, reversed, is the upper one: A = R Rᵀ gives A⁻¹ = (R⁻¹)ᵀ R⁻¹
  const reversed = Array.from({ length: size }, (_, i) => (order ? order[size - 1 - i] : size - 1 - i));
  const factor = tf.tidy(() => {
    const mean = tf.mean(diagonal(products)).dataSync()[0];
    if (!Number.isFinite(mean)) {
      const message = `The squares of the inputs of ${layer} sum up to ${size * mean}.`;
      throw new TlcError('MODEL_NOT_FINITE', message, { details: { layer } });
    }
    if (mean === 0) return tf.eye(size);
    // Freed at once but for the sum: each of them is [in, in]
    const dampened = tf.tidy(() => {
      const sorted = tf.gather(tf.gather(products, reversed, 0), reversed, 1);
      return tf.add<Tensor2D>(sorted, tf.mul(tf.eye(size), dampening * mean));
    });
    return tf.reverse(inverted(dampened, layer, dampening));
  });
  const values = Float32Array.from(factor.dataSync());
  factor.dispose();
  return values;
}

const diagonal = (matrix: Tensor2D) => tf.gatherND(matrix, tf.stack([places(matrix), places(matrix)], 1));

const places = ({ shape: [size] }: Tensor2D) => tf.range(0, size, 1, 'int32');

function inverted(matrix: Tensor2D, layer: string, dampening: number): Tensor2D {
  try {
    return inverseCholesky(matrix);
  } catch (error) {
    if (!(error instanceof TlcError) || error.code !== 'ENGINE_NOT_POSITIVE_DEFINITE') throw error;
    const message = `The products of the inputs of ${layer}, with ${dampening} of their mean on the diagonal, are not positive definite.`;
    throw new TlcError(error.code, message, { cause: error, details: { layer, dampening } });
  }
}
