/** Benchmarks of starting: a process that loads the engine, how soon the main job trains, and a finished pipeline again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inTurn } from './in-turn.mjs';
import { quantile, summary } from './measure.mjs';
import { runScript } from './peer.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RUN = join(ROOT, 'tools/setup/run.mjs');

/** Two pipeline steps that take a second, of which the second time nothing is left to do. */
const PIPELINE = `
name: again
steps:
  vocabulary: { do: tokenizer.learn, corpus: data/SST-2/dev.tsv, column: sentence, vocab_size: 500 }
  text: { do: dataset.encode, tokenizer: vocabulary, text: data/SST-2/dev.tsv, column: sentence }
`;

/** Processes that are started with and without the kernels. */
const STARTS = 15;

export async function benchStart(progress, { rounds, measure }) {
  const processes = await startOfProcess(progress, { rounds: STARTS, measure });
  const home = await mkdtemp(join(tmpdir(), 'tlc-start-'));
  try {
    progress('the main job until it trains');
    const seconds = await untilTraining(join(home, 'main'));
    progress('a finished pipeline again');
    const file = join(home, 'again.yaml');
    await writeFile(file, PIPELINE);
    const times = [];
    for (let round = 0; round < rounds + 2; round++)
      times.push(await timed(['run', file, '--home', join(home, 'again')]));
    const { median_ms, p95_ms, runs } = summary(times.slice(2));
    return [
      ...processes,
      { name: 'npm start once set up, until it trains', value: seconds, unit: 's', target: 10 },
      { name: 'tlc run of a finished pipeline', value: median_ms, unit: 'ms', target: 1000, p95: p95_ms, runs },
    ];
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Milliseconds of a process that loads the engine and ends, with the kernels and with TLC_KERNELS=plain, in turn. */
async function startOfProcess(progress, how) {
  const started = (env) => () => {
    const start = performance.now();
    const { kernels } = runScript('engine.mjs', [], undefined, env);
    return { kernels, ms: performance.now() - start };
  };
  const sides = { kernels: started({}), plain: started({ TLC_KERNELS: 'plain' }) };
  const { kernels, plain } = await inTurn('a process with the engine', sides, { ...how, progress: () => {} });
  const [own, without] = [kernels, plain].map((runs) => runs.map(({ ms }) => ms));
  const added = own.map((ms, i) => ms - without[i]);
  progress('a process with the engine');
  return [
    {
      name: `a process that loads the engine, ${kernels[0].kernels}`,
      value: quantile(own, 0.5),
      unit: 'ms',
      runs: own.length,
    },
    {
      name: 'of which the kernels',
      value: quantile(added, 0.5),
      unit: 'ms',
      target: 50,
      quarter: quantile(added, 0.25),
      three_quarters: quantile(added, 0.75),
    },
  ];
}

/** Seconds from the command to the first training step's event; then the run is cancelled. */
async function untilTraining(home) {
  const start = performance.now();
  const child = spawn(process.execPath, [RUN, 'tlc', 'run', 'pipelines/sst2.yaml', '--home', home], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  let seconds;
  for await (const line of createInterface(child.stderr)) {
    if (!/pretrained {2}started/.test(line)) continue;
    seconds = (performance.now() - start) / 1000;
    child.kill('SIGINT');
    break;
  }
  child.stderr.resume();
  await ended;
  if (seconds === undefined) throw new Error('the main job did not come to train');
  return seconds;
}

async function timed(args) {
  const start = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'dist/apps/cli/src/main.js'), ...args], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`tlc ended with ${code}`);
  return performance.now() - start;
}
