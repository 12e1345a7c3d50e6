/** Benchmarks of fine-tuning: windows of training beside Hugging Face's Trainer, in turn, each in a process of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { besides, inTurn, median } from './in-turn.mjs';
import { findPython, runScript } from './peer.mjs';
import { filesOf, pretrainedModel } from './recipes.mjs';

export const PACKAGES = ['transformers', 'tokenizers', 'sklearn', 'accelerate'];

/**
 * Windows are whole rounds of group_by_length's order, which begins anew with the longest sentences after every 50 batches
 * (28 where there are only 115): windows that end within one would hold the long half of the data.
 */
const CASES = [
  { task: 'sst2', name: 'bert-mini from scratch on SST-2', steps: 150, wanted: { random: 4, group_by_length: 1.6 } },
  { task: 'mrpc', name: 'MiniLM on MRPC', steps: 56, wanted: { group_by_length: 1.5 } },
];

export async function benchFineTuning(progress, { rounds, measure }) {
  const python = findPython(progress, PACKAGES);
  const cache = await mkdtemp(join(tmpdir(), 'tlc-fine-tuning-'));
  try {
    const rows = [];
    for (const { task, name, steps, wanted } of CASES) {
      const place = placeOf(task, progress, cache);
      if (!place) continue;
      const window = [...place, '--max-steps', String(steps)];
      const sides = { TLC: () => runScript('fine-tune.mjs', window) };
      if (python) {
        for (const sampling of Object.keys(wanted)) {
          sides[sampling] = () => runScript('peers/fine_tuning.py', [...window, '--sampling', sampling], python);
        }
      }
      encode(place, python, progress);
      const { TLC: ours, ...peers } = await inTurn(name, sides, { rounds, measure, progress });
      rows.push(...rowsOf(name, ours, peers, wanted));
    }
    return rows;
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

/** A step of each side, which leaves the encoded data in the cache: reading text is not part of training. */
export function encode(place, python, progress) {
  progress(`encoding for ${place[1]}`);
  runScript('fine-tune.mjs', [...place, '--max-steps', '1']);
  if (python) runScript('peers/fine_tuning.py', [...place, '--max-steps', '1'], python);
}

/** Flags that say where a task's files and model are; undefined, and a word about it, where they cannot be had. */
export function placeOf(task, progress, cache) {
  const files = filesOf(task);
  const model = task === 'mrpc' ? pretrainedModel() : undefined;
  if (!files || (task === 'mrpc' && !model)) {
    progress(`${task}: left out, for want of ${files ? 'the model' : 'its files (TLC_GLUE: a folder with MRPC/)'}`);
    return undefined;
  }
  return ['--task', task, '--data', files, '--cache', cache, ...(model ? ['--model', model] : [])];
}

function rowsOf(name, ours, peers, wanted) {
  const row = (what, unit, key, targets) => ({
    name: `${name}: ${what}`,
    value: median(ours, (run) => run[key]),
    unit,
    beside: Object.fromEntries(
      Object.entries(peers).map(([peer, runs]) => [peer, besides(ours, runs, (run) => run[key], targets(peer))]),
    ),
  });
  const isPair = wanted.random === undefined;
  const target = (peer) => ({ at_least: wanted[peer] });
  const none = () => ({});
  return [
    row('examples', '1/s', 'examples_per_s', isPair ? none : target),
    row('real tokens', '1/s', 'tokens_per_s', isPair ? target : none),
    row('peak memory', 'MB', 'peak_memory_mb', () => ({ at_most: 0.6 })),
  ];
}
