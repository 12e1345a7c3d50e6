/** Measuring several programs in turn, so that what else the machine does meets all of them, and their ratios. */
import { quantile } from './measure.mjs';

/**
 * @template T
 * @param {string} name of the case
 * @param {Record<string, () => T>} sides each measures once; the first one is ours
 * @param {{ rounds: number, measure: ReturnType<import('./journal.mjs').openJournal>, progress: (what: string) => void }} how
 * @returns {Promise<Record<string, T[]>>} a measurement of each side in each round
 */
export async function inTurn(name, sides, { rounds, measure, progress }) {
  const runs = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [side, work] of Object.entries(sides)) {
      progress(`${name}, ${side}, round ${round} of ${rounds}`);
      runs[side].push(await measure(`${name}, ${side}, round ${round}`, work));
    }
  }
  return runs;
}

/** Median over the rounds of a figure. @param {object[]} runs @param {(run: any) => number} figure */
export const median = (runs, figure) => quantile(runs.map(figure), 0.5);

/**
 * The figure of a peer, and ours divided by it: median, least and most of the rounds.
 *
 * @param {object[]} ours @param {object[]} peers @param {(run: any) => number} figure
 * @param {{ at_most?: number, at_least?: number }} [wanted] of the median
 */
export function besides(ours, peers, figure, wanted = {}) {
  const ratios = ours.map((run, round) => figure(run) / figure(peers[round]));
  const [ratio, least, most] = [0.5, 0, 1].map((share) => Number(quantile(ratios, share).toPrecision(3)));
  return { value: median(peers, figure), ratio, least, most, ...wanted };
}
