import { IntegerListKey, NumberListKey } from '../../schema/keys.js';

/** What the stages before the last take of a training together, where their shares are left out: about as in the paper,
 * which gave 120,000 of 400,000 updates to models of 3 and 6 layers of 12. */
const USUAL_SHARE = 0.3;

/** Share of the training that they may take at most. */
const MOST = 0.999;

/** Progressive stacking (Gong et al. 2019, ICML, algorithm 1): a shallow model is trained first, and its layers, on top of
 * themselves, are what the next one begins with. */
export class StackingConfig {
  @IntegerListKey('layers of the models that are trained before the whole one, each a multiple of the one before it', {
    min: 1,
    max: 100,
  })
  readonly layers!: number[];

  @NumberListKey('share of the training that each of them takes; equal ones, together 0.3, if left out', {
    min: 0.001,
    max: 0.999,
    optional: true,
  })
  readonly shares?: number[];

  problem(): { key: string; message: string } | undefined {
    const { layers, shares } = this;
    const wrong = layers.findIndex((count, i) => i > 0 && !isStackOf(count, layers[i - 1]));
    if (wrong > 0) {
      const message = `${layers[wrong]} layers are not those of a model of ${layers[wrong - 1]} stacked: give a multiple of them`;
      return { key: 'layers', message };
    }
    if (shares && shares.length !== layers.length) {
      return { key: 'shares', message: `there are ${shares.length} for ${layers.length} numbers of layers` };
    }
    const sum = (shares ?? []).reduce((total, share) => total + share, 0);
    return sum <= MOST
      ? undefined
      : { key: 'shares', message: `they sum to ${sum}; the whole model needs a share, too` };
  }
}

/** Whether a model of so many layers can be made of the layers of a shallower one, all of them as often. */
export const isStackOf = (layers: number, shallow: number): boolean => layers > shallow && layers % shallow === 0;

/** The share of the training at which each stage but the last ends. */
export function stageEnds({ layers, shares }: Pick<StackingConfig, 'layers' | 'shares'>): number[] {
  let sum = 0;
  return layers.map((_, i) => (sum += shares?.[i] ?? USUAL_SHARE / layers.length));
}
