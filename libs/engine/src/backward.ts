import { tf, type Tensor } from './backend.js';
import { addTo } from './operations/add-to/add-to.js';
import { refuse } from './shape-checks.js';
import { currentScope, gradientDepth, recorded, type TapeNode } from './tape.js';

/**
 * The value of a function and its gradient for each of the tensors that it was computed from: what TF.js's own
 * `gradients` gives, in less memory. What an operation has kept for its gradient is freed as soon as that has been
 * computed, and a gradient as soon as nothing needs it any more; TF.js frees both at the end.
 *
 * A gradient of a gradient is TF.js's.
 *
 * @param compute need not be tidy; what it makes is freed
 * @param sources tensors or variables that `compute` uses
 * @param dy the gradient of the value, of its shape; ones when left out
 * @param sums tensors of the sources' shapes that their gradients are added to, which are freed or become the result, also after an error
 * @returns the gradients in the order of the sources: undefined where the value does not depend on one, and there is no sum
 */
export function backward<T extends Tensor>(
  compute: () => T,
  sources: readonly Tensor[],
  dy?: Tensor,
  sums: readonly Tensor[] = [],
): { value: T; gradients: (Tensor | undefined)[] } {
  if (gradientDepth() > 0) return byTensorFlow(compute, sources, dy);
  let tape: TapeNode[] = [];
  try {
    return tf.tidy(() => {
      const run = recorded(compute);
      tape = run.tape;
      const gradients = new Map(sums.map((sum, i) => [sources[i].id, sum]));
      const first: Tensor = dy ? tf.clone(dy) : tf.ones(run.value.shape);
      walk(tape, sources, gradients.set(run.value.id, first));
      return { value: run.value, gradients: sources.map(({ id }) => gradients.get(id)) };
    });
  } catch (error) {
    for (const { saved } of tape) tf.dispose([...saved]);
    tf.dispose([...sums]);
    throw error;
  }
}

function byTensorFlow<T extends Tensor>(compute: () => T, sources: readonly Tensor[], dy?: Tensor) {
  const { value, grads } = tf.engine().gradients(compute, [...sources], dy, true);
  return { value: value as T, gradients: grads as (Tensor | undefined)[] };
}

/** Goes back over a tape. An operation comes after all that its inputs were made by, so the gradient of its output is
 * complete when its turn comes. */
function walk(tape: readonly TapeNode[], sources: readonly Tensor[], gradients: Map<number, Tensor>): void {
  const depends = dependents(tape, sources);
  for (let i = tape.length - 1; i >= 0; i--) {
    const node = tape[i];
    const dys = node.outputs.map(({ id }) => gradients.get(id) ?? null);
    if (depends.has(node) && dys.some((each) => each !== null)) {
      for (const [input, dx] of gradientsOf(node, dys, depends.tensors)) {
        const sum = gradients.get(input.id);
        gradients.set(input.id, sum ? addTo(sum, dx) : dx);
      }
    }
    tf.dispose([...node.saved]);
    for (const { id } of node.outputs) gradients.delete(id);
    for (const each of dys) each?.dispose();
  }
}

/** The operations, and the tensors by their numbers, that depend on the sources. */
function dependents(tape: readonly TapeNode[], sources: readonly Tensor[]) {
  const tensors = new Set(sources.map(({ id }) => id));
  const nodes = new Set<TapeNode>();
  for (const node of tape) {
    if (!Object.values(node.inputs).some(({ id }) => tensors.has(id))) continue;
    nodes.add(node);
    for (const { id } of node.outputs) tensors.add(id);
  }
  return { tensors, has: (node: TapeNode) => nodes.has(node) };
}

/** The gradients of an operation's inputs, each a tensor that nobody else has. */
function gradientsOf(node: TapeNode, dys: readonly (Tensor | null)[], wanted: ReadonlySet<number>): [Tensor, Tensor][] {
  const { kernelName, gradient } = node;
  if (!gradient) refuse('gradient', `TensorFlow.js has none of ${kernelName}`);
  const inputs = Object.entries(node.inputs).filter(([, { id }]) => wanted.has(id));
  const made: Tensor[] = tf.tidy(() => {
    const byInput = gradient(dys);
    return inputs.map(([name, { shape }]) => {
      const dx = tf.tidy(() => byInput[name]());
      if (dx.dtype !== 'float32' || String(dx.shape) !== String(shape)) {
        refuse('gradient', `${kernelName} gives ${dx.dtype} [${dx.shape}] for ${name}, expected float32 [${shape}]`);
      }
      return dx;
    });
  });
  // A gradient may be the output's, one of another input, or somebody's tensor
  const scope = currentScope();
  const seen = new Set(dys);
  return inputs.map(([, input], i) => {
    const dx = made[i] as Tensor & { readonly scopeId: number; readonly kept: boolean };
    const own = dx.scopeId === scope && !dx.kept && !seen.has(dx);
    seen.add(dx);
    return [input, own ? dx : tf.clone(dx)];
  });
}
