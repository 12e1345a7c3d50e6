/** Benchmark of pre-training's recipe: what BERT's reaches in a budget of processor time is to be reached in a third of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurn } from './in-turn.mjs';
import { runScript } from './peer.mjs';
import { textOf } from './pretraining-recipes.mjs';
import { mean, welch } from './welch.mjs';

/** Share of the budget that the winner has, and how likely its lead may be chance. */
const SHARE = 1 / 3;
const LEVEL = 0.01;
/** Points of the curve in an epoch: the winner's is shorter. */
const POINTS = { baseline: 24, winner: 96 };

/**
 * @param {(what: string) => void} progress
 * @param {{ seeds: number, budget: number, width: string, threads?: string, measure: any }} how budget in
 * processor seconds
 */
export async function benchPretraining(progress, { seeds, budget, width, threads, measure }) {
  const data = textOf();
  if (!data) {
    progress('left out, for want of its text (TLC_WIKITEXT: a folder with the files of WikiText-2)');
    return [];
  }
  const cache = await mkdtemp(join(tmpdir(), 'tlc-pretraining-'));
  try {
    const place = ['--data', data, '--cache', cache, '--width', width, ...(threads ? ['--threads', threads] : [])];
    const budgets = { baseline: budget, winner: budget * SHARE };
    const runs = { baseline: [], winner: [] };
    for (let seed = 1; seed <= seeds; seed++) {
      const flags = (recipe) => ({ recipe, seconds: budgets[recipe], evaluations: POINTS[recipe], seed });
      const side = (recipe) => () =>
        runScript('pretrain.mjs', [
          ...place,
          ...Object.entries(flags(recipe)).flatMap(([key, value]) => [`--${key}`, `${value}`]),
        ]);
      const sides = { baseline: side('baseline'), winner: side('winner') };
      const one = await inTurn(`width ${width}, ${budget} s, seed ${seed}`, sides, { rounds: 1, measure, progress });
      for (const recipe of Object.keys(runs)) runs[recipe].push(...one[recipe]);
    }
    return rowsOf(runs, budgets);
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

function rowsOf(runs, budgets) {
  const losses = (recipe) => runs[recipe].map(({ loss }) => loss);
  const each = (recipe, key) => runs[recipe].map((run) => run[key]).join(' ');
  const rows = Object.keys(runs).map((recipe) => ({
    name: `${recipe}, ${Math.round(budgets[recipe])} processor seconds: masked-LM loss on the valid split`,
    value: mean(losses(recipe)),
    unit: 'nats',
    seeds: each(recipe, 'loss'),
    parameters: runs[recipe][0].parameters,
    steps: each(recipe, 'steps'),
    tokens: each(recipe, 'tokens'),
    curves: runs[recipe].map(({ curve }) => curve),
  }));
  if (runs.winner.length < 2) return rows;
  const { t, degrees, p } = welch(losses('winner'), losses('baseline'));
  const name = 'chance of such a lead of the winner (Welch, one-sided)';
  return [...rows, { name, value: p, target: LEVEL, t, degrees }];
}
