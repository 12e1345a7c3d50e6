import { dimensions, parameterCount, type PartCounts, sizeOf } from '#families';
import { countTraining, kernelFloats } from './count-training.js';
import type { TrainingLoad } from './training-load.js';

/** The memory of a training process at its peak, in bytes. */
export interface MemoryPrediction {
  readonly bytes: number;
  /** What it is the sum of. */
  readonly parts: Readonly<Record<MemoryPart, number>>;
}

/** `process`: Node, TensorFlow and TLC with nothing computed; `data`: the data set; `model`: the weights that training
 * starts from, where somebody keeps them; `weights`, `moments`, `kept`: those in training, what the optimiser keeps, and those of some evaluations; `gradients`;
 * `activations`: what the backward pass needs of the forward pass; `working`: what lies between two operations, and the
 * kernels' own; `allocator`: what is free but in the wrong places. */
export type MemoryPart =
  'process' | 'data' | 'model' | 'weights' | 'moments' | 'kept' | 'gradients' | 'activations' | 'working' | 'allocator';

/** Measured, as the next three are: what a process holds while it trains a model of next to no size. Node, TensorFlow's
 * library as far as it is used, and TLC's operations. */
const PROCESS_AT_WORK = 182e6;

/** What it has held while it was loaded: pages of the library that only the loader reads are given back. */
export const PROCESS_BYTES = 325e6;

/** What the allocator has in freed blocks that the next request does not fit into, as a share of all that comes and goes:
 * from next to nothing to a fifth, by the sizes. */
const FRAGMENTATION = 0.14;

/** Predicts from shapes alone what a training will hold when it holds most. */
export function predictMemory(load: TrainingLoad): MemoryPrediction {
  const { generator } = load;
  const values = parameterCount(load.shape) + (generator ? parameterCount(generator) : 0);
  const steady = {
    data: load.dataBytes,
    model: load.models * 4 * parameterCount(load.shape),
    weights: 4 * values,
    moments: 4 * (load.momentFloats(load.shape) + (generator ? load.momentFloats(generator) : 0)),
    kept: load.keptCopies * 4 * values,
  };
  const [most] = momentsOf(load)
    .map(({ gradients, activations, working }) => ({
      gradients: 4 * gradients,
      activations: 4 * activations,
      working: 4 * working,
    }))
    .sort((a, b) => sum(b) - sum(a));
  const allocator = FRAGMENTATION * sum(most);
  const held = sum(steady) + sum(most) + allocator;
  const parts = { process: Math.max(PROCESS_AT_WORK, PROCESS_BYTES - held), ...steady, ...most, allocator };
  return { bytes: sum(parts), parts };
}

interface Moment {
  readonly gradients: number;
  readonly activations: number;
  readonly working: number;
}

const sum = (parts: object) => (Object.values(parts) as number[]).reduce((total, bytes) => total + bytes, 0);

/** What there is, in floats, while each layer is differentiated, from the last to the first, and then the embeddings.
 * Gradients come as activations go, so that the peak is at one of the ends. */
function momentsOf(load: TrainingLoad): Moment[] {
  const { shape, batch } = load;
  const counts = countTraining(load);
  const sizes = new Map(shape.parameters.map(({ name, shape }) => [name, sizeOf(shape)]));
  const all = parameterCount(shape);
  const sums = load.accumulate > 1 ? all : 0;
  const reparametrized = load.reparametrizes ? all : 0;
  // The gradient of q, k and v, those of two sub-layers' results, and what is added to them
  const working = kernelFloats(counts) + 6 * batch.rows * dimensions(shape.config).hidden;
  const proposed = generatorFloats(load);
  const outside = all - sizeOfAll(counts.layers, sizes) + proposed.gradients;
  let before = counts.embeddings.kept;
  const moments = counts.layers.map((layer, i) => {
    before += load.checkpointing ? layer.input : layer.kept;
    // Reversible layers give their gradients together
    const done = load.accumulate > 1 && layer.again === undefined ? [layer] : counts.layers.slice(i);
    return {
      gradients: sums + outside + sizeOfAll(done, sizes),
      activations:
        before +
        (layer.again ?? (load.checkpointing ? layer.kept : 0)) +
        counts.head.kept +
        proposed.activations +
        reparametrized,
      working,
    };
  });
  // The table's gradient from the embedding, beside that from the head
  const table = Math.max(...shape.parameters.map(({ role, shape }) => (role === 'embedding' ? sizeOf(shape) : 0)));
  const embeddings = {
    gradients: Math.max(all + proposed.gradients, sums + outside),
    activations: counts.embeddings.kept + proposed.activations,
    working: working + table,
  };
  return [...moments, embeddings, evaluation(load)];
}

/** What the generator of replaced tokens adds: its gradients, and all that its forward pass keeps, which backward comes to
 * last. The logits of the masked rows are there with their shares and their gradient, for tokens are drawn from them. */
function generatorFloats(load: TrainingLoad): { readonly gradients: number; readonly activations: number } {
  const { generator, masked, batch } = load;
  if (!generator) return { gradients: 0, activations: 0 };
  const { embeddings, layers, head } = countTraining({ ...load, shape: generator });
  const kept = [embeddings, ...layers, head].reduce((sum, part) => sum + part.kept, 0);
  const logits = Math.ceil(masked * batch.rows) * dimensions(generator.config).vocabulary;
  return { gradients: parameterCount(generator), activations: kept + 3 * logits };
}

/** The dev split, in batches that may be larger than those of training; there are no gradients then. */
function evaluation(load: TrainingLoad): Moment {
  const counts = countTraining(load, { rows: load.measured, sentences: 1, longest: load.measured });
  const activations = Math.max(...[counts.embeddings, ...counts.layers].map(({ made }) => made));
  const reparametrized = load.reparametrizes ? parameterCount(load.shape) : 0;
  return { gradients: 0, activations: activations + reparametrized, working: kernelFloats(countTraining(load)) };
}

/** Values of the parameters of some layers; what they share is there once. */
function sizeOfAll(layers: readonly PartCounts[], sizes: ReadonlyMap<string, number>): number {
  const names = new Set(layers.flatMap(({ parameters }) => parameters));
  return [...names].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
}
