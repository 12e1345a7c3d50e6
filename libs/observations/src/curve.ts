import type { CurvePoint } from './observation.js';

/** Points of a curve that are kept. */
const POINTS = 20;

/** Some points of the last training in a history: those where the dev split was measured, and others at about equal distances, the
 * last one among them; twenty in all, or as many as were measured.
 * @param history points of one training after another, each counting its steps from its own start */
export function thinned(history: readonly CurvePoint[]): CurvePoint[] {
  const start = history.findLastIndex(({ step }, i) => i > 0 && step < history[i - 1].step);
  const own = history.slice(Math.max(0, start));
  const every = Math.max(1, Math.ceil(own.length / POINTS));
  return own
    .filter(({ dev }, i) => dev !== undefined || (own.length - 1 - i) % every === 0)
    .map(({ step, seconds, tokens, loss, dev }) => ({ step, seconds, tokens, loss, ...(dev && { dev }) }));
}
