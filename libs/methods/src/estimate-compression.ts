import { TlcError } from '#contracts';
import { type ModelShape, operationsPerToken, weightFileBytes } from '#families';
import type { CompressionMethod } from './method.js';
import { undoneBy } from './undone.js';

/** What a method's config will make of a model, counted from its plan. */
export interface CompressionEstimate {
  /** Bytes of model.safetensors before and after. `atMost`: where codes are as long as the weights want them, or the data decide
   * what is removed, `after` is the most that they can take. */
  readonly bytes: { readonly before: number; readonly after: number; readonly atMost: boolean };
  /** Multiply-adds for each token of an input before and after, counting only what a runtime really saves. */
  readonly operations: { readonly before: number; readonly after: number };
  /** Runtimes that gain speed by it though they do not compute less. */
  readonly faster: readonly string[];
  /** The shapes that result: what the estimate of a method that follows starts from. */
  readonly shape: ModelShape;
  /** Whether they are the largest that may result. */
  readonly atMost: boolean;
  /** Seconds of wall clock that the config allows it, where it says. */
  readonly seconds?: number;
  /** What it undoes of earlier steps, a sentence each. */
  readonly warnings: readonly string[];
}

/** The plan of a method, and what follows from it by counting.
 * @param config a checked instance of the plugin's config class
 * @throws TlcError PLUGIN_REFUSED where the model would become neither smaller nor cheaper to compute, and what the plugin
 * throws */
export function estimateCompression<C extends object>(
  plugin: CompressionMethod<C>,
  before: ModelShape,
  config: C,
): CompressionEstimate {
  const plan = plugin.plan(before, config);
  const { shape, left = before, keepsSize, atMost = false, bytesAtMost = false, faster = [], seconds, limits } = plan;
  const isAtMost = bytesAtMost || isBound(shape);
  const bytes = { before: weightFileBytes(before), after: weightFileBytes(shape), atMost: isAtMost };
  const operations = { before: operationsPerToken(before), after: operationsPerToken(shape) };
  const warnings = undoneBy(left, shape);
  if (!keepsSize && bytes.after >= bytes.before && operations.after >= operations.before) {
    const figures = `${bytes.before} bytes before, ${bytes.after} after`;
    const why = [limits, ...warnings].filter((reason) => reason !== undefined).join('; ');
    const message = `${plugin.id} with this config would not make the model smaller (${figures})${why && `: ${why}`}`;
    throw new TlcError('PLUGIN_REFUSED', message, { details: { id: plugin.id, ...bytes } });
  }
  return { bytes, operations, faster, shape, atMost, ...(seconds !== undefined && { seconds }), warnings };
}

/** Whether the bytes of a shape are a bound: the lengths of its Huffman codes are not known. */
const isBound = ({ parameters }: ModelShape): boolean =>
  parameters.some(({ encoding, streams }) => encoding?.codebook?.coding !== undefined && !streams);
