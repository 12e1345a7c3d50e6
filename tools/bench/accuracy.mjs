/** Benchmarks of what fine-tuning ends with: whole trainings of several seeds, scored on the dev split, beside the Trainer's. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode, PACKAGES, placeOf } from './fine-tuning.mjs';
import { besides, inTurn } from './in-turn.mjs';
import { findPython, runScript } from './peer.mjs';

const CASES = [
  { task: 'sst2', name: 'bert-mini from scratch on SST-2', measures: ['accuracy'] },
  { task: 'mrpc', name: 'MiniLM on MRPC', measures: ['accuracy', 'f1'] },
];
/** Points that the mean over the seeds may be below the Trainer's. */
const SLACK = 0.5;

export async function benchAccuracy(progress, { seeds, measure }) {
  const python = findPython(progress, PACKAGES);
  const cache = await mkdtemp(join(tmpdir(), 'tlc-accuracy-'));
  try {
    const rows = [];
    for (const { task, name, measures } of CASES) {
      const place = placeOf(task, progress, cache);
      if (!place) continue;
      let seed = 0;
      const ofSeed = () => [...place, '--seed', String(seed)];
      const peer = () => runScript('peers/fine_tuning.py', [...ofSeed(), '--sampling', 'group_by_length'], python);
      const sides = { TLC: () => runScript('fine-tune.mjs', ofSeed()), ...(python && { group_by_length: peer }) };
      encode(place, python, progress);
      const runs = { TLC: [], group_by_length: [] };
      for (seed = 1; seed <= seeds; seed++) {
        const one = await inTurn(`${name}, seed ${seed}`, sides, { rounds: 1, measure, progress });
        for (const side of Object.keys(sides)) runs[side].push(...one[side]);
      }
      rows.push(...rowsOf(name, runs, measures));
    }
    return rows;
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

function rowsOf(name, { TLC: ours, group_by_length: peers }, measures) {
  const mean = (runs, measure) => runs.reduce((sum, { dev }) => sum + dev[measure], 0) / runs.length;
  const each = (runs, measure) => runs.map(({ dev }) => dev[measure].toFixed(2)).join(' ');
  const scores = measures.map((measure) => ({
    name: `${name}: ${measure}, mean of ${ours.length} seeds`,
    value: mean(ours, measure),
    unit: '%',
    seeds: each(ours, measure),
    ...(peers.length > 0 && {
      group_by_length: mean(peers, measure),
      group_by_length_seeds: each(peers, measure),
      difference: mean(ours, measure) - mean(peers, measure),
      wanted_difference: `≥ -${SLACK}`,
    }),
  }));
  const [speed, memory] = [
    ['tokens_per_s', '1/s', 'real tokens'],
    ['peak_memory_mb', 'MB', 'peak memory'],
  ].map(([key, unit, what]) => ({
    name: `${name}: ${what}, whole trainings`,
    value: ours.reduce((sum, run) => sum + run[key], 0) / ours.length,
    unit,
    ...(peers.length > 0 && { beside: { group_by_length: besides(ours, peers, (run) => run[key]) } }),
  }));
  return [...scores, speed, memory];
}
