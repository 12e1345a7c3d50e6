import { IntegerKey, NumberKey } from '#contracts';

/** What a search for the strength of a method may be for. */
export const TARGETS = ['bytes', 'speedup', 'latency', 'quality_loss'] as const;

export type TargetName = (typeof TARGETS)[number];

/** `target` of `compress`: one of `bytes`, `speedup`, `latency` and `quality_loss`. */
export class TargetConfig {
  @IntegerKey('bytes of the file of weights at most, with as little compression as that takes', {
    min: 1,
    optional: true,
  })
  readonly bytes?: number;

  @NumberKey(
    'how many times faster ONNX Runtime answers one sentence at least, measured beside the model before, with as little compression as that takes',
    { min: 1, max: 1000, optional: true },
  )
  readonly speedup?: number;

  @NumberKey(
    'milliseconds in which ONNX Runtime answers one sentence at most, in the median, with as little compression as that takes',
    { min: 0.001, max: 1e6, optional: true },
  )
  readonly latency?: number;

  @NumberKey(
    'points of a hundred that the quality on the dev split falls at most, with as much compression as that allows',
    {
      min: 0,
      max: 100,
      optional: true,
    },
  )
  readonly quality_loss?: number;

  @IntegerKey('how often the method is tried at most', { min: 1, max: 50 })
  readonly tries: number = 6;

  problem() {
    const given = TARGETS.filter((key) => this[key] !== undefined);
    if (given.length === 1) return undefined;
    const all = TARGETS.join(', ');
    if (given.length === 0) return { key: TARGETS[0], message: `give one of ${all}` };
    return { key: given[1], message: `give one of ${all}, not ${given.join(' and ')}` };
  }
}

/** The one target that is given. */
export const targetOf = (config: TargetConfig): TargetName => TARGETS.find((key) => config[key] !== undefined)!;
