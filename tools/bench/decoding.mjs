/**
 * Benchmarks of translation: sentences of Multi30k in a second by beams of 5, beside CTranslate2 in float32 and with 8 bits.
 * TLC_TRANSLATOR is a folder of a trained model; without it one is trained for three minutes, which ends its sentences.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { besides, inTurn, median } from './in-turn.mjs';
import { findPythonWith, limitedTo, runScript } from './peer.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCE = join(ROOT, 'data/multi30k/test_2016_flickr.en.gz');
const SECONDS = 180;

export async function benchDecoding(progress, { rounds, measure, threads = '1' }) {
  const python = findPythonWith(progress, ['ctranslate2', 'safetensors', 'tokenizers']);
  const folder = await mkdtemp(join(tmpdir(), 'tlc-decoding-'));
  try {
    const file = join(folder, 'source.txt');
    await writeFile(file, gunzipSync(await readFile(SOURCE)));
    const model = process.env.TLC_TRANSLATOR ?? train(folder, progress);
    const place = ['--model', model, '--file', file];
    const peer = (kind) => () =>
      runScript('peers/decode.py', [...place, '--kind', kind, '--threads', threads], python, {
        OMP_NUM_THREADS: threads,
      });
    const sides = {
      TLC: () => runScript('decode.mjs', place, undefined, limitedTo(threads)),
      ...(python && { 'CTranslate2, float32': peer('float32'), 'CTranslate2, int8': peer('int8') }),
    };
    const { TLC: ours, ...peers } = await inTurn(`decoding, threads ${threads}`, sides, { rounds, measure, progress });
    const speed = (run) => run.sentences_per_s;
    const same = (runs) => {
      const equal = ours[0].translations.filter((text, i) => text === runs[0].translations[i]);
      return Number((equal.length / ours[0].translations.length).toPrecision(3));
    };
    return [
      {
        name: `Multi30k, beams of 5, threads ${threads}: sentences`,
        value: median(ours, speed),
        unit: '1/s',
        beside: Object.fromEntries(
          Object.entries(peers).map(([name, runs]) => [
            name,
            { ...besides(ours, runs, speed, { at_least: 1 }), same_translations: same(runs) },
          ]),
        ),
        memory_mb: median(ours, (run) => run.peak_memory_mb),
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A model of the example pipeline, stopped early. @param {string} folder @param {(what: string) => void} progress */
function train(folder, progress) {
  progress(`training a model for ${SECONDS} s`);
  const env = { ...process.env, TLC_HOME: join(folder, 'home') };
  const tlc = (...args) =>
    execFileSync(join(ROOT, 'tlc'), args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 2] });
  tlc('run', join(ROOT, 'pipelines/multi30k-en-de.yaml'), '--set', `seconds=${SECONDS}`);
  const models = JSON.parse(tlc('artifacts', 'list', '--json'));
  const { id } = models.find(({ operation }) => operation === 'model.train');
  return join(env.TLC_HOME, 'artifacts', id);
}
