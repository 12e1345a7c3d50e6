import type { Planner } from '#pipelines';
import { type Shape, sizesDocument } from '../documents/sizes.js';
import type { Subject } from '../documents/steps.js';
import type { PilotResults } from '../pilot-results.js';

/** Bytes of the weights of each shape, as planning says of the pre-trained model without a head, with what the head adds as the
 * pilot shows: its pooler has as many bits as the other weights.
 * @returns undefined for a shape of which planning does not know it */
export async function weightBytes(
  subject: Subject,
  pilot: PilotResults,
  shapes: readonly Shape[],
  planner: Planner,
): Promise<(shape: Shape) => number | undefined> {
  const whole = { vocabulary: pilot.pieces, layers: subject.start.layers };
  const [float, int4] = [32, 4].map((bits) => ({ ...whole, bits }));
  const { document, stepOf } = sizesDocument(subject, [float, int4, ...shapes]);
  const { estimates } = await planner.forecast(await planner.resolve({ pipeline: document, fresh: false }));
  const planned = (shape: Shape) => estimates.get(stepOf.get(shape) as string)?.bytes;
  const headBytes = (bits: number) =>
    bits === 32
      ? pilot.weightBytes.float - (planned(float) ?? 0)
      : (pilot.weightBytes.int4 - (planned(int4) ?? 0)) * Math.max(1, bits / 4);
  return (shape) => {
    const bytes = planned(shape);
    return bytes === undefined ? undefined : bytes + Math.max(0, headBytes(shape.bits));
  };
}
