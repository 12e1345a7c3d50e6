import { count } from '#families';
import type { Plan } from '../prepare.js';

/** A batch like any other, for what stages cost beside one another. */
const EXTENT = { tokens: 128, sentences: 1, masked: 20, length: 128 };

/** How long a training takes from where it is, at its pace so far: the same share of it costs in each stage what the
 * products of its model cost. The clock may end it sooner.
 * @returns to be called with the share that is done and the seconds that it took; undefined where nothing is done */
export function secondsLeft({
  stages,
  head,
  config,
}: Pick<Plan, 'stages' | 'head' | 'config'>): (done: number, seconds: number) => number | undefined {
  const costs = stages.map(({ config: model }) => {
    const { embeddings, layers, head: top } = count(model, head, EXTENT);
    return [embeddings, ...layers, top].reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
  });
  const workUntil = (share: number) =>
    stages.reduce((sum, { until }, i) => {
      const from = i > 0 ? stages[i - 1].until : 0;
      return sum + costs[i] * Math.max(0, Math.min(share, until) - from);
    }, 0);
  const all = workUntil(1);
  return (done, seconds) => {
    if (done <= 0) return undefined;
    const byPace = (seconds * (all - workUntil(done))) / workUntil(done);
    return Math.max(0, Math.min(byPace, (config.stop.seconds ?? Infinity) - seconds));
  };
}
